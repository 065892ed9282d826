import { PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'

/**
 * El mismo documento como PDF/A-1b, para el juez que sólo sabe de PDF/A-1: sin el adjunto, que esa parte no admite; sin
 * objetos comprimidos, que son de PDF 1.5; y con su XMP diciendo 1. Todo lo demás queda igual.
 */
export const comoPdfA1 = async (pdf: Uint8Array): Promise<Uint8Array> => {
	const documento = await PDFDocument.load(pdf, { updateMetadata: false })
	const { catalog, context } = documento
	catalog.delete(PDFName.of('AF'))
	catalog.delete(PDFName.of('Names'))
	const xmp = catalog.lookup(PDFName.of('Metadata'))
	if (!(xmp instanceof PDFRawStream)) throw new Error('El documento no trae XMP')
	const texto = new TextDecoder().decode(xmp.contents)
	if (!texto.includes('<pdfaid:part>3<')) throw new Error('El XMP no dice PDF/A-3')
	const bytes = new TextEncoder().encode(texto.replace('<pdfaid:part>3<', '<pdfaid:part>1<'))
	catalog.set(PDFName.of('Metadata'), context.register(PDFRawStream.of(xmp.dict, bytes)))
	for (const [ref, objeto] of context.enumerateIndirectObjects()) {
		const tipo = objeto instanceof PDFDict ? objeto.get(PDFName.of('Type')) : undefined
		const esAdjunto =
			objeto instanceof PDFRawStream && objeto.dict.get(PDFName.of('Type')) === PDFName.of('EmbeddedFile')
		if (esAdjunto || tipo === PDFName.of('Filespec')) context.delete(ref)
	}
	return documento.save({ useObjectStreams: false })
}
