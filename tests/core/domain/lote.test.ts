import { describe, expect, test } from 'vitest'
import {
	ESTADOS_LOTE,
	estadosDeLoteQueAdmiten,
	esperaDeConsulta,
	fraseDeLote,
	estadosDeCertificadoQueAdmiten,
	SUCESOS_LOTE,
	SUCESOS_LOTE_CERTIFICADO,
	transicionLote,
	type EstadoLote,
	type SucesoLote,
} from '#core/domain/lote.ts'
import { exigir } from '#core/domain/result.ts'

const recorrer = (...sucesos: readonly SucesoLote[]): EstadoLote =>
	sucesos.reduce<EstadoLote>((estado, suceso) => exigir(transicionLote(estado, suceso)), 'integrado')

describe('los estados de un lote (11)', () => {
	test('el camino de siempre', () => {
		expect(
			recorrer('enviar', 'aceptar', 'procesar', 'procesar', 'leer', 'descargar', 'comprobar', 'cerrar'),
		).toBe('cerrado')
	})

	test('lo que no salió vuelve a la fila; lo detenido, sólo si alguien lo reanuda', () => {
		expect(recorrer('enviar', 'no-enviar')).toBe('integrado')
		expect(recorrer('enviar', 'detener', 'reanudar')).toBe('integrado')
	})

	test('de lo desconocido se vuelve a enviar sólo por un suceso que dice que no lo tienen', () => {
		const desconocido = recorrer('enviar', 'desconocer')
		const vuelven = SUCESOS_LOTE.filter((suceso) => {
			const siguiente = transicionLote(desconocido, suceso)
			return siguiente.ok && ['integrado', 'enviando'].includes(siguiente.valor)
		})
		expect(vuelven).toEqual(['reenviar', 'no-enviar'])
		expect(estadosDeLoteQueAdmiten('reenviar')).toEqual(['desconocido'])
	})

	test('ya aceptado, ningún camino lo vuelve a enviar', () => {
		const alcanzables = new Set<EstadoLote>(['aceptado'])
		for (const estado of alcanzables) {
			for (const suceso of SUCESOS_LOTE) {
				const siguiente = transicionLote(estado, suceso)
				if (siguiente.ok) alcanzables.add(siguiente.valor)
			}
		}
		expect([...alcanzables].sort()).toEqual(
			['aceptado', 'cerrado', 'comprobado', 'descargado', 'en-proceso', 'leido'].sort(),
		)
	})

	test('no se cierra sin comprobarse, y sólo lo cerrado se reabre', () => {
		expect(estadosDeLoteQueAdmiten('cerrar')).toEqual(['comprobado'])
		expect(estadosDeLoteQueAdmiten('reabrir')).toEqual(['cerrado'])
		expect(recorrer('enviar', 'aceptar', 'leer', 'comprobar', 'cerrar', 'reabrir', 'cerrar')).toBe('cerrado')
	})

	test('un lote sólo se envía o se deshace desde integrado, y lo terminado sólo se reabre', () => {
		expect(estadosDeLoteQueAdmiten('enviar')).toEqual(['integrado'])
		expect(estadosDeLoteQueAdmiten('deshacer')).toEqual(['integrado'])
		for (const suceso of SUCESOS_LOTE) {
			for (const estado of ['cerrado', 'deshecho'] as const) {
				if (estado === 'cerrado' && suceso === 'reabrir') continue
				expect(transicionLote(estado, suceso)).toMatchObject({ ok: false, motivo: 'estado-no-permite' })
			}
		}
	})

	test('a cada estado se llega desde integrado, y cada uno tiene su frase', () => {
		const vistos = new Set<EstadoLote>(['integrado'])
		for (const estado of vistos) {
			for (const suceso of SUCESOS_LOTE) {
				const siguiente = transicionLote(estado, suceso)
				if (siguiente.ok) vistos.add(siguiente.valor)
			}
		}
		expect([...vistos].sort()).toEqual([...ESTADOS_LOTE].sort())
		expect(new Set(ESTADOS_LOTE.map(fraseDeLote)).size).toBe(ESTADOS_LOTE.length)
	})
})

describe('los estados de cada certificado en su lote', () => {
	test('desde dónde se admite cada suceso', () => {
		const desde = Object.fromEntries(
			SUCESOS_LOTE_CERTIFICADO.map((suceso) => [suceso, estadosDeCertificadoQueAdmiten(suceso)]),
		)
		expect(desde).toEqual({
			aceptar: ['enviado'],
			rechazar: ['enviado', 'cuarentena', 'duplicado'],
			emitir: ['enviado', 'aceptado', 'rechazado', 'cuarentena', 'duplicado', 'sacado'],
			apartar: ['enviado', 'aceptado'],
			duplicar: ['enviado'],
			sobrar: ['enviado', 'aceptado', 'rechazado', 'cuarentena', 'duplicado', 'sacado'],
			sacar: ['enviado'],
		})
	})
})

describe('cada cuánto se pregunta', () => {
	const MINUTO = 60_000
	test.each([
		[0, 1],
		[9, 1],
		[60, 6],
		[300, 30],
		[1440, 60],
		[100_000, 60],
	])('a los %i minutos de edad, cada %i', (edad, espera) => {
		expect(esperaDeConsulta(edad * MINUTO, MINUTO)).toBe(espera * MINUTO)
	})

	test('una base mayor que una hora se respeta', () => {
		expect(esperaDeConsulta(0, 120 * MINUTO)).toBe(120 * MINUTO)
	})
})
