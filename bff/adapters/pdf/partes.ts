import type { PDFDocument, PDFPage } from 'pdf-lib'
import type { Fuentes } from './fuentes.ts'
import { ALTO, ANCHO, COLORES, MARGEN, UTIL } from './lienzo.ts'
import { matrizQr } from './qr.ts'

/** Marca de la casa y filete: arriba de cada página. Devuelve la altura donde empieza el texto. */
export const pintarEncabezado = (pagina: PDFPage, fuentes: Fuentes, primera: boolean): number => {
	pagina.drawRectangle({ x: 0, y: ALTO - 10, width: ANCHO, height: 10, color: COLORES.guinda })
	pagina.drawRectangle({ x: 0, y: ALTO - 13, width: ANCHO, height: 3, color: COLORES.dorado })
	pagina.drawText('CONALEP', {
		x: MARGEN,
		y: ALTO - 46,
		size: 20,
		font: fuentes.titulo,
		color: COLORES.guinda,
	})
	pagina.drawText('Colegio Nacional de Educación Profesional Técnica', {
		x: MARGEN,
		y: ALTO - 59,
		size: 8.5,
		font: fuentes.texto,
		color: COLORES.gris,
	})
	return ALTO - (primera ? 86 : 78)
}

/** Folio y número de página en cada pie: ninguna hoja anda suelta. */
export const pintarPies = (documento: PDFDocument, fuentes: Fuentes, rotulo: string): void => {
	const paginas = documento.getPages()
	paginas.forEach((pagina, i) => {
		pagina.drawLine({
			start: { x: MARGEN, y: 40 },
			end: { x: ANCHO - MARGEN, y: 40 },
			thickness: 0.6,
			color: COLORES.linea,
		})
		const derecha = `Página ${i + 1} de ${paginas.length}`
		pagina.drawText(rotulo, { x: MARGEN, y: 28, size: 8, font: fuentes.fuerte, color: COLORES.guinda })
		pagina.drawText(derecha, {
			x: ANCHO - MARGEN - fuentes.texto.widthOfTextAtSize(derecha, 8),
			y: 28,
			size: 8,
			font: fuentes.texto,
			color: COLORES.gris,
		})
	})
}

/** El QR con trazos, de `lado` puntos, con su esquina inferior izquierda en (x, y). */
export const pintarCodigo = (pagina: PDFPage, texto: string, x: number, y: number, lado: number): void => {
	const matriz = matrizQr(texto)
	const modulo = lado / (matriz.lado + 8)
	pagina.drawRectangle({ x, y, width: lado, height: lado, color: BLANCO })
	// Un rectángulo por corrida oscura: menos trazos que uno por módulo, y sin rendijas al imprimir.
	for (let fila = 0; fila < matriz.lado; fila += 1) {
		let desde = -1
		for (let columna = 0; columna <= matriz.lado; columna += 1) {
			const oscuro = columna < matriz.lado && matriz.oscuro(columna, fila)
			if (oscuro && desde < 0) desde = columna
			if (!oscuro && desde >= 0) {
				pagina.drawRectangle({
					x: x + (desde + 4) * modulo,
					y: y + lado - (fila + 5) * modulo,
					width: (columna - desde) * modulo,
					height: modulo + 0.05,
					color: NEGRO,
				})
				desde = -1
			}
		}
	}
}

/** El sello de calidad (19): un medallón con su leyenda. Sólo se llama cuando el registro estaba vigente. */
export const pintarSelloCalidad = (pagina: PDFPage, fuentes: Fuentes, x: number, y: number): void => {
	pagina.drawCircle({ x, y, size: 33, borderColor: COLORES.dorado, borderWidth: 2.2 })
	pagina.drawCircle({ x, y, size: 28.5, borderColor: COLORES.dorado, borderWidth: 0.7 })
	const renglones: readonly (readonly [string, number, keyof Fuentes])[] = [
		['PC-SINEMS', 7.2, 'titulo'],
		['Plantel de', 5.6, 'texto'],
		['calidad', 5.6, 'texto'],
		['registro vigente', 5, 'texto'],
	]
	let base = y + 9
	for (const [texto, size, fuente] of renglones) {
		const font = fuentes[fuente]
		pagina.drawText(texto, {
			x: x - font.widthOfTextAtSize(texto, size) / 2,
			y: base,
			size,
			font,
			color: COLORES.dorado,
		})
		base -= size + 2.4
	}
}

/** Filete delgado de margen a margen. */
export const filete = (pagina: PDFPage, y: number): void =>
	pagina.drawLine({
		start: { x: MARGEN, y },
		end: { x: MARGEN + UTIL, y },
		thickness: 0.6,
		color: COLORES.linea,
	})

const NEGRO = COLORES.tinta
const BLANCO = { ...COLORES.tinta, red: 1, green: 1, blue: 1 }
