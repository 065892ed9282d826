import { inflateSync } from 'node:zlib'
import { PDFHexString, PDFName, PDFString, type PDFObject, type PDFRawStream } from 'pdf-lib'

/** Lo más que mide lo que una corriente lleva comprimido: mucho más que un certificado, menos que un ataque. */
const TOPE = 16 * 1024 * 1024

/** Lo que lleva una corriente, ya abierto. Sólo FlateDecode o nada: es lo único que escribimos. Lanza si trae otra cosa. */
export const contenidoDe = ({ dict, contents }: PDFRawStream): Uint8Array => {
	const filtro = dict.lookup(PDFName.of('Filter'))
	if (filtro === undefined) return contents
	if (filtro !== PDFName.of('FlateDecode'))
		throw new Error('una corriente trae un filtro que no es FlateDecode')
	return inflateSync(contents, { maxOutputLength: TOPE })
}

/** Un texto de PDF (entre paréntesis o en hexadecimal), o null si no lo es. */
export const textoDe = (objeto: PDFObject | undefined): string | null =>
	objeto instanceof PDFString || objeto instanceof PDFHexString ? objeto.decodeText() : null
