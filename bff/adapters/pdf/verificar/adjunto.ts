import { PDFArray, PDFDict, PDFName, PDFRawStream, PDFRef, type PDFDocument, type PDFObject } from 'pdf-lib'
import { contenidoDe, textoDe } from './corriente.ts'

/** El XML que el PDF lleva dentro, y qué le falta a cómo lo lleva. */
type Adjunto = {
	readonly nombre: string | null
	readonly bytes: Uint8Array | null
	readonly faltas: readonly string[]
}

const n = (texto: string): PDFName => PDFName.of(texto)

/** El adjunto único de un certificado: en `AF` y en `EmbeddedFiles`, como `Source` (ISO 19005-3, 6.8). */
export const adjuntosDe = (documento: PDFDocument): Adjunto => {
	const { catalog } = documento
	const asociados = catalog.lookup(n('AF'))
	const nombres = catalog.lookup(n('Names'))
	const arbol = nombres instanceof PDFDict ? nombres.lookup(n('EmbeddedFiles')) : undefined
	const renglones = arbol instanceof PDFDict ? arbol.lookup(n('Names')) : undefined
	const cuantos = [
		asociados instanceof PDFArray ? asociados.size() : 0,
		renglones instanceof PDFArray ? renglones.size() / 2 : 0,
	]
	if (
		!(asociados instanceof PDFArray) ||
		!(renglones instanceof PDFArray) ||
		cuantos.some((cuanto) => cuanto !== 1)
	)
		return { nombre: null, bytes: null, faltas: ['no trae un solo adjunto en AF y en EmbeddedFiles'] }
	const ficha = asociados.lookup(0)
	if (!(ficha instanceof PDFDict)) return { nombre: null, bytes: null, faltas: ['AF no señala un archivo'] }
	const faltas: string[] = []
	if (!mismo(asociados.get(0), renglones.get(1)))
		faltas.push('AF y EmbeddedFiles no señalan el mismo archivo')
	const nombre = textoDe(ficha.lookup(n('UF')))
	if (nombre === null || textoDe(ficha.lookup(n('F'))) !== nombre)
		faltas.push('F y UF no dicen el mismo nombre')
	if (ficha.lookup(n('AFRelationship')) !== n('Source')) faltas.push('AFRelationship no es Source')
	const ef = ficha.lookup(n('EF'))
	const corriente = ef instanceof PDFDict ? ef.lookup(n('F')) : undefined
	if (!(corriente instanceof PDFRawStream))
		return { nombre, bytes: null, faltas: [...faltas, 'no trae el archivo'] }
	const tipo = corriente.dict.lookup(n('Subtype'))
	if (!(tipo instanceof PDFName) || tipo.decodeText() !== 'application/xml')
		faltas.push('no dice ser application/xml')
	const parametros = corriente.dict.lookup(n('Params'))
	if (!(parametros instanceof PDFDict) || textoDe(parametros.lookup(n('ModDate'))) === null)
		faltas.push('no dice de cuándo es')
	return { nombre, bytes: contenidoDe(corriente), faltas }
}

const mismo = (uno: PDFObject | undefined, otro: PDFObject | undefined): boolean =>
	uno instanceof PDFRef && uno === otro
