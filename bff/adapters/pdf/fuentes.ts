import {
	CustomFontEmbedder,
	PDFDict,
	PDFFont,
	PDFHexString,
	PDFName,
	PDFString,
	type PDFContext,
	type PDFDocument,
	type PDFRef,
} from 'pdf-lib'
import { leerTipografia, type Tipografia } from './tipografia.ts'
import { corriente } from './trazos.ts'

const ARCHIVOS = {
	titulo: 'montserrat/files/montserrat-latin-700-normal.woff',
	texto: 'noto-sans/files/noto-sans-latin-400-normal.woff',
	fuerte: 'noto-sans/files/noto-sans-latin-700-normal.woff',
	// Para lo que el corte latino no trae (Ő, Ž…): un nombre extranjero no debe salir con cuadros.
	extraTitulo: 'montserrat/files/montserrat-latin-ext-700-normal.woff',
	extra: 'noto-sans/files/noto-sans-latin-ext-400-normal.woff',
	extraFuerte: 'noto-sans/files/noto-sans-latin-ext-700-normal.woff',
} as const

type Clave = keyof typeof ARCHIVOS
export type Fuentes = Readonly<Record<Clave, PDFFont>>

const CLAVES = Object.keys(ARCHIVOS) as Clave[]

/** La que suple a cada una con las letras que no trae. */
const SUPLENTES: Readonly<Record<Clave, Clave>> = {
	titulo: 'extraTitulo',
	texto: 'extra',
	fuerte: 'extraFuerte',
	extraTitulo: 'extraTitulo',
	extra: 'extra',
	extraFuerte: 'extraFuerte',
}

/** Lo que se sabe de una fuente de un documento además de lo que pdf-lib sabe. */
type Rasgos = { readonly alias: string; readonly tipografia: Tipografia; readonly usar: () => void }

const rasgos = new WeakMap<PDFFont, Rasgos>()

const rasgosDe = (fuente: PDFFont): Rasgos => {
	const suyos = rasgos.get(fuente)
	if (!suyos) throw new Error(`La fuente ${fuente.name} no es de las de este sistema`)
	return suyos
}

/** Montserrat (títulos) y Noto Sans (texto). Se incrusta la que se usa, con el corte que ya está hecho. */
export const incrustarFuentes = async (documento: PDFDocument): Promise<Fuentes> => {
	const tipografias = await Promise.all(CLAVES.map((clave) => leerTipografia(ARCHIVOS[clave])))
	const pares = CLAVES.map((clave, i) => [clave, incrustar(documento, tipografias[i], `F${i + 1}`)] as const)
	return Object.fromEntries(pares) as Fuentes
}

const incrustar = (documento: PDFDocument, tipografia: Tipografia | undefined, alias: string): PDFFont => {
	if (!tipografia) throw new Error('Falta una tipografía')
	const ref = documento.context.nextRef()
	let puesta = false
	const usar = (): void => {
		if (!puesta) poner(documento.context, ref, tipografia)
		puesta = true
	}
	const fuente = PDFFont.of(ref, documento, new Lista(tipografia, usar))
	rasgos.set(fuente, { alias, tipografia, usar })
	return fuente
}

/** La puerta por la que pdf-lib escribe con una tipografía nuestra; pregunta con `instanceof`, y por eso es una clase. */
class Lista extends CustomFontEmbedder {
	readonly #tipografia: Tipografia
	readonly #usar: () => void

	constructor(tipografia: Tipografia, usar: () => void) {
		super(tipografia.letra, new Uint8Array(), tipografia.nombre)
		this.#tipografia = tipografia
		this.#usar = usar
	}

