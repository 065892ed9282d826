import { Hono } from 'hono'
import { documentoAdjunto } from './adjunto.ts'
import { actorDe, type Ambiente, leerCuerpo } from './hono.ts'
import { negar, negarRechazo } from './rechazos.ts'
import type { descargarDocumento } from '../application/documentos/descargar-documento.ts'
import type { enviarPendientes } from '../application/lotes/enviar-pendientes.ts'
import type { listarLotes } from '../application/lotes/listar.ts'
import type { pendientesDeSello } from '../application/sellado/pendientes.ts'
import type { sellar } from '../application/sellado/sellar.ts'
import { Sellar } from '#core/contract/sellado.ts'

export type DepsSellado = {
	readonly pendientes: ReturnType<typeof pendientesDeSello>
	readonly sellar: ReturnType<typeof sellar>
	readonly listarLotes: ReturnType<typeof listarLotes>
	readonly enviarPendientes: ReturnType<typeof enviarPendientes>
	readonly descargarDocumento: ReturnType<typeof descargarDocumento>
}

/** /api/sellado (16, 20), /api/lotes (11, 15) y los documentos de un trámite (12). */
export const rutasSellado = (deps: DepsSellado) =>
	new Hono<Ambiente>()
		.get('/sellado/pendientes', async (c) => {
			const pendientes = await deps.pendientes({ actor: actorDe(c) })
			return pendientes.ok ? c.json(pendientes.valor) : negarRechazo(c, pendientes)
		})
		.post('/sellado', async (c) => {
			const cuerpo = await leerCuerpo(c, Sellar)
			if (!cuerpo.ok) return cuerpo.respuesta
			const sellado = await deps.sellar({ actor: actorDe(c), ...cuerpo.valor })
			return sellado.ok ? c.json({ filas: sellado.valor }) : negarRechazo(c, sellado)
		})
		.get('/lotes', async (c) => {
			const lotes = await deps.listarLotes({ actor: actorDe(c) })
			return lotes.ok ? c.json(lotes.valor) : negarRechazo(c, lotes)
		})
		.post('/lotes/enviar', async (c) => {
			const enviado = await deps.enviarPendientes({ actor: actorDe(c) })
			return enviado.ok ? c.json(enviado.valor) : negarRechazo(c, enviado)
		})
		.post('/tramites/:id/documentos/:clase', async (c) => {
			const clase = c.req.param('clase')
			if (clase !== 'pdf' && clase !== 'xml' && clase !== 'qr' && clase !== 'acuse')
				return negar(c, 'no-encontrado')
			const hallado = await deps.descargarDocumento({
				actor: actorDe(c),
				tramiteId: c.req.param('id'),
				clase,
			})
			return hallado.ok ? documentoAdjunto(hallado.valor) : negarRechazo(c, hallado)
		})
