import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import fontkit from '@pdf-lib/fontkit'
import type { PDFDocument, PDFFont } from 'pdf-lib'

const resolver = createRequire(import.meta.url).resolve

const ARCHIVOS = {
	titulo: 'montserrat/files/montserrat-latin-700-normal.woff',
	texto: 'noto-sans/files/noto-sans-latin-400-normal.woff',
	fuerte: 'noto-sans/files/noto-sans-latin-700-normal.woff',
	// Para lo que el corte latino no trae (Ő, Ž…): un nombre extranjero no debe salir con cuadros.
	extra: 'noto-sans/files/noto-sans-latin-ext-400-normal.woff',
} as const

export type Fuentes = Readonly<Record<keyof typeof ARCHIVOS, PDFFont>>

let leidas: Promise<Record<keyof typeof ARCHIVOS, Uint8Array>> | undefined

/** Montserrat (títulos) y Noto Sans (texto), incrustadas sólo con las letras que se usan. */
export const incrustarFuentes = async (documento: PDFDocument): Promise<Fuentes> => {
	leidas ??= leerTodas()
	const bytes = await leidas
	documento.registerFontkit(fontkit)
	const [titulo, texto, fuerte, extra] = await Promise.all([
		documento.embedFont(bytes.titulo, { subset: true }),
		documento.embedFont(bytes.texto, { subset: true }),
		documento.embedFont(bytes.fuerte, { subset: true }),
		documento.embedFont(bytes.extra, { subset: true }),
	])
	return { titulo, texto, fuerte, extra }
}

const leerTodas = async () => {
	const leer = async (clave: keyof typeof ARCHIVOS) =>
		new Uint8Array(await readFile(resolver(`@fontsource/${ARCHIVOS[clave]}`)))
	const [titulo, texto, fuerte, extra] = await Promise.all([
		leer('titulo'),
		leer('texto'),
		leer('fuerte'),
		leer('extra'),
	])
	return { titulo, texto, fuerte, extra }
}
