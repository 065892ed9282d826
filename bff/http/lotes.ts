import { Hono } from 'hono'
import { actorDe, type Ambiente } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { enviarPendientes } from '../application/lotes/enviar-pendientes.ts'
import type { listarLotes } from '../application/lotes/listar.ts'

export type DepsLotes = {
	readonly listarLotes: ReturnType<typeof listarLotes>
	readonly enviarPendientes: ReturnType<typeof enviarPendientes>
}

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
