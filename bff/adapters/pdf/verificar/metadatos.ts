import { PDFName, PDFRawStream } from 'pdf-lib'
import { SaxesParser } from 'saxes'
import type { Abierto } from './abierto.ts'

/** De cada dato de Info, dónde lo dice el XMP (ISO 19005-3, 6.6.2.3 y anexo de correspondencias). */
const CORRESPONDEN = [
	['title', 'dc:title'],
	['subject', 'dc:description'],
	['author', 'dc:creator'],
	['creator', 'xmp:CreatorTool'],
	['producer', 'pdf:Producer'],
	['created', 'xmp:CreateDate'],
	['modified', 'xmp:ModifyDate'],
] as const

/** Qué no cuadra en el XMP: cómo va, qué parte de PDF/A dice, y si dice lo mismo que Info. */
export const faltasDeMetadatos = ({ documento }: Abierto): readonly string[] => {
	const xmp = documento.catalog.lookup(PDFName.of('Metadata'))
	if (!(xmp instanceof PDFRawStream)) return ['no trae XMP']
	if (xmp.dict.get(PDFName.of('Filter')) !== undefined) return ['el XMP va comprimido']
	const textos = leerXmp(new TextDecoder().decode(xmp.contents))
	if (textos === null) return ['el XMP no es un XML bien formado']
	const info = {
		title: documento.getTitle(),
		subject: documento.getSubject(),
		author: documento.getAuthor(),
		creator: documento.getCreator(),
		producer: documento.getProducer(),
		created: enXmp(documento.getCreationDate()),
		modified: enXmp(documento.getModificationDate()),
	}
	return [
		...(textos.get('pdfaid:part') === '3' ? [] : ['no dice pdfaid:part 3']),
		...(textos.get('pdfaid:conformance') === 'B' ? [] : ['no dice pdfaid:conformance B']),
		...CORRESPONDEN.flatMap(([clave, nombre]) => {
			const enInfo = info[clave]
			if (enInfo === undefined) return [`Info no trae ${clave}`]
			return textos.get(nombre) === enInfo ? [] : [`${nombre} no dice lo mismo que Info`]
		}),
	]
}

const enXmp = (fecha: Date | undefined): string | undefined =>
	fecha === undefined || Number.isNaN(fecha.getTime())
		? undefined
		: fecha.toISOString().replace(/\.\d+Z$/, 'Z')

/** El texto de cada propiedad, sin sus `rdf:Alt` ni sus `rdf:Seq`; null si no está bien formado. */
const leerXmp = (xml: string): ReadonlyMap<string, string> | null => {
	const textos = new Map<string, string>()
	let propiedad: string | null = null
	const parser = new SaxesParser()
	parser.on('opentag', ({ name }) => {
		if (/^(pdfaid|dc|xmp|pdf):/.test(name)) propiedad = name
	})
	parser.on('closetag', ({ name }) => {
		if (name === propiedad) propiedad = null
	})
	parser.on('text', (texto) => {
		if (propiedad !== null) textos.set(propiedad, `${textos.get(propiedad) ?? ''}${texto}`.trim())
	})
	parser.on('error', (falla) => {
		throw falla
	})
	try {
		parser.write(xml).close()
		return textos
	} catch {
		return null
	}
}
