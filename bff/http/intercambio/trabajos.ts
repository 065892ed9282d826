import { Hono } from 'hono'
import { actorDe, type Ambiente, leerCuerpo } from '../hono.ts'
import { negarRechazo } from '../rechazos.ts'
import type { reintentar } from '../../application/colas/reintentar.ts'
import type { verColas } from '../../application/colas/ver-colas.ts'
import { ReintentarClase } from '#core/contract/trabajo.ts'

export type DepsTrabajos = {
	readonly verColas: ReturnType<typeof verColas>
	readonly reintentar: ReturnType<typeof reintentar>
}

/** /api/trabajos: cómo va lo encargado y volver a la fila lo que no avanza (10). */
export const rutasTrabajos = (deps: DepsTrabajos) =>
	new Hono<Ambiente>()
		.get('/trabajos', async (c) => {
			const colas = await deps.verColas({ actor: actorDe(c) })
			return colas.ok ? c.json(colas.valor) : negarRechazo(c, colas)
		})
		.post('/trabajos/reintentar', async (c) => {
			const cuerpo = await leerCuerpo(c, ReintentarClase)
			if (!cuerpo.ok) return cuerpo.respuesta
			const hecho = await deps.reintentar({ actor: actorDe(c), clase: cuerpo.valor.clase })
			return hecho.ok ? c.json(hecho.valor) : negarRechazo(c, hecho)
		})
		.post('/trabajos/:id/reintentar', async (c) => {
			const hecho = await deps.reintentar({ actor: actorDe(c), id: c.req.param('id') })
			return hecho.ok ? c.json(hecho.valor) : negarRechazo(c, hecho)
		})
