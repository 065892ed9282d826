import { Hono } from 'hono'
import { actorDe, type Ambiente, leerCuerpo } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { fijarAjuste } from '../application/ajustes/fijar-ajuste.ts'
import type { listarAjustes } from '../application/ajustes/listar-ajustes.ts'
import { FijarAjuste } from '#core/contract/ajustes.ts'

export type DepsAjustes = {
	readonly listarAjustes: ReturnType<typeof listarAjustes>
	readonly fijarAjuste: ReturnType<typeof fijarAjuste>
}

/** /api/ajustes: lo que la entidad o la nación deciden de la operación. */
export const rutasAjustes = (deps: DepsAjustes) =>
	new Hono<Ambiente>()
		.get('/ajustes', async (c) => {
			const ajustes = await deps.listarAjustes({ actor: actorDe(c) })
			return ajustes.ok ? c.json(ajustes.valor) : negarRechazo(c, ajustes)
		})
		.put('/ajustes/:clave', async (c) => {
			const cuerpo = await leerCuerpo(c, FijarAjuste)
			if (!cuerpo.ok) return cuerpo.respuesta
			const fijado = await deps.fijarAjuste({
				actor: actorDe(c),
				clave: c.req.param('clave'),
				...cuerpo.valor,
			})
			return fijado.ok ? c.body(null, 204) : negarRechazo(c, fijado)
		})
