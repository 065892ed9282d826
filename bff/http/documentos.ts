import { Hono } from 'hono'
import { documentoAdjunto } from './adjunto.ts'
import { actorDe, type Ambiente } from './hono.ts'
import { negar, negarRechazo } from './rechazos.ts'
import type { descargarDocumento } from '../application/documentos/descargar-documento.ts'
import { type ClaseDocumento, TIPOS_DE_DOCUMENTO } from '../application/documentos/emitir-documentos.ts'

export type DepsDocumentos = {
	readonly descargarDocumento: ReturnType<typeof descargarDocumento>
}

const esClase = (clase: string): clase is ClaseDocumento => Object.hasOwn(TIPOS_DE_DOCUMENTO, clase)

/** Los documentos de un trámite (12). Es POST porque descargar se anota y mueve el estado. */
export const rutasDocumentos = (deps: DepsDocumentos) =>
	new Hono<Ambiente>().post('/tramites/:id/documentos/:clase', async (c) => {
		const clase = c.req.param('clase')
		if (!esClase(clase)) return negar(c, 'no-encontrado')
		const hallado = await deps.descargarDocumento({
			actor: actorDe(c),
			tramiteId: c.req.param('id'),
			clase,
		})
		return hallado.ok ? documentoAdjunto(hallado.valor) : negarRechazo(c, hallado)
	})
