import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crearLlave, type Fila } from '../../../src/lib/offline/base.ts'
import { cifrar, descifrar, huellaDe } from '../../../src/lib/offline/cifrado.ts'
import { relevar } from '../../../src/lib/offline/dispositivo.ts'
import { SELLOS } from '../../../src/lib/offline/resultados.ts'
import { aLaVista, cofreEnMemoria } from './archivero.ts'

const sujeto = { clave: 'c', clase: 'sellos', de: 'ana' }
const filaDe = async (llave: CryptoKey, valor: unknown): Promise<Fila> => ({
	...sujeto,
	creado: '2026-11-23',
	...(await cifrar(llave, sujeto, valor)),
})

describe('cifrado', () => {
	test('lo que entra sale, y dos veces lo mismo no se escribe igual', async () => {
		const llave = await crearLlave()
		await fc.assert(
			fc.asyncProperty(fc.jsonValue(), async (valor) => {
				const una = await filaDe(llave, valor)
				const otra = await filaDe(llave, valor)
				// JSON no distingue el cero negativo.
				expect(await descifrar(llave, una)).toEqual(JSON.parse(JSON.stringify(valor)))
				expect(Buffer.from(una.iv).equals(Buffer.from(otra.iv))).toBe(false)
				expect(Buffer.from(una.cifra).equals(Buffer.from(otra.cifra))).toBe(false)
			}),
			{ numRuns: 50 },
		)
	})

	test('la llave es AES-GCM de 256 bits y no se deja exportar', async () => {
		const llave = await crearLlave()
		expect(llave.algorithm).toMatchObject({ name: 'AES-GCM', length: 256 })
		expect(llave.extractable).toBe(false)
		for (const forma of ['raw', 'jwk'] as const) {
			await expect(crypto.subtle.exportKey(forma, llave)).rejects.toThrow()
		}
	})

	test('otra llave, otra persona, otra clase, otra clave o un bit distinto: no abre', async () => {
		const llave = await crearLlave()
		const fila = await filaDe(llave, { nombre: 'Ximena' })
		expect(await descifrar(llave, fila)).toEqual({ nombre: 'Ximena' })
		const cifra = new Uint8Array(fila.cifra.slice(0))
		cifra[3] = (cifra[3] ?? 0) ^ 1
		const alteradas: readonly Fila[] = [
			{ ...fila, de: 'beto' },
			{ ...fila, de: null },
			{ ...fila, clase: 'acuse' },
			{ ...fila, clave: 'd' },
			{ ...fila, cifra: cifra.buffer },
			{ ...fila, iv: fila.iv.map((byte) => byte ^ 128) },
		]
		for (const alterada of alteradas) await expect(descifrar(llave, alterada)).rejects.toThrow()
		await expect(descifrar(await crearLlave(), fila)).rejects.toThrow()
	})

	test('las partes de una huella no se confunden al juntarlas', async () => {
		expect(await huellaDe('a', 'bc')).not.toBe(await huellaDe('ab', 'c'))
		expect(await huellaDe('a', 'bc')).toMatch(/^[0-9a-f]{64}$/)
	})
})

describe('cofre', () => {
	test('nada personal a la vista: ni el valor, ni la persona, ni lo que hace única a la fila', async () => {
		const { cofre, filas } = cofreEnMemoria()
		const secretos = ['persona-ana', 'XOQX080102MMCXRM04', 'Ximena', '170170001-2']
		await cofre.cambiar({
			poner: [
				{
					clase: 'x',
					de: 'persona-ana',
					unico: '170170001-2',
					valor: { curp: 'XOQX080102MMCXRM04', nombre: 'Ximena' },
				},
			],
		})
		const visto = aLaVista(filas.values())
		expect(visto.length).toBeGreaterThan(150)
		for (const secreto of secretos) expect(visto).not.toContain(secreto)
	})

	test('guardar lo mismo lo reemplaza; cada persona ve sólo lo suyo; lo alterado se omite', async () => {
		const { cofre, filas } = cofreEnMemoria()
		const poner = (de: string | null, valor: number) =>
			cofre.cambiar({ poner: [{ clase: 'x', de, unico: 'uno', valor }] })
		await poner('ana', 1)
		await poner('ana', 2)
		await poner('beto', 3)
		await poner(null, 4)
		const valores = async (de: string | null) => (await cofre.leer('x', de)).map(({ valor }) => valor)
		expect(await valores('ana')).toEqual([2])
		expect(await valores('beto')).toEqual([3])
		expect(await valores(null)).toEqual([4])
		expect((await cofre.leerTodo('x')).map(({ valor }) => valor)).toEqual([2, 3, 4])
		for (const fila of filas.values()) {
			if (fila.de === (await cofre.huellaDePersona('ana'))) new Uint8Array(fila.cifra)[0]! ^= 1
		}
		expect(await valores('ana')).toEqual([])
		expect(await valores('beto')).toEqual([3])
	})
})

describe('la versión 1, en claro, pasa cifrada', () => {
	const cuerpo = { certificado: 'MIIcer', sellos: [{ tramiteId: 't1', sello: 's1' }] }
	const antiguas = [
		{ clave: 'acuse:ficha', clase: 'acuse', de: null, carga: 'ficha', creado: '2026-11-01' },
		{ clave: 'sellos:t1', clase: 'sellos', de: 'ana', carga: cuerpo, creado: '2026-11-02' },
		{ clave: 'otra', clase: 'desconocida', de: null, carga: 1, creado: '2026-11-03' },
	]

	test('nada se pierde, y en claro no queda nada', async () => {
		const { cofre, filas, viejas } = cofreEnMemoria(antiguas, relevar)
		const [acuse] = await cofre.leer('acuse', null)
		expect(acuse).toMatchObject({ creado: '2026-11-01', valor: { carga: 'ficha' } })
		const [sellos] = await cofre.leer(SELLOS, 'ana')
		expect(sellos?.valor).toEqual({ unico: 'sellos:t1', carga: { de: 'ana', cuerpo, nombres: [] } })
		expect(viejas.size).toBe(0)
		expect(filas.size).toBe(2)
		expect(aLaVista(filas.values())).not.toMatch(/ficha|MIIcer|t1|ana/)
	})

	test('si falla a la mitad, lo que falta espera a la siguiente', async () => {
		const { archivero, cofre, viejas } = cofreEnMemoria(antiguas, relevar)
		const llave = archivero.llave
		const roto = { ...archivero }
		Object.assign(archivero, { llave: () => Promise.reject(new Error('negado')) })
		await expect(cofre.leer('acuse', null)).rejects.toThrow('negado')
		expect(viejas.size).toBe(3)
		Object.assign(archivero, roto, { llave })
		expect(await cofre.leer('acuse', null)).toHaveLength(1)
		expect(viejas.size).toBe(0)
	})
})
