import type { ParaBajar } from '../application/documentos/descargar-documento.ts'
import { TIPOS_DE_DOCUMENTO } from '../application/documentos/emitir-documentos.ts'

/**
 * Respuesta con un archivo para guardar (RFC 6266), que nadie en el camino conserva (RFC 9111, `no-store`). El nombre es
 * nuestro: ASCII y sin datos personales.
 */
export const adjunto = (archivo: {
	readonly nombre: string
	readonly tipo: string
	readonly bytes: Uint8Array
}): Response =>
	new Response(new Uint8Array(archivo.bytes), {
		headers: {
			'content-type': archivo.tipo,
			'content-disposition': `attachment; filename="${archivo.nombre}"`,
			'cache-control': 'no-store',
		},
	})

/** Un documento de un certificado, con el tipo de su clase (12). */
export const documentoAdjunto = (documento: ParaBajar): Response =>
	adjunto({ ...documento, tipo: TIPOS_DE_DOCUMENTO[documento.clase] })

/** El nombre con que viene un archivo (`x-archivo`), sin lo que no se ve y acotado; sólo para decirlo. */
export const nombreEntrante = (encabezado: string | undefined): string => {
	try {
		return decodeURIComponent(encabezado ?? 'archivo')
			.replace(/\p{Cc}/gu, ' ')
			.slice(0, 200)
	} catch {
		return 'archivo'
	}
}
