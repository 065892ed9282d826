import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conectarOcsp } from '../../../bff/adapters/ocsp/consultar.ts'
import type { ConsultarRevocacion } from '../../../bff/application/ports.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { AHORA, crearMundoOcsp, HORA, type Mundo } from './mundo.ts'
import { contestarOcsp, levantarResponder, type Torcer } from './responder.ts'

let mundo: Mundo
beforeAll(async () => {
	mundo = await crearMundoOcsp()
})
afterAll(() => mundo.recoger())

/** Cuántas veces se preguntó al SAT después de cada paso; la hora avanza lo que el paso diga. */
const contar = async (
	torcer: Torcer,
	pasos: readonly { readonly minutos: number; readonly cer?: Uint8Array }[],
	recuerda?: number,
): Promise<number[]> => {
	let minutos = 0
	const responder = await levantarResponder(async (pregunta) => ({
		cuerpo: await contestarOcsp(pregunta, torcer),
	}))
	const consultar: ConsultarRevocacion = conectarOcsp({
		url: responder.url,
		anclas: [mundo.autoridad.intermedia],
		reloj: () => new Date(AHORA.getTime() + minutos * 60_000).toISOString() as Instante,
		...(recuerda === undefined ? {} : { recuerda }),
	})
	const cuentas: number[] = []
	for (const paso of pasos) {
		minutos = paso.minutos
		await consultar(paso.cer ?? mundo.cer)
		cuentas.push(responder.preguntas())
	}
	await responder.cerrar()
	return cuentas
}

describe('lo que se recuerda', () => {
	test('un «vigente», diez minutos y por certificado', async () => {
		const { otroCer } = mundo
		const pasos = [{ minutos: 0 }, { minutos: 9 }, { minutos: 9, cer: otroCer }, { minutos: 11 }]
		expect(await contar(mundo.delegado(), pasos)).toEqual([1, 1, 2, 3])
	})

	test('y nunca más allá de su nextUpdate, sin holgura', async () => {
		const torcer = { ...mundo.delegado(), hasta: new Date(AHORA.getTime() + 60_000) }
		expect(await contar(torcer, [{ minutos: 0 }, { minutos: 0.9 }, { minutos: 1 }])).toEqual([1, 1, 2])
	})

	test('sin nextUpdate no se recuerda', async () => {
		const torcer = { ...mundo.delegado(), hasta: null }
		expect(await contar(torcer, [{ minutos: 0 }, { minutos: 0 }])).toEqual([1, 2])
	})

	test('ya pasado su nextUpdate, dentro de la holgura, se cree pero no se recuerda', async () => {
		const torcer = {
			...mundo.delegado(),
			desde: new Date(AHORA.getTime() - HORA),
			hasta: new Date(AHORA.getTime() - 60_000),
		}
		expect(await contar(torcer, [{ minutos: 0 }, { minutos: 0 }])).toEqual([1, 2])
	})

	test('un reloj que retrocede vuelve a preguntar', async () => {
		expect(await contar(mundo.delegado(), [{ minutos: 0 }, { minutos: -1 }])).toEqual([1, 2])
	})

	test.each(['revocado', 'desconocido'] as const)('un «%s» se vuelve a preguntar', async (estado) => {
		expect(await contar({ ...mundo.delegado(), estado }, [{ minutos: 0 }, { minutos: 0 }])).toEqual([1, 2])
	})

	test('de a lo más tantos certificados: se olvida el más antiguo', async () => {
		const { otroCer } = mundo
		const pasos = [{ minutos: 0 }, { minutos: 0, cer: otroCer }, { minutos: 0, cer: otroCer }, { minutos: 0 }]
		expect(await contar(mundo.delegado(), pasos, 1)).toEqual([1, 2, 2, 3])
	})
})
