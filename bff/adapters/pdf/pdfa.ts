import { createHash } from 'node:crypto'
import { zlibSync } from 'fflate'
import {
	AFRelationship,
	PDFContentStream,
	PDFHexString,
	PDFName,
	PDFStreamWriter,
	PDFString,
	type PDFDocument,
} from 'pdf-lib'
import { NOMBRE_SRGB, SRGB } from './srgb.ts'
import { corriente } from './trazos.ts'

/** Lo que un documento dice de sí: en su Info y, con las mismas palabras, en su XMP. */
type Ficha = {
	readonly titulo: string
	readonly asunto: string
	/** El momento del documento, no el de pintarlo: los mismos datos dan los mismos bytes. Segundos enteros. */
	readonly momento: Date
}

const AUTOR = 'Colegio Nacional de Educación Profesional Técnica'
const PROGRAMA = 'Egreso'
const IDIOMA = 'es-MX'

/**
 * Hace del documento un PDF/A-3b (ISO 19005-3): Info y XMP que dicen lo mismo, intención de salida sRGB, idioma, título en
 * la ventana e identificador. Lo que PDF/A pide del contenido (tipografías, estructura) lo ponen quienes lo pintan.
 */
export const ponerFicha = (documento: PDFDocument, ficha: Ficha): void => {
	const { context, catalog } = documento
	documento.setTitle(ficha.titulo, { showInWindowTitleBar: true })
	documento.setSubject(ficha.asunto)
	documento.setAuthor(AUTOR)
	documento.setCreator(PROGRAMA)
	documento.setProducer(PROGRAMA)
	documento.setLanguage(IDIOMA)
	documento.setCreationDate(ficha.momento)
	documento.setModificationDate(ficha.momento)
	const xmp = new TextEncoder().encode(xmpDe(ficha))
	// Sin comprimir: quien no sabe de PDF también lo lee.
	catalog.set(
		PDFName.of('Metadata'),
		context.register(corriente(context, xmp, { Type: 'Metadata', Subtype: 'XML' })),
	)
	catalog.set(
		PDFName.of('OutputIntents'),
		context.obj([
			{
				Type: 'OutputIntent',
				S: 'GTS_PDFA1',
				OutputConditionIdentifier: PDFString.of(NOMBRE_SRGB),
				Info: PDFString.of(NOMBRE_SRGB),
				DestOutputProfile: context.register(corriente(context, PERFIL, { N: 3, Filter: 'FlateDecode' })),
			},
		]),
	)
}

const PERFIL = zlibSync(SRGB, { level: 9 })

/** Adjunta el archivo del que el documento salió (ISO 19005-3, 6.8): `AFRelationship` Source. */
export const adjuntarOrigen = async (
	documento: PDFDocument,
	origen: {
		readonly nombre: string
		readonly descripcion: string
		readonly bytes: Uint8Array
		readonly momento: Date
	},
): Promise<void> => {
	await documento.attach(origen.bytes, origen.nombre, {
		mimeType: 'application/xml',
		description: origen.descripcion,
		creationDate: origen.momento,
		modificationDate: origen.momento,
		afRelationship: AFRelationship.Source,
	})
	// El identificador es de lo que el documento lleva dentro (ISO 32000-1, 14.4).
	ponerIdentificador(documento, origen.bytes)
}

const ponerIdentificador = (documento: PDFDocument, bytes: Uint8Array): void => {
	const { context } = documento
	const huella = createHash('sha256')
		.update(bytes)
		.update(documento.getTitle() ?? '')
	const id = PDFHexString.of(huella.digest('hex').slice(0, 32).toUpperCase())
	context.trailerInfo.ID = context.obj([id, id])
}

/** Todos los objetos sueltos de un documento caben en una corriente: cada una más cuesta arrancar otro compresor. */
const POR_CORRIENTE = 100_000

/**
 * Los bytes del archivo. Lo de cada página se comprime aquí, que es donde más pesa: pdf-lib lo haría varias veces más lento.
 * Y se escribe sin sus pausas, que son para el navegador.
 */
export const guardar = async (documento: PDFDocument): Promise<Uint8Array> => {
	await documento.flush()
	const { context } = documento
	for (const [ref, objeto] of context.enumerateIndirectObjects()) {
		if (!(objeto instanceof PDFContentStream)) continue
		const bytes = zlibSync(objeto.getUnencodedContents())
		context.assign(ref, corriente(context, bytes, { Filter: 'FlateDecode' }))
	}
	return PDFStreamWriter.forContext(
		context,
		Number.POSITIVE_INFINITY,
		true,
		POR_CORRIENTE,
	).serializeToBuffer()
}

const escapar = (texto: string): string =>
	texto.replace(/[&<>]/g, (letra) => (letra === '&' ? '&amp;' : letra === '<' ? '&lt;' : '&gt;'))

const xmpDe = ({ titulo, asunto, momento }: Ficha): string => {
	const fecha = momento.toISOString().replace(/\.\d+Z$/, 'Z')
	const enIdioma = (frase: string): string =>
		`<rdf:Alt><rdf:li xml:lang="x-default">${escapar(frase)}</rdf:li></rdf:Alt>`
	return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title>${enIdioma(titulo)}</dc:title>
<dc:description>${enIdioma(asunto)}</dc:description>
<dc:creator><rdf:Seq><rdf:li>${escapar(AUTOR)}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>${IDIOMA}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>${PROGRAMA}</xmp:CreatorTool>
<xmp:CreateDate>${fecha}</xmp:CreateDate>
<xmp:ModifyDate>${fecha}</xmp:ModifyDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>${PROGRAMA}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`
}