	override encodeText(texto: string): PDFHexString {
		this.#usar()
		return PDFHexString.of(codificar(this.#tipografia, texto))
	}

	override widthOfTextAtSize(texto: string, tamano: number): number {
		return medir(this.#tipografia, texto) * (tamano / 1000)
	}
}

// Lo que ninguna trae: se ve que falta algo, y el glifo 0 no se usa (ISO 19005-3, 6.2.11.8).
const INTERROGACION = 0x3f

const codificar = ({ codigos }: Tipografia, texto: string): string => {
	let codigo = ''
	for (const letra of texto)
		codigo += codigos.get(letra.codePointAt(0) ?? 0) ?? codigos.get(INTERROGACION) ?? ''
	return codigo
}

const medir = ({ anchos }: Tipografia, texto: string): number => {
	let ancho = 0
	for (const letra of texto) ancho += anchos.get(letra.codePointAt(0) ?? 0) ?? anchos.get(INTERROGACION) ?? 0
	return ancho
}

/** Un trozo de texto en una sola fuente, ya codificado. */
type Tramo = {
	readonly alias: string
	readonly fuente: PDFFont
	readonly codigo: string
}

/** Parte un texto entre una fuente y su suplente, según cuál trae cada letra. */
export const enTramos = (fuentes: Fuentes, clave: Clave, texto: string): Tramo[] => {
	const propia = rasgosDe(fuentes[clave]).tipografia.codigos
	const suplente = rasgosDe(fuentes[SUPLENTES[clave]]).tipografia.codigos
	const tramos: Tramo[] = []
	let deSuplente = false
	let trozo = ''
	const cerrar = (): void => {
		if (trozo === '') return
		const fuente = fuentes[deSuplente ? SUPLENTES[clave] : clave]
		const { alias, tipografia, usar } = rasgosDe(fuente)
		usar()
		tramos.push({ alias, fuente, codigo: codificar(tipografia, trozo) })
		trozo = ''
	}
	for (const letra of texto) {
		const punto = letra.codePointAt(0) ?? 0
		const suya = !propia.has(punto) && suplente.has(punto)
		if (suya !== deSuplente) cerrar()
		deSuplente = suya
		trozo += letra
	}
	cerrar()
	return tramos
}

/** El ancho de un texto, en puntos, con las letras que ponga la suplente. */
export const anchoDe = (fuentes: Fuentes, clave: Clave, texto: string, tamano: number): number => {
	const propia = rasgosDe(fuentes[clave]).tipografia.anchos
	const suplente = rasgosDe(fuentes[SUPLENTES[clave]]).tipografia.anchos
	let ancho = 0
	for (const letra of texto) {
		const punto = letra.codePointAt(0) ?? 0
		ancho += propia.get(punto) ?? suplente.get(punto) ?? propia.get(INTERROGACION) ?? 0
	}
	return ancho * (tamano / 1000)
}

/** Type0 con CIDFontType2, Identity-H y programa TrueType (ISO 32000-1, 9.7; ISO 19005-3, 6.2.11). */
const poner = (context: PDFContext, ref: PDFRef, tipografia: Tipografia): void => {
	const { letra, nombre, anchoDeGlifo, glifos } = tipografia
	const escala = 1000 / letra.unitsPerEm
	const nombrePdf = PDFName.of(nombre)
	const descriptor = context.register(
		context.obj({
			Type: 'FontDescriptor',
			FontName: nombrePdf,
			// Simbólica: sus códigos son los del corte, no los de una codificación latina.
			Flags: 4,
			FontBBox: [letra.bbox.minX, letra.bbox.minY, letra.bbox.maxX, letra.bbox.maxY].map((n) => n * escala),
			ItalicAngle: letra.italicAngle,
			Ascent: letra.ascent * escala,
			Descent: letra.descent * escala,
			CapHeight: (letra.capHeight || letra.ascent) * escala,
			XHeight: letra.xHeight * escala,
			StemV: 80,
			FontFile2: context.register(
				corriente(context, tipografia.programa, { Filter: 'FlateDecode', Length1: tipografia.largo }),
			),
			// PDF/A-1 lo pide y PDF/A-3 lo admite: un bit por glifo, todos presentes.
			CIDSet: context.register(corriente(context, conjunto(glifos))),
		}),
	)
	const cid = context.register(
		context.obj({
			Type: 'Font',
			Subtype: 'CIDFontType2',
			BaseFont: nombrePdf,
			CIDSystemInfo: {
				Registry: PDFString.of('Adobe'),
				Ordering: PDFString.of('Identity'),
				Supplement: 0,
			},
			CIDToGIDMap: 'Identity',
			FontDescriptor: descriptor,
			DW: 0,
			W: [0, anchoDeGlifo.map((ancho) => Math.round(ancho * 100) / 100)],
		}),
	)
	const unicode = context.register(corriente(context, tipografia.unicode, { Filter: 'FlateDecode' }))
	const fuente = context.obj({
		Type: 'Font',
		Subtype: 'Type0',
		BaseFont: nombrePdf,
		Encoding: 'Identity-H',
		DescendantFonts: [cid],
		ToUnicode: unicode,
	})
	if (fuente instanceof PDFDict) context.assign(ref, fuente)
}

const conjunto = (glifos: number): Uint8Array =>
	Uint8Array.from({ length: Math.ceil(glifos / 8) }, (_, i) => {
		const quedan = glifos - i * 8
		return quedan >= 8 ? 0xff : 0xff & (0xff << (8 - quedan))
	})
