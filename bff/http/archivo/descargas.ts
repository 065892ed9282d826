import { Hono } from 'hono'
import { empaquetar } from '../../adapters/zip.ts'
import { actorDe, type Ambiente, leerCuerpo } from '../hono.ts'
import { negarRechazo } from '../rechazos.ts'
import type { bajarGeneracion } from '../../application/documentos/bajar-generacion.ts'
import type { pedirDescarga, verDescarga } from '../../application/documentos/pedir-descarga.ts'
import { PedirDescarga } from '#core/contract/archivo/descarga.ts'

export type DepsDescargas = {
	readonly pedirDescarga: ReturnType<typeof pedirDescarga>
	readonly verDescarga: ReturnType<typeof verDescarga>
	readonly bajarGeneracion: ReturnType<typeof bajarGeneracion>
}

/**
 * /api/descargas (12): una generación entera. Pedirla es un POST y ahí se decide y se anota; el ZIP se baja con un GET para
 * que lo reciba el navegador en disco y no la página en memoria. Ese GET sólo sirve a quien la pidió, y mientras no venza.
 */
export const rutasDescargas = (deps: DepsDescargas) =>
	new Hono<Ambiente>()
		.post('/descargas', async (c) => {
			const leido = await leerCuerpo(c, PedirDescarga)
			if (!leido.ok) return leido.respuesta
			const pedida = await deps.pedirDescarga({ actor: actorDe(c), ...leido.valor })
			return pedida.ok ? c.json(pedida.valor, 201) : negarRechazo(c, pedida)
		})
		.get('/descargas/:id', async (c) => {
			const vista = await deps.verDescarga({ actor: actorDe(c), id: c.req.param('id') })
			return vista.ok ? c.json(vista.valor) : negarRechazo(c, vista)
		})
		.get('/descargas/:id/archivo', async (c) => {
			const paquete = await deps.bajarGeneracion({ actor: actorDe(c), id: c.req.param('id') })
			if (!paquete.ok) return negarRechazo(c, paquete)
			// A un HEAD se le contesta con este GET y se tira el cuerpo: armarlo anotaría certificados que nadie recibe.
			const cuerpo = c.req.method === 'HEAD' ? null : empaquetar(paquete.valor.archivos)
			return new Response(cuerpo, {
				headers: {
					'content-type': 'application/zip',
					'content-disposition': `attachment; filename="${paquete.valor.nombre}"`,
					'cache-control': 'no-store',
				},
			})
		})
