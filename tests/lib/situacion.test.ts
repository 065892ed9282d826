import { describe, expect, test } from 'vitest'
import { SITUACIONES } from '#core/contract/egresado.ts'
import { PERFILES } from '#core/domain/rol.ts'
import { ESTADOS_TRAMITE, transicion } from '#core/domain/tramite.ts'
import { pasosSiguientes } from '../../src/lib/egresados/pasos.ts'
import { ACTOS_EN_LOTE } from '../../src/lib/tramite/actos.ts'
import { PASOS, pasosCumplidos } from '../../src/lib/tramite/situacion.ts'

describe('la línea del trámite', () => {
	test('cada paso se cumple justo en su estado', () => {
		for (const [indice, paso] of PASOS.entries()) expect(pasosCumplidos(paso.hasta)).toBe(indice + 1)
	})

	test('ninguna transición que avanza regresa la línea', () => {
		const avanzan = [
			'autorizar',
			'registrar',
			'cargar',
			'confirmar-nombre',
			'enviar',
			'emitir',
			'entregar',
		] as const
		for (const estado of ESTADOS_TRAMITE) {
			for (const acto of avanzan) {
				const siguiente = transicion(estado, acto)
				if (siguiente.ok)
					expect(pasosCumplidos(siguiente.valor)).toBeGreaterThanOrEqual(pasosCumplidos(estado))
			}
		}
	})
})

describe('lo que sigue en el tablero', () => {
	const todos = {
		porSolicitar: 3,
		devueltos: 2,
		situaciones: SITUACIONES.map((situacion) => ({ situacion, cuantos: 1 })),
	}

	test('a nadie se le ofrece un paso que su perfil no puede dar', () => {
		const textos = (perfil: (typeof PERFILES)[number]) =>
			pasosSiguientes(todos, perfil, '/x', new URLSearchParams()).map((paso) => paso.texto)
		expect(textos('escolares-estatal')).toEqual(['solicitud por autorizar', 'por enviar a SEP'])
		expect(textos('dse')).toEqual([])
		expect(textos('escolares-plantel')).toContain('por solicitar')
	})

	test('lo que no tiene a nadie no sale', () => {
		const ninguno = {
			porSolicitar: 0,
			devueltos: 0,
			situaciones: SITUACIONES.map((situacion) => ({ situacion, cuantos: 0 })),
		}
		for (const perfil of PERFILES) {
			expect(pasosSiguientes(ninguno, perfil, '/x', new URLSearchParams())).toEqual([])
		}
	})
})

describe('los actos en lote', () => {
	const fila = (situacion: (typeof SITUACIONES)[number]) => ({
		matricula: '202110001-0',
		nombre: 'Ana Ruiz',
		carrera: 'Informática',
		modelo: '2018',
		plantel: 'CONALEP Uno',
		situacion,
		tramiteId: ['sin-tramite', 'via-tradicional'].includes(situacion) ? null : 't1',
		folio: null,
		faltan: [],
		puedeSolicitarse: false,
		curpPorRevisar: false,
		buzonConfirmado: false,
		devuelto: null,
		detenido: false,
		rechazo: null,
	})

	test('cada acto se ofrece justo en los estados que el dominio admite', () => {
		for (const acto of ['autorizar', 'denegar', 'registrar', 'cargar', 'retirar'] as const) {
			const enLote = ACTOS_EN_LOTE.find((uno) => uno.acto === acto)
			for (const situacion of SITUACIONES) {
				const admite = (ESTADOS_TRAMITE as readonly string[]).includes(situacion)
					? transicion(situacion as (typeof ESTADOS_TRAMITE)[number], acto).ok
					: false
				expect(enLote?.admite(fila(situacion)), `${acto} en ${situacion}`).toBe(admite)
			}
		}
	})
})
