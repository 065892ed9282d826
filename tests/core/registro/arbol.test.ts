/** El árbol de RFC 6962 contra los vectores públicos y contra las definiciones del RFC escritas tal cual. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { huella } from '../../../bff/adapters/huella.ts'
import {
	type Hash,
	hojaDe,
	juntar,
	nodosDe,
	RAIZ_VACIA,
	rutaDeConsistencia,
	rutaDeInclusion,
	type Tramo,
	unir,
} from '../../../src/core/registro/arbol.ts'
import { esConsistente, estaIncluida } from '../../../src/core/registro/comprobar.ts'

/** Las ocho hojas y las raíces de la prueba de Certificate Transparency (transparency-dev/merkle, testonly). */
const DATOS = [
	'',
	'00',
	'10',
	'2021',
	'3031',
	'40414243',
	'5051525354555657',
	'606162636465666768696a6b6c6d6e6f',
]
const RAICES = [
	'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
	'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
	'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
	'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
	'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
	'4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
	'76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
	'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
	'5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const INCLUSIONES: readonly [indice: number, tamano: number, ruta: readonly Hash[]][] = [
	[0, 1, []],
	[0, 2, ['96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7']],
	[1, 2, ['6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d']],
	[2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
	[
		1,
		5,
		[
			'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
			'5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
			'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
		],
	],
	[
		0,
		8,
		[
			'96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
			'5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
			'6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
		],
	],
	[
		5,
		8,
		[
			'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
			'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
			'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
		],
	],
]
const CONSISTENCIAS: readonly [de: number, a: number, ruta: readonly Hash[]][] = [
	[1, 1, []],
	[
		1,
		8,
		[
			'96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
			'5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
			'6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
		],
	],
	[
		2,
		5,
		[
			'5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
			'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
		],
	],
	[
		6,
		8,
		[
			'0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
			'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
			'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
		],
	],
]

const hojas = DATOS.map((hex) => hojaDe(huella, Buffer.from(hex, 'hex')))

/** La huella de un tramo como la arma quien guarda los subárboles completos. */
const deTramo = (todas: readonly Hash[], tramo: Tramo): Hash =>
	juntar(
		huella,
		nodosDe(tramo).map(({ nivel, indice }) => {
			const ancho = 2 ** nivel
			return mth(todas.slice(indice * ancho, (indice + 1) * ancho))
		}),
	)
const inclusion = (todas: readonly Hash[], indice: number): Hash[] =>
	rutaDeInclusion(indice, todas.length).map((tramo) => deTramo(todas, tramo))
const consistencia = (todas: readonly Hash[], de: number): Hash[] =>
	rutaDeConsistencia(de, todas.length).map((tramo) => deTramo(todas, tramo))

/* Las definiciones de RFC 6962 §2.1, una por una, sin nada nuestro más que `unir`. */
const corteDe = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1)
const mth = (todas: readonly Hash[]): Hash => {
	const [primera] = todas
	if (primera === undefined) return RAIZ_VACIA
	if (todas.length === 1) return primera
	const k = corteDe(todas.length)
	return unir(huella, mth(todas.slice(0, k)), mth(todas.slice(k)))
}
const path = (m: number, todas: readonly Hash[]): Hash[] => {
	if (todas.length === 1) return []
	const k = corteDe(todas.length)
	return m < k
		? [...path(m, todas.slice(0, k)), mth(todas.slice(k))]
		: [...path(m - k, todas.slice(k)), mth(todas.slice(0, k))]
}
const subproof = (m: number, todas: readonly Hash[], b: boolean): Hash[] => {
	if (m === todas.length) return b ? [] : [mth(todas)]
	const k = corteDe(todas.length)
	return m <= k
		? [...subproof(m, todas.slice(0, k), b), mth(todas.slice(k))]
		: [...subproof(m - k, todas.slice(k), false), mth(todas.slice(0, k))]
}

describe('los vectores públicos de RFC 6962', () => {
	test.each(RAICES.map((raiz, tamano) => [tamano, raiz] as const))('la raíz de %i hojas', (tamano, raiz) => {
		expect(deTramo(hojas, { desde: 0, hasta: tamano })).toBe(raiz)
		expect(mth(hojas.slice(0, tamano))).toBe(raiz)
	})
	test.each(INCLUSIONES)('la inclusión de la hoja %i en %i', (indice, tamano, ruta) => {
		const [hoja = '', raiz = ''] = [hojas[indice], RAICES[tamano]]
		expect(inclusion(hojas.slice(0, tamano), indice)).toEqual(ruta)
		expect(estaIncluida(huella, { hoja, indice, tamano, ruta, raiz })).toBe(true)
	})
	test.each(CONSISTENCIAS)('la consistencia de %i a %i', (de, a, ruta) => {
		const [raizDe = '', raizA = ''] = [RAICES[de], RAICES[a]]
		expect(consistencia(hojas.slice(0, a), de)).toEqual(ruta)
		expect(esConsistente(huella, { de, a, raizDe, raizA, ruta })).toBe(true)
	})
})

