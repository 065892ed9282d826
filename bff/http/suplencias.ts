import { Hono } from 'hono'
import { actorDe, type Ambiente, leerConsulta, leerCuerpo } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { leerTurnos } from '../application/sellado/turnos.ts'
import type { listarSuplencias } from '../application/suplencias/listar.ts'
import type { otorgarSuplencia } from '../application/suplencias/otorgar.ts'
import type { buscarElegibles } from '../application/suplencias/personas.ts'
import type {
	confirmarSuplencia,
	negarSuplencia,
	revocarSuplencia,
} from '../application/suplencias/responder.ts'
import { ConsultaElegibles, OtorgarSuplencia, RazonDeSuplencia } from '#core/contract/suplencia.ts'

export type DepsSuplencias = {
	readonly leerTurnos: ReturnType<typeof leerTurnos>
	readonly listarSuplencias: ReturnType<typeof listarSuplencias>
	readonly buscarElegibles: ReturnType<typeof buscarElegibles>
	readonly otorgarSuplencia: ReturnType<typeof otorgarSuplencia>
	readonly confirmarSuplencia: ReturnType<typeof confirmarSuplencia>
	readonly negarSuplencia: ReturnType<typeof negarSuplencia>
	readonly revocarSuplencia: ReturnType<typeof revocarSuplencia>
}

/** /api/suplencias y /api/sellado/turnos (16). */
export const rutasSuplencias = (deps: DepsSuplencias) =>
	new Hono<Ambiente>()
		.get('/sellado/turnos', async (c) => c.json(await deps.leerTurnos({ actor: actorDe(c) })))
		.get('/suplencias', async (c) => {
			const lista = await deps.listarSuplencias({ actor: actorDe(c) })
			return lista.ok ? c.json(lista.valor) : negarRechazo(c, lista)
		})
		.get('/suplencias/personas', async (c) => {
			const consulta = leerConsulta(c, ConsultaElegibles)
			if (!consulta.ok) return consulta.respuesta
			const elegibles = await deps.buscarElegibles({ actor: actorDe(c), ...consulta.valor })
			return elegibles.ok ? c.json(elegibles.valor) : negarRechazo(c, elegibles)
		})
		.post('/suplencias', async (c) => {
			const cuerpo = await leerCuerpo(c, OtorgarSuplencia)
			if (!cuerpo.ok) return cuerpo.respuesta
			const otorgada = await deps.otorgarSuplencia({ actor: actorDe(c), ...cuerpo.valor })
			return otorgada.ok ? c.json(otorgada.valor, 201) : negarRechazo(c, otorgada)
		})
		.post('/suplencias/:id/confirmar', async (c) => {
			const hecho = await deps.confirmarSuplencia({ actor: actorDe(c), id: c.req.param('id') })
			return hecho.ok ? c.body(null, 204) : negarRechazo(c, hecho)
		})
		.post('/suplencias/:id/negar', async (c) => {
			const cuerpo = await leerCuerpo(c, RazonDeSuplencia)
			if (!cuerpo.ok) return cuerpo.respuesta
			const hecho = await deps.negarSuplencia({ actor: actorDe(c), id: c.req.param('id'), ...cuerpo.valor })
			return hecho.ok ? c.body(null, 204) : negarRechazo(c, hecho)
		})
		.post('/suplencias/:id/revocar', async (c) => {
			const cuerpo = await leerCuerpo(c, RazonDeSuplencia)
			if (!cuerpo.ok) return cuerpo.respuesta
			const hecho = await deps.revocarSuplencia({ actor: actorDe(c), id: c.req.param('id'), ...cuerpo.valor })
			return hecho.ok ? c.body(null, 204) : negarRechazo(c, hecho)
		})
