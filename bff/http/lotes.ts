import { Hono } from 'hono'
import { DecirNumero, DecirQueNoEsta, RechazarDuplicado } from '#core/contract/lote.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import type { Result } from '#core/domain/result.ts'
import { actorDe, type Ambiente, type Contexto, leerCuerpo } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { decirNumero } from '../application/lotes/decididos/decir-numero.ts'
import type { decirQueNoEsta } from '../application/lotes/decididos/decir-que-no-esta.ts'
import type { insistirEnCancelar } from '../application/lotes/decididos/insistir-en-cancelar.ts'
import type { rechazarDuplicado } from '../application/lotes/decididos/rechazar-duplicado.ts'
import type { enviarPendientes } from '../application/lotes/enviar-pendientes.ts'
import type { listarLotes } from '../application/lotes/listar.ts'

export type DepsLotes = {
	readonly listarLotes: ReturnType<typeof listarLotes>
	readonly enviarPendientes: ReturnType<typeof enviarPendientes>
	readonly decirNumero: ReturnType<typeof decirNumero>
	readonly decirQueNoEsta: ReturnType<typeof decirQueNoEsta>
	readonly rechazarDuplicado: ReturnType<typeof rechazarDuplicado>
	readonly insistirEnCancelar: ReturnType<typeof insistirEnCancelar>
}

const responder = (c: Contexto, hecho: Result<unknown, Motivo>): Response =>
	hecho.ok ? c.body(null, 204) : negarRechazo(c, hecho)

/** /api/lotes (11, 15). */
export const rutasLotes = (deps: DepsLotes) =>
	new Hono<Ambiente>()
		.get('/lotes', async (c) => {
			const lotes = await deps.listarLotes({ actor: actorDe(c) })
			return lotes.ok ? c.json(lotes.valor) : negarRechazo(c, lotes)
		})
		.post('/lotes/enviar', async (c) => {
			const enviado = await deps.enviarPendientes({ actor: actorDe(c) })
			return enviado.ok ? c.json(enviado.valor) : negarRechazo(c, enviado)
		})
		.post('/lotes/:id/numero', async (c) => {
			const cuerpo = await leerCuerpo(c, DecirNumero)
			if (!cuerpo.ok) return cuerpo.respuesta
			const loteId = c.req.param('id')
			return responder(c, await deps.decirNumero({ actor: actorDe(c), loteId, ...cuerpo.valor }))
		})
		.post('/lotes/:id/no-esta', async (c) => {
			const cuerpo = await leerCuerpo(c, DecirQueNoEsta)
			if (!cuerpo.ok) return cuerpo.respuesta
			const loteId = c.req.param('id')
			return responder(c, await deps.decirQueNoEsta({ actor: actorDe(c), loteId, ...cuerpo.valor }))
		})
		.post('/lotes/:id/certificados/:tramiteId/rechazar', async (c) => {
			const cuerpo = await leerCuerpo(c, RechazarDuplicado)
			if (!cuerpo.ok) return cuerpo.respuesta
			const { id: loteId, tramiteId } = c.req.param()
			return responder(
				c,
				await deps.rechazarDuplicado({ actor: actorDe(c), loteId, tramiteId, ...cuerpo.valor }),
			)
		})
		.post('/lotes/:id/cancelaciones/:folioDigital/insistir', async (c) => {
			const { id: loteId, folioDigital } = c.req.param()
			return responder(c, await deps.insistirEnCancelar({ actor: actorDe(c), loteId, folioDigital }))
		})
