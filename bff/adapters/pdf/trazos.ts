import { PDFName, PDFOperator, PDFRawStream, type PDFContext, type PDFFont, type PDFPage } from 'pdf-lib'

type Entradas = Readonly<Record<string, string | number>>

/** Una corriente con esos bytes tal cual (ISO 32000-1, 7.3.8). Los textos de `entradas` son nombres. */
export const corriente = (context: PDFContext, bytes: Uint8Array, entradas: Entradas = {}): PDFRawStream =>
	PDFRawStream.of(context.obj({ ...entradas, Length: bytes.length }), bytes)

/**
 * Agrega a la página operadores ya escritos. A pdf-lib le llegan como un solo operador, cuyo nombre copia letra por letra:
 * componer uno por uno los de cada letra y cada módulo del QR costaba la mitad del documento.
 */
export const trazar = (pagina: PDFPage, operadores: string): void => {
	pagina.pushOperators(PDFOperator.of(operadores as Parameters<typeof PDFOperator.of>[0]))
}

/** Un número como PDF lo escribe: sin exponente y con la precisión que una imprenta ve. */
export const num = (valor: number): string => String(Math.round(valor * 1000) / 1000)

type Color = { readonly red: number; readonly green: number; readonly blue: number }

/** El color de relleno, en el RGB que la intención de salida vuelve sRGB. */
export const relleno = ({ red, green, blue }: Color): string => `${num(red)} ${num(green)} ${num(blue)} rg`

/** Lo que no es contenido (ISO 32000-1, 14.8.2.2): encabezados, pies, filetes y fondos. */
export const artefacto = (pagina: PDFPage, pintar: () => void, clase?: 'Header' | 'Footer'): void => {
	const propiedades = clase === undefined ? '<</Type /Layout>>' : `<</Type /Pagination /Subtype /${clase}>>`
	trazar(pagina, `/Artifact ${propiedades} BDC`)
	pintar()
	trazar(pagina, 'EMC')
}

const puestas = new WeakMap<PDFPage, Set<string>>()

/** Pone la fuente entre los recursos de la página, una vez. */
export const ponerFuente = (pagina: PDFPage, alias: string, fuente: PDFFont): void => {
	const suyas = puestas.get(pagina) ?? new Set()
	puestas.set(pagina, suyas)
	if (suyas.has(alias)) return
	suyas.add(alias)
	pagina.node.setFontDictionary(PDFName.of(alias), fuente.ref)
}
