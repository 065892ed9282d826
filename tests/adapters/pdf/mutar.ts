import { inflateSync } from 'node:zlib'
import {
	PDFArray,
	PDFDict,
	PDFDocument,
	PDFName,
	PDFRawStream,
	type PDFObject,
	type PDFPage,
	type PDFRef,
} from 'pdf-lib'

export const n = (texto: string): PDFName => PDFName.of(texto)

/** El PDF con un cambio en su árbol; todo lo demás, igual. */
export const mutar = async (
	pdf: Uint8Array,
	cambiar: (documento: PDFDocument) => void,
): Promise<Uint8Array> => {
	const documento = await PDFDocument.load(pdf, { updateMetadata: false, ignoreEncryption: true })
	cambiar(documento)
	return documento.save({ useObjectStreams: true })
}

/** Un diccionario bajo otro, por su ruta. */
export const dictDe = (desde: PDFDict, ...ruta: readonly string[]): PDFDict => {
	let actual: PDFObject | undefined = desde
	for (const paso of ruta) {
		if (actual instanceof PDFArray) actual = actual.lookup(Number(paso))
		else if (actual instanceof PDFDict) actual = actual.lookup(n(paso))
		if (actual instanceof PDFRawStream) actual = actual.dict
	}
	if (!(actual instanceof PDFDict)) throw new Error(`No hay un diccionario en ${ruta.join('/')}`)
	return actual
}

/** Las corrientes de un tipo o de lo que las señala, con su número. */
export const corrientesDe = (
	documento: PDFDocument,
	esta: (dict: PDFDict) => boolean,
): [PDFRef, PDFRawStream][] =>
	documento.context
		.enumerateIndirectObjects()
		.filter((par): par is [PDFRef, PDFRawStream] => par[1] instanceof PDFRawStream && esta(par[1].dict))

/** Cambia los bytes de una corriente, que queda sin comprimir. */
export const reescribir = (
	documento: PDFDocument,
	[ref, { dict }]: [PDFRef, PDFRawStream],
	bytes: Uint8Array,
): void => {
	dict.delete(n('Filter'))
	documento.context.assign(ref, PDFRawStream.of(dict, bytes))
}

/** Cambia el contenido de una página como texto. */
export const conContenido = (pagina: PDFPage, cambiar: (texto: string) => string): void => {
	const { node } = pagina
	const contenido = node.get(n('Contents'))
	const ref = contenido instanceof PDFArray ? contenido.get(0) : contenido
	const corriente = node.context.lookup(ref)
	if (!(corriente instanceof PDFRawStream)) throw new Error('La página no trae contenido')
	const antes = Buffer.from(inflateSync(corriente.contents)).toString('latin1')
	const despues = cambiar(antes)
	if (antes === despues) throw new Error('El cambio no cambió nada')
	const { dict } = corriente
	dict.delete(n('Filter'))
	node.context.assign(ref as PDFRef, PDFRawStream.of(dict, Buffer.from(despues, 'latin1')))
}

/** El mismo PDF con otro XML adjunto. */
export const conXml = (pdf: Uint8Array, xml: string): Promise<Uint8Array> =>
	mutar(pdf, (documento) => {
		const [adjunto] = corrientesDe(documento, (dict) => dict.lookup(n('Type')) === n('EmbeddedFile'))
		if (!adjunto) throw new Error('El PDF no trae adjunto')
		reescribir(documento, adjunto, new TextEncoder().encode(xml))
	})
