import { type ClaseArchivo, reconocerPiezas } from '#core/efirma/archivo.ts'

/** Qué es un archivo: la primera de sus piezas que sirva para sellar, o la primera si ninguna. */
export const claseDe = (bytes: Uint8Array): ClaseArchivo => {
	const clases = reconocerPiezas(bytes).map(({ clase }) => clase)
	return clases.find((clase) => clase === 'llave' || clase === 'certificado') ?? clases[0] ?? 'desconocido'
}
