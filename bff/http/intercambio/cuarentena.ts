import { Hono } from 'hono'
import { adjunto } from '../adjunto.ts'
import { actorDe, type Ambiente, leerCuerpo } from '../hono.ts'
import { negarRechazo } from '../rechazos.ts'
import type { bajarApartado } from '../../application/cuarentena/bajar-apartado.ts'
import type { verCuarentena } from '../../application/cuarentena/ver-cuarentena.ts'
import type { volverAPedir } from '../../application/cuarentena/volver-a-pedir.ts'
import { RepedirLote } from '#core/contract/cuarentena.ts'

export type DepsCuarentena = {
	readonly verCuarentena: ReturnType<typeof verCuarentena>
	readonly bajarApartado: ReturnType<typeof bajarApartado>
	readonly volverAPedir: ReturnType<typeof volverAPedir>
}

/** Lo que SEP devolvió y no se creyó (11). */
export const rutasCuarentena = (deps: DepsCuarentena) =>
	new Hono<Ambiente>()
		.get('/lotes/:id/cuarentena', async (c) => {
			const vista = await deps.verCuarentena({ actor: actorDe(c), loteId: c.req.param('id') })
			return vista.ok ? c.json(vista.valor) : negarRechazo(c, vista)
		})
		.post('/lotes/:id/repedir', async (c) => {
			const cuerpo = await leerCuerpo(c, RepedirLote)
			if (!cuerpo.ok) return cuerpo.respuesta
			const orden = { actor: actorDe(c), loteId: c.req.param('id'), ...cuerpo.valor }
			const pedido = await deps.volverAPedir(orden)
			return pedido.ok ? c.body(null, 204) : negarRechazo(c, pedido)
		})
		.post('/cuarentena/:id', async (c) => {
			const bajado = await deps.bajarApartado({ actor: actorDe(c), id: c.req.param('id') })
			// Nadie lo interpreta: ni su tipo ni su nombre dicen qué es.
			return bajado.ok
				? adjunto({ ...bajado.valor, tipo: 'application/octet-stream' })
				: negarRechazo(c, bajado)
		})
