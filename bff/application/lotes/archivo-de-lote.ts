import type { Huella } from '../ports.ts'

/** ZIP que sólo depende de su contenido: los mismos documentos dan los mismos bytes. */
export type Comprimir = (archivos: readonly { nombre: string; bytes: Uint8Array }[]) => Uint8Array

/**
 * Nombre del ZIP (2 a 100 caracteres): sale de la huella del contenido, así que el mismo contenido nunca lleva dos nombres
 * y COSFAC puede decir si ya lo tiene. Cada vez que sale otra vez es otro envío, y lo dice su
 * número de vez.
 */
export const nombreDeArchivo = (entidadId: string, sha256: string, vez = 1): string =>
	`CONALEP_${entidadId.replace(/[^A-Za-z0-9-]/g, '').slice(0, 40)}_${sha256.slice(0, 32)}${vez > 1 ? `_${vez}` : ''}.zip`

/** El ZIP de un lote ya integrado, otra vez desde sus renglones. Lanza si no da la misma huella. */
export const rearmarZip = (
	deps: { readonly comprimir: Comprimir; readonly huella: Huella },
	lote: { readonly id: string; readonly sha256: string },
	certificados: readonly { readonly archivo: string; readonly xml: string }[],
): Uint8Array => {
	const zip = deps.comprimir(
		certificados.map(({ archivo, xml }) => ({ nombre: archivo, bytes: new TextEncoder().encode(xml) })),
	)
	if (deps.huella(zip) !== lote.sha256)
		throw new Error(`El contenido de lote:${lote.id} cambió desde que se integró.`)
	return zip
}
