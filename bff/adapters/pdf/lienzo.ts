import { type PDFDocument, type PDFFont, type PDFPage, rgb } from 'pdf-lib'
import type { Fuentes } from './fuentes.ts'

/** Colores de la identidad: los mismos que los tokens de la PWA. */
export const COLORES = {
	guinda: rgb(0x61 / 255, 0x12 / 255, 0x32 / 255),
	verde: rgb(0x1e / 255, 0x5b / 255, 0x4f / 255),
	dorado: rgb(0xa5 / 255, 0x7f / 255, 0x2c / 255),
	tinta: rgb(0.11, 0.1, 0.09),
	gris: rgb(0.36, 0.34, 0.32),
	tenue: rgb(0.955, 0.945, 0.925),
	linea: rgb(0.82, 0.79, 0.75),
} as const

/** Carta, en puntos. */
export const ANCHO = 612
export const ALTO = 792
export const MARGEN = 48
export const UTIL = ANCHO - 2 * MARGEN

type Estilo = {
	readonly fuente?: keyof Fuentes
	readonly tamano?: number
	readonly color?: (typeof COLORES)[keyof typeof COLORES]
	readonly alinear?: 'izquierda' | 'centro' | 'derecha'
	readonly interlinea?: number
}

/** Una página con cursor: escribe de arriba a abajo y pide otra página cuando no cabe. */
export type Lienzo = {
	readonly y: () => number
	readonly bajar: (puntos: number) => void
	/** Asegura espacio; si no hay, abre otra página. */
	readonly reservar: (alto: number) => void
	readonly parrafo: (texto: string, estilo?: Estilo, caja?: { x: number; ancho: number }) => void
	/** Escribe sin mover el cursor, a `dy` puntos debajo de él. */
	readonly rotulo: (texto: string, x: number, dy: number, ancho: number, estilo?: Estilo) => void
	readonly pagina: () => PDFPage
	readonly medir: (texto: string, estilo: Estilo, ancho: number) => number
}

/** Crea el lienzo; `alAbrir` pinta el encabezado de cada página y devuelve dónde empieza el texto. */
export const crearLienzo = (
	documento: PDFDocument,
	fuentes: Fuentes,
	opciones: { readonly pie: number; readonly alAbrir: (pagina: PDFPage, numero: number) => number },
): Lienzo => {
	let pagina = documento.addPage([ANCHO, ALTO])
	let numero = 1
	let y = opciones.alAbrir(pagina, numero)
	const abrir = (): void => {
		pagina = documento.addPage([ANCHO, ALTO])
		numero += 1
		y = opciones.alAbrir(pagina, numero)
	}
	const reservar = (alto: number): void => {
		if (y - alto < opciones.pie) abrir()
	}
	const renglones = (texto: string, estilo: Estilo, ancho: number): string[] =>
		partir(texto, fuentes[estilo.fuente ?? 'texto'], estilo.tamano ?? 10, ancho)
	return {
		y: () => y,
		bajar: (puntos) => {
			y -= puntos
		},
		reservar,
		pagina: () => pagina,
		medir: (texto, estilo, ancho) =>
			renglones(texto, estilo, ancho).length * (estilo.tamano ?? 10) * (estilo.interlinea ?? 1.35),
		parrafo: (texto, estilo = {}, caja = { x: MARGEN, ancho: UTIL }) => {
			const tamano = estilo.tamano ?? 10
			const alto = tamano * (estilo.interlinea ?? 1.35)
			for (const renglon of renglones(texto, estilo, caja.ancho)) {
				reservar(alto)
				escribir(pagina, fuentes, renglon, caja.x, y - tamano, caja.ancho, estilo)
				y -= alto
			}
		},
		rotulo: (texto, x, dy, ancho, estilo = {}) => escribir(pagina, fuentes, texto, x, y - dy, ancho, estilo),
	}
}

const escribir = (
	pagina: PDFPage,
	fuentes: Fuentes,
	texto: string,
	x: number,
	y: number,
	ancho: number,
	estilo: Estilo,
): void => {
	const size = estilo.tamano ?? 10
	const color = estilo.color ?? COLORES.tinta
	const tramos = enTramos(texto, fuentes[estilo.fuente ?? 'texto'], fuentes.extra)
	// Medir compone el texto otra vez: sólo cuando hace falta.
	const largo = () =>
		tramos.reduce((suma, tramo) => suma + tramo.font.widthOfTextAtSize(tramo.texto, size), 0)
	let desde =
		estilo.alinear === 'centro'
			? x + (ancho - largo()) / 2
			: estilo.alinear === 'derecha'
				? x + ancho - largo()
				: x
	for (const [i, { texto: tramo, font }] of tramos.entries()) {
		pagina.drawText(tramo, { x: desde, y, size, font, color })
		if (i < tramos.length - 1) desde += font.widthOfTextAtSize(tramo, size)
	}
}

const enTramos = (texto: string, font: PDFFont, extra: PDFFont): { texto: string; font: PDFFont }[] => {
	const propias = letrasDe(font)
	const tramos: { texto: string; font: PDFFont }[] = []
	for (const letra of texto) {
		const suya = propias.has(letra.codePointAt(0) ?? 0) ? font : extra
		const ultimo = tramos.at(-1)
		if (ultimo && ultimo.font === suya) ultimo.texto += letra
		else tramos.push({ texto: letra, font: suya })
	}
	return tramos
}

const letras = new WeakMap<PDFFont, Set<number>>()
const letrasDe = (font: PDFFont): Set<number> => {
	const vistas = letras.get(font) ?? new Set(font.getCharacterSet())
	letras.set(font, vistas)
	return vistas
}

/** Parte por palabras; una palabra más ancha que la caja (un sello en base64) se parte por letras. */
const partir = (texto: string, font: PDFFont, tamano: number, ancho: number): string[] => {
	const cabe = (trozo: string): boolean => font.widthOfTextAtSize(trozo, tamano) <= ancho
	if (cabe(texto)) return texto === '' ? [] : [texto]
	const renglones: string[] = []
	let actual = ''
	for (const palabra of texto.split(' ')) {
		const junto = actual === '' ? palabra : `${actual} ${palabra}`
		if (cabe(junto)) {
			actual = junto
			continue
		}
		if (actual !== '') renglones.push(actual)
		actual = palabra
		while (!cabe(actual)) {
			let corte = Math.max(1, Math.floor((ancho / font.widthOfTextAtSize(actual, tamano)) * actual.length))
			while (corte > 1 && !cabe(actual.slice(0, corte))) corte -= 1
			while (corte < actual.length && cabe(actual.slice(0, corte + 1))) corte += 1
			renglones.push(actual.slice(0, corte))
			actual = actual.slice(corte)
		}
	}
	if (actual !== '') renglones.push(actual)
	return renglones
}
