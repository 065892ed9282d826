import { Hono } from 'hono'
import { actorDe, type Ambiente } from '../hono.ts'
import { negarRechazo } from '../rechazos.ts'
import type { verArchivo } from '../../application/archivo/ver-archivo.ts'

export type DepsArchivo = { readonly verArchivo: ReturnType<typeof verArchivo> }

/** /api/archivo (14): cómo está lo guardado. */
export const rutasArchivo = (deps: DepsArchivo) =>
	new Hono<Ambiente>().get('/archivo', async (c) => {
		const estado = await deps.verArchivo({ actor: actorDe(c) })
		return estado.ok ? c.json(estado.valor) : negarRechazo(c, estado)
	})
