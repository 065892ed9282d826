import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	anotarVisto,
	clasificar,
	concluir,
	DESENLACES_DE_ENVIO,
	type DesenlaceDeEnvio,
	empezarBusqueda,
	enviosEnDuda,
	esIncierto,
	folioQueYaVive,
	siguientePregunta,
	vecinosDe,
	type Visto,
} from '#core/domain/lotes/conciliacion.ts'

const ALCANCE = { huecos: 3, ventana: 500 }

/** Busca desde el piso en un COSFAC que tiene esos números; dice qué halló y por cuántos preguntó. */
const buscar = (
	piso: bigint,
	tiene: ReadonlyMap<bigint, Visto>,
	conocidos: ReadonlySet<bigint> = new Set(),
	alcance = ALCANCE,
) => {
	let busqueda = empezarBusqueda(piso)
	for (;;) {
		const paso = siguientePregunta(busqueda, conocidos, alcance)
		if (paso.que !== 'preguntar') return { termino: paso.que, ...busqueda }
		busqueda = anotarVisto(paso.busqueda, tiene.get(paso.busqueda.siguiente) ?? 'inexistente')
	}
}

describe('qué es un número por el que se preguntó', () => {
	const propios = new Set(['A.xml', 'B.xml'])
	const casos: readonly (readonly [number, readonly string[] | null, Visto])[] = [
		[3, null, 'inexistente'],
		[1, null, 'en-proceso'],
		[2, [], 'inexistente'],
		[2, ['A.xml', 'B.xml'], 'nuestro'],
		[2, ['A.xml'], 'nuestro'],
		[2, ['C.xml'], 'ajeno'],
		[2, ['A.xml', 'C.xml'], 'confuso'],
	]
	test.each(casos)('estatus %i con %j: %s', (estatus, nombres, visto) => {
		expect(clasificar({ estatus, nombres }, propios, 3)).toBe(visto)
	})
})

describe('la búsqueda por número', () => {
	test('halla lo que esté después del piso si ningún hueco pasa del permitido, haya lo que haya en medio', () => {
		const numeros = fc.array(
			fc.record({
				salto: fc.integer({ min: 1, max: ALCANCE.huecos }),
				visto: fc.constantFrom<Visto>('nuestro', 'ajeno', 'en-proceso', 'confuso'),
				conocido: fc.boolean(),
			}),
			{ maxLength: 20 },
		)
		fc.assert(
			fc.property(numeros, (saltos) => {
				let n = 100n
				const tiene = new Map<bigint, Visto>()
				const conocidos = new Set<bigint>()
				for (const { salto, visto, conocido } of saltos) {
					n += BigInt(salto)
					tiene.set(n, visto)
					if (conocido) conocidos.add(n)
				}
				const hecha = buscar(100n, tiene, conocidos)
				const porVer = [...tiene].filter(([numero]) => !conocidos.has(numero))
				expect(hecha.termino).toBe('agotada')
				expect(hecha.hallados).toEqual(porVer.flatMap(([m, visto]) => (visto === 'nuestro' ? [m] : [])))
				expect(hecha.dudosos).toHaveLength(
					porVer.filter(([, visto]) => visto === 'en-proceso' || visto === 'confuso').length,
				)
			}),
		)
	})

	test('no se da por terminada antes del mayor número conocido, por grande que sea el hueco', () => {
		expect(buscar(1n, new Map([[40n, 'nuestro']]), new Set([30n])).hallados).toEqual([])
		expect(buscar(1n, new Map([[29n, 'nuestro']]), new Set([30n])).hallados).toEqual([29n])
	})

	test('con más preguntas de las que caben no concluye', () => {
		expect(buscar(1n, new Map(), new Set([10_000n])).termino).toBe('muy-larga')
	})

	test('los vecinos: dos a cada lado, sin el suyo ni los conocidos', () => {
		expect(vecinosDe(10n, new Set([10n, 9n]))).toEqual([8n, 11n, 12n])
		expect(vecinosDe(1n, new Set([1n]))).toEqual([2n, 3n])
	})
})

describe('qué se concluye', () => {
	const base = {
		hallados: 0,
		dudosos: 0,
		termino: 'agotada',
		pasoElMargen: true,
		quedanReenvios: true,
	} as const

	test('sólo se envía otra vez si nada quedó en duda, pasó el margen y quedan reenvíos', () => {
		for (const hallados of [0, 1])
			for (const dudosos of [0, 1])
				for (const termino of ['agotada', 'muy-larga', 'sin-respuesta'] as const)
					for (const pasoElMargen of [true, false])
						for (const quedanReenvios of [true, false]) {
							const visto = { hallados, dudosos, termino, pasoElMargen, quedanReenvios }
							const consta = hallados === 0 && dudosos === 0 && termino === 'agotada' && pasoElMargen
							expect(concluir(visto) === 'reenviar', JSON.stringify(visto)).toBe(consta && quedanReenvios)
						}
	})

	test('lo hallado se adopta aunque haya dudas; sin respuesta se espera; sin reenvíos, o sin poder buscar, una persona', () => {
		expect(concluir({ ...base, hallados: 1, dudosos: 2 })).toBe('adoptar')
		expect(concluir({ ...base, termino: 'sin-respuesta' })).toBe('esperar')
		expect(concluir({ ...base, dudosos: 1 })).toBe('esperar')
		expect(concluir({ ...base, quedanReenvios: false })).toBe('pedir-persona')
		expect(concluir({ ...base, termino: 'muy-larga' })).toBe('pedir-persona')
	})
})

test('de qué envíos puede aparecer todavía un lote', () => {
	expect(DESENLACES_DE_ENVIO.filter(esIncierto)).toEqual(['saliendo', 'desconocido', 'no-lo-tienen'])
})

test('el folio que SEP nombra al decir que ya hay otro', () => {
	const folio = '0f8fad5b-d9cb-469f-a165-70867728950e'
	expect(folioQueYaVive(`El alumno ya cuenta con un certificado vigente con folio digital ${folio}.`)).toBe(
		folio,
	)
	expect(folioQueYaVive(`YA EXISTE: ${folio.toUpperCase()}`)).toBe(folio)
	expect(folioQueYaVive('El plan no está en el catálogo.')).toBeNull()
})

describe('de qué envíos se duda', () => {
	const casos: readonly (readonly [readonly DesenlaceDeEnvio[], readonly DesenlaceDeEnvio[]])[] = [
		[['aceptado'], []],
		[['hallado'], []],
		[['desconocido'], ['desconocido']],
		[['no-salio', 'hallado'], []],
		[['negado', 'no-salio', 'aceptado'], []],
		[['no-lo-tienen', 'aceptado'], ['no-lo-tienen']],
		// El número hallado puede ser el segundo, repetido en el camino: del primero se sigue dudando.
		[['hallado', 'aceptado'], ['hallado']],
		[
			['hallado', 'hallado'],
			['hallado', 'hallado'],
		],
	]
	test.each(casos)('%j deja en duda %j', (desenlaces, dudan) => {
		expect(enviosEnDuda(desenlaces.map((desenlace) => ({ desenlace })))).toEqual(
			dudan.map((desenlace) => ({ desenlace })),
		)
	})
})
