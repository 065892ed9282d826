import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** La carpeta de referencia que acompaña al proyecto; no siempre está. */
export const REFERENCIA = fileURLToPath(new URL('../../../../shared/reference/', import.meta.url))
export const hayReferencia = existsSync(REFERENCIA)

if (!hayReferencia) {
	console.warn(
		'Sin ../shared/reference: se omite lo que compara con los archivos oficiales de la SEP y del SAT.',
	)
}

export const leerReferencia = (ruta: string): Buffer => readFileSync(REFERENCIA + ruta)
