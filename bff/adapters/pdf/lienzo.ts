import { type PDFDocument, type PDFPage, rgb } from 'pdf-lib'
import { anchoDe, enTramos, type Fuentes } from './fuentes.ts'
import type { Hoja, Marcas } from './marcas.ts'
import { num, ponerFuente, relleno, trazar } from './trazos.ts'

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
	/** De qué es este texto en la estructura, si el documento la lleva: un elemento nuevo, o uno ya abierto. */
	readonly marca?: Parameters<Marcas['hoja']>[0] | Hoja
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

/**
 * Crea el lienzo; `alAbrir` pinta el encabezado de cada página y devuelve dónde empieza el texto. Con `marcas`, cada
 * párrafo y cada rótulo queda en la estructura del documento (`P`, si su estilo no dice otra cosa).
 */
export const crearLienzo = (
	documento: PDFDocument,
	fuentes: Fuentes,
	opciones: {
		readonly pie: number
		readonly alAbrir: (pagina: PDFPage, numero: number) => number
		readonly marcas?: Marcas
	},
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
	const renglones = (texto: string, estilo: Estilo, ancho: number): Renglon[] =>
		partir(texto, (trozo) => anchoDe(fuentes, estilo.fuente ?? 'texto', trozo, estilo.tamano ?? 10), ancho)
	const hojaDe = ({ marca = 'P' }: Estilo): Hoja =>
		typeof marca === 'object' ? marca : (opciones.marcas?.hoja(marca) ?? { marcar: trazar })
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
			const hoja = hojaDe(estilo)
			let juntos = ''
			for (const renglon of renglones(texto, estilo, caja.ancho)) {
				if (y - alto < opciones.pie) {
					if (juntos !== '') hoja.marcar(pagina, juntos)
					juntos = ''
					abrir()
				}
				juntos += enOperadores(
					pagina,
					fuentes,
					renglon,
					{ x: caja.x, y: y - tamano, ancho: caja.ancho },
					estilo,
				)
				y -= alto
			}
			if (juntos !== '') hoja.marcar(pagina, juntos)
		},
		rotulo: (texto, x, dy, ancho, estilo = {}) => {
			const renglon = { texto, sigue: '' }
			hojaDe(estilo).marcar(pagina, enOperadores(pagina, fuentes, renglon, { x, y: y - dy, ancho }, estilo))
		},
	}
}

/**
 * Los operadores que escriben un texto en un lugar fijo de la página, fuera del cursor: encabezados, pies y sellos. `x`
 * es la orilla de la alineación.
 */
export const letrero = (
	pagina: PDFPage,
	fuentes: Fuentes,
	texto: string,
	lugar: { readonly x: number; readonly y: number },
	estilo: Omit<Estilo, 'marca' | 'interlinea'>,
): string => enOperadores(pagina, fuentes, { texto, sigue: '' }, { ...lugar, ancho: 0 }, estilo)

/** Lo que cabe en un renglón, y el espacio que el corte se llevó: quien lee el texto no debe juntar dos palabras. */
type Renglon = { readonly texto: string; readonly sigue: string }

const enOperadores = (
	pagina: PDFPage,
	fuentes: Fuentes,
	{ texto, sigue }: Renglon,
	{ x, y, ancho }: { readonly x: number; readonly y: number; readonly ancho: number },
	{ fuente = 'texto', tamano = 10, color = COLORES.tinta, alinear = 'izquierda' }: Estilo,
): string => {
	const sobra = alinear === 'izquierda' ? 0 : ancho - anchoDe(fuentes, fuente, texto, tamano)
	const desde = alinear === 'centro' ? x + sobra / 2 : x + sobra
	let operadores = `BT ${relleno(color)} 1 0 0 1 ${num(desde)} ${num(y)} Tm`
	for (const tramo of enTramos(fuentes, fuente, texto + sigue)) {
		ponerFuente(pagina, tramo.alias, tramo.fuente)
		// El texto avanza solo: lo que sigue en otra fuente empieza donde éste acabó.
		operadores += ` /${tramo.alias} ${num(tamano)} Tf <${tramo.codigo}> Tj`
	}
	return `${operadores} ET\n`
}

/** Parte por palabras; una palabra más ancha que la caja (un sello en base64) se parte por letras. */
const partir = (texto: string, medir: (trozo: string) => number, ancho: number): Renglon[] => {
	if (texto === '') return []
	const renglones: Renglon[] = []
	const espacio = medir(' ')
	let actual = ''
	let largo = 0
	for (const palabra of texto.split(' ')) {
		const suyo = medir(palabra)
		if (actual !== '' && largo + espacio + suyo <= ancho) {
			actual += ` ${palabra}`
			largo += espacio + suyo
			continue
		}
		if (actual !== '') renglones.push({ texto: actual, sigue: ' ' })
		const trozos = suyo <= ancho ? [palabra] : porLetras(palabra, medir, ancho)
		renglones.push(...trozos.slice(0, -1).map((trozo) => ({ texto: trozo, sigue: '' })))
		actual = trozos.at(-1) ?? ''
		largo = medir(actual)
	}
	if (actual !== '') renglones.push({ texto: actual, sigue: '' })
	return renglones
}

const porLetras = (palabra: string, medir: (trozo: string) => number, ancho: number): string[] => {
	const trozos: string[] = []
	let actual = ''
	let largo = 0
	for (const letra of palabra) {
		const suyo = medir(letra)
		if (actual !== '' && largo + suyo > ancho) {
			trozos.push(actual)
			actual = ''
			largo = 0
		}
		actual += letra
		largo += suyo
	}
	return [...trozos, actual]
}
