/**
 * El par de la medida del PDF: pdfkit pinta la misma página. Se le dan ya hechos los renglones, con su lugar, su color y su
 * fuente; sólo tiene que pintarlos. No marca, no adjunta el XML ni escribe XMP: lo nuestro sí.
 */
import { PDFDocument, type PDFPage } from 'pdf-lib'
import PDFKit from 'pdfkit'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { abrirWoff } from '../../bff/adapters/pdf/woff.ts'
import { contenidoDePagina, fuentesDe } from '../../bff/adapters/pdf/verificar/abierto.ts'
import { leerOperadores } from '../../bff/adapters/pdf/verificar/operadores.ts'

const { resolve } = createRequire(import.meta.url)

/** Las mismas tipografías, ya fuera de su WOFF: de las dos maneras de dárselas, con la que pdfkit es más rápido. */
const TIPOGRAFIAS: Readonly<Record<string, Buffer>> = Object.fromEntries(
	[
		['F1', 'montserrat/files/montserrat-latin-700-normal.woff'],
		['F2', 'noto-sans/files/noto-sans-latin-400-normal.woff'],
		['F3', 'noto-sans/files/noto-sans-latin-700-normal.woff'],
	].map(([alias, archivo]) => [
		alias,
		Buffer.from(abrirWoff(readFileSync(resolve(`@fontsource/${archivo}`)))),
	]),
)

const ALTO = 792

type Color = [number, number, number]
type Trazo =
	| {
			readonly que: 'texto'
			readonly texto: string
			readonly fuente: string
			readonly tamano: number
			readonly x: number
			readonly y: number
			readonly color: Color
	  }
	| { readonly que: 'cuadros'; readonly cuadros: readonly (readonly number[])[]; readonly color: Color }
	| {
			readonly que: 'linea'
			readonly de: readonly number[]
			readonly a: readonly number[]
			readonly color: Color
	  }

/** Lo que un PDF nuestro pinta, página por página. */
export const trazosDe = async (pdf: Uint8Array): Promise<Trazo[][]> => {
	const documento = await PDFDocument.load(pdf, { updateMetadata: false })
	return documento.getPages().map(trazosDePagina)
}

const trazosDePagina = (pagina: PDFPage): Trazo[] => {
	const fuentes = fuentesDe(pagina, new Map())
	const trazos: Trazo[] = []
	let color: Color = [0, 0, 0]
	let linea: Color = [0, 0, 0]
	let [fuente, tamano, x, y] = ['', 0, 0, 0]
	let [escala, dx, dy] = [1, 0, 0]
	let cuadros: number[][] = []
	let de: number[] = []
	let a: number[] = []
	for (const { operador, operandos } of leerOperadores(contenidoDePagina(pagina))) {
		const n = operandos.map((uno) => (uno.clase === 'numero' ? uno.valor : 0))
		const rgb = (): Color => [(n[0] ?? 0) * 255, (n[1] ?? 0) * 255, (n[2] ?? 0) * 255]
		if (operador === 'rg') color = rgb()
		else if (operador === 'RG') linea = rgb()
		else if (operador === 'Q') [escala, dx, dy] = [1, 0, 0]
		else if (operador === 'cm') [escala, dx, dy] = [n[0] ?? 1, n[4] ?? 0, n[5] ?? 0]
		else if (operador === 'Tm') [x, y] = [n[4] ?? 0, n[5] ?? 0]
		else if (operador === 'Tf') {
			const [alias] = operandos
			fuente = alias?.clase === 'nombre' ? alias.valor : ''
			tamano = n[1] ?? 0
		} else if (operador === 'Tj') {
			const [codigo] = operandos
			const letras = fuentes.get(fuente)?.letras
			const codigos = codigo?.clase === 'hexadecimal' ? (codigo.valor.match(/.{4}/g) ?? []) : []
			const texto = codigos.map((uno) => letras?.get(uno) ?? '').join('')
			trazos.push({
				que: 'texto',
				texto: texto.trimEnd(),
				fuente: fuente.slice(1),
				tamano,
				x,
				y: ALTO - y,
				color,
			})
		} else if (operador === 're') {
			const [cx = 0, cy = 0, ancho = 0, alto = 0] = n
			cuadros.push([
				cx * escala + dx,
				ALTO - (cy * escala + dy) - alto * escala,
				ancho * escala,
				alto * escala,
			])
		} else if (operador === 'f') {
			trazos.push({ que: 'cuadros', cuadros, color })
			cuadros = []
		} else if (operador === 'm') de = [n[0] ?? 0, ALTO - (n[1] ?? 0)]
		else if (operador === 'l') a = [n[0] ?? 0, ALTO - (n[1] ?? 0)]
		else if (operador === 'S' && a.length > 0) {
			trazos.push({ que: 'linea', de, a, color: linea })
			a = []
		}
	}
	return trazos
}

/** Pinta esas páginas con pdfkit, con las mismas tipografías incrustadas en corte. Devuelve los bytes del PDF. */
export const pintarConPdfkit = (paginas: readonly (readonly Trazo[])[]): Promise<Buffer> =>
	new Promise((resolver, rechazar) => {
		const documento = new PDFKit({ autoFirstPage: false, lang: 'es-MX', info: { Title: 'Certificado' } })
		const partes: Buffer[] = []
		documento.on('data', (parte: Buffer) => void partes.push(parte))
		documento.on('end', () => {
			resolver(Buffer.concat(partes))
		})
		documento.on('error', rechazar)
		for (const [alias, bytes] of Object.entries(TIPOGRAFIAS)) documento.registerFont(alias, bytes)
		for (const trazos of paginas) {
			documento.addPage({ size: 'LETTER', margin: 0 })
			for (const trazo of trazos) pintar(documento, trazo)
		}
		documento.end()
	})

const pintar = (documento: PDFKit.PDFDocument, trazo: Trazo): void => {
	if (trazo.que === 'texto') {
		documento
			.font(trazo.fuente)
			.fontSize(trazo.tamano)
			.fillColor(trazo.color)
			.text(trazo.texto, trazo.x, trazo.y, { lineBreak: false, baseline: 'alphabetic' })
	} else if (trazo.que === 'cuadros') {
		for (const [x = 0, y = 0, ancho = 0, alto = 0] of trazo.cuadros) documento.rect(x, y, ancho, alto)
		documento.fill(trazo.color)
	} else {
		const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [trazo.de, trazo.a]
		documento.lineWidth(0.6).moveTo(x1, y1).lineTo(x2, y2).stroke(trazo.color)
	}
}