const arbol = fc
	.integer({ min: 1, max: 130 })
	.map((cuantas) => Array.from({ length: cuantas }, (_, i) => hojaDe(huella, `dato ${i}`)))
const conIndice = arbol.chain((todas) => fc.tuple(fc.constant(todas), fc.nat({ max: todas.length - 1 })))
const TIROS = { numRuns: 80 }

describe('contra las definiciones del RFC, con árboles al azar', () => {
	test('la raíz, la inclusión y la consistencia son las mismas, y se comprueban', () => {
		fc.assert(
			fc.property(conIndice, ([todas, indice]) => {
				const tamano = todas.length
				const raiz = mth(todas)
				expect(deTramo(todas, { desde: 0, hasta: tamano })).toBe(raiz)
				const ruta = inclusion(todas, indice)
				expect(ruta).toEqual(path(indice, todas))
				expect(estaIncluida(huella, { hoja: todas[indice] ?? '', indice, tamano, ruta, raiz })).toBe(true)
				const de = indice + 1
				const prueba = consistencia(todas, de)
				expect(prueba).toEqual(subproof(de, todas, true))
				const raizDe = mth(todas.slice(0, de))
				expect(esConsistente(huella, { de, a: tamano, raizDe, raizA: raiz, ruta: prueba })).toBe(true)
			}),
			TIROS,
		)
	})

	test('nada más prueba: otra hoja, otro lugar, otro tamaño, una ruta retocada, corta o larga', () => {
		fc.assert(
			fc.property(conIndice, fc.nat(), fc.nat(), ([todas, indice], cual, otro) => {
				const tamano = todas.length
				const buena = {
					hoja: todas[indice] ?? '',
					indice,
					tamano,
					ruta: path(indice, todas),
					raiz: mth(todas),
				}
				const ajena = hojaDe(huella, 'ajena')
				const mala = (cambio: Partial<typeof buena>) => estaIncluida(huella, { ...buena, ...cambio })
				expect(mala({ hoja: ajena })).toBe(false)
				expect(mala({ raiz: ajena })).toBe(false)
				expect(mala({ indice: tamano })).toBe(false)
				expect(mala({ indice: -1 })).toBe(false)
				if (tamano > 1) expect(mala({ indice: (indice + 1 + (otro % (tamano - 1))) % tamano })).toBe(false)
				expect(mala({ ruta: [...buena.ruta, ajena] })).toBe(false)
				expect(mala({ ruta: [ajena, ...buena.ruta] })).toBe(false)
				if (buena.ruta.length === 0) return
				expect(mala({ ruta: buena.ruta.slice(1) })).toBe(false)
				expect(mala({ ruta: buena.ruta.slice(0, -1) })).toBe(false)
				expect(mala({ ruta: buena.ruta.with(cual % buena.ruta.length, ajena) })).toBe(false)
				expect(mala({ ruta: buena.ruta.with(cual % buena.ruta.length, 'XX') })).toBe(false)
			}),
			TIROS,
		)
	})

	test('un árbol que cambió lo que ya tenía no se deja probar', () => {
		fc.assert(
			fc.property(conIndice, fc.nat(), fc.nat(), ([todas, indice], donde, cual) => {
				const de = indice + 1
				const ruta = subproof(de, todas, true)
				const reescrito = todas.with(donde % de, hojaDe(huella, 'ajena'))
				const [raizDe, raizA] = [mth(todas.slice(0, de)), mth(reescrito)]
				const a = todas.length
				expect(esConsistente(huella, { de, a, raizDe, raizA, ruta })).toBe(false)
				const nueva = subproof(de, reescrito, true)
				expect(esConsistente(huella, { de, a, raizDe, raizA, ruta: nueva })).toBe(false)
				const ajena = hojaDe(huella, 'otra')
				const buena = { de, a, raizDe, raizA: mth(todas), ruta }
				expect(esConsistente(huella, { ...buena, ruta: [...ruta, ajena] })).toBe(false)
				if (ruta.length === 0) return
				expect(esConsistente(huella, { ...buena, ruta: ruta.slice(1) })).toBe(false)
				expect(esConsistente(huella, { ...buena, ruta: ruta.with(cual % ruta.length, ajena) })).toBe(false)
			}),
			TIROS,
		)
	})
})

test('todo árbol empieza con el vacío, y ninguno con uno mayor', () => {
	const raiz = mth(hojas)
	const prueba = { de: 0, a: 8, raizDe: RAIZ_VACIA, raizA: raiz, ruta: [] }
	expect(esConsistente(huella, prueba)).toBe(true)
	expect(esConsistente(huella, { ...prueba, raizDe: raiz })).toBe(false)
	expect(esConsistente(huella, { ...prueba, de: 9, raizDe: raiz })).toBe(false)
	expect(() => rutaDeConsistencia(9, 8)).toThrow(RangeError)
	expect(() => rutaDeConsistencia(0, 8)).toThrow(RangeError)
	expect(() => rutaDeInclusion(8, 8)).toThrow(RangeError)
	expect(() => unir(huella, 'no', raiz)).toThrow(RangeError)
})
