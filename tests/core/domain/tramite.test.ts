import { describe, expect, test } from 'vitest'
import {
	type ActoTramite,
	ESTADOS_TRAMITE,
	type EstadoTramite,
	esTerminal,
	estadosQueAdmiten,
	transicion,
} from '#core/domain/tramite.ts'

/** El camino de producto.md, escrito aparte: acto → [desde, hasta]. Lo que no está aquí, es no. */
const CAMINO: Record<ActoTramite, readonly (readonly [EstadoTramite, EstadoTramite])[]> = {
	autorizar: [['solicitado', 'autorizado']],
	denegar: [['solicitado', 'denegado']],
	retirar: [
		['solicitado', 'retirado'],
		['autorizado', 'retirado'],
	],
	registrar: [['autorizado', 'registrado']],
	cargar: [['registrado', 'cargado']],
	reabrir: [
		['cargado', 'registrado'],
		['nombre-confirmado', 'registrado'],
	],
	devolver: [
		['nombre-confirmado', 'registrado'],
		['sellado-plantel', 'registrado'],
	],
	'devolver-nombre': [
		['nombre-confirmado', 'cargado'],
		['sellado-plantel', 'cargado'],
	],
	'confirmar-nombre': [
		['cargado', 'nombre-confirmado'],
		['nombre-confirmado', 'nombre-confirmado'],
	],
	'sellar-plantel': [['nombre-confirmado', 'sellado-plantel']],
	'sellar-estatal': [['sellado-plantel', 'sellado-estatal']],
	'volver-a-sellar': [
		['sellado-plantel', 'nombre-confirmado'],
		['sellado-estatal', 'nombre-confirmado'],
	],
	enviar: [['sellado-estatal', 'enviado']],
	'sacar-de-lote': [['enviado', 'sellado-estatal']],
	// De lo rechazado: SEP lo había emitido en otro envío del mismo documento (11).
	emitir: [
		['enviado', 'emitido'],
		['rechazado', 'emitido'],
	],
	rechazar: [['enviado', 'rechazado']],
	// La baja del registro (15) regresa el mismo trámite a los requisitos, con su folio.
	'dar-de-baja': [['rechazado', 'registrado']],
	'cancelar-folio': [
		['registrado', 'baja'],
		['cargado', 'baja'],
		['nombre-confirmado', 'baja'],
		['sellado-plantel', 'baja'],
		['sellado-estatal', 'baja'],
		['rechazado', 'baja'],
	],
	descargar: [
		['emitido', 'descargado'],
		['descargado', 'descargado'],
		['entregado', 'entregado'],
		['acusado', 'acusado'],
	],
	entregar: [
		['emitido', 'entregado'],
		['descargado', 'entregado'],
		['entregado', 'entregado'],
	],
	acusar: [['entregado', 'acusado']],
}
const ACTOS = Object.keys(CAMINO) as ActoTramite[]

describe('el trámite', () => {
	test.each(ESTADOS_TRAMITE)('desde «%s» sólo se da lo que el camino dice', (estado) => {
		for (const acto of ACTOS) {
			const hasta = CAMINO[acto].find(([desde]) => desde === estado)?.[1]
			expect(transicion(estado, acto)).toEqual(
				hasta === undefined
					? { ok: false, motivo: 'estado-no-permite', datos: { estado, acto } }
					: { ok: true, valor: hasta },
			)
		}
	})

	test.each(ACTOS)('los estados que admiten «%s» son los del camino', (acto) => {
		expect(estadosQueAdmiten(acto).sort()).toEqual(CAMINO[acto].map(([desde]) => desde).sort())
	})

	test('de un estado terminal no se sale, y de todos los demás sí', () => {
		const sinSalida = ESTADOS_TRAMITE.filter((estado) => ACTOS.every((acto) => !transicion(estado, acto).ok))
		expect(ESTADOS_TRAMITE.filter(esTerminal)).toEqual(sinSalida)
	})

	test('sólo con el folio cancelado se termina en baja (15): lo demás que se da de baja se carga otra vez', () => {
		const llevan = ACTOS.filter((acto) => CAMINO[acto].some(([, hasta]) => hasta === 'baja'))
		expect(llevan).toEqual(['cancelar-folio'])
		const vuelta = transicion('rechazado', 'dar-de-baja')
		expect(vuelta.ok && transicion(vuelta.valor, 'cargar')).toEqual({ ok: true, valor: 'cargado' })
	})

	test('a todo estado se llega desde la solicitud', () => {
		const vistos = new Set<EstadoTramite>(['solicitado'])
		for (const estado of vistos) {
			for (const acto of ACTOS) {
				const siguiente = transicion(estado, acto)
				if (siguiente.ok) vistos.add(siguiente.valor)
			}
		}
		expect([...vistos].sort()).toEqual([...ESTADOS_TRAMITE].sort())
	})
})
