import type { PDFDocument, PDFPage } from 'pdf-lib'
import { anchoDe, type Fuentes } from './fuentes.ts'
import { ALTO, ANCHO, COLORES, letrero, MARGEN, UTIL } from './lienzo.ts'
import type { Hoja } from './marcas.ts'
import { corridasDeQr } from './qr.ts'
import { artefacto, num, relleno, trazar } from './trazos.ts'

/** Cómo se llama la casa en el encabezado de cada página. */
export const COLEGIO = 'Colegio Nacional de Educación Profesional Técnica'

/** Marca de la casa y filete: arriba de cada página. Devuelve la altura donde empieza el texto. */
export const pintarEncabezado = (pagina: PDFPage, fuentes: Fuentes, primera: boolean): number => {
	artefacto(
		pagina,
		() => {
			const nombre = { tamano: 8.5, color: COLORES.gris }
			const siglas = { fuente: 'titulo', tamano: 20, color: COLORES.guinda } as const
			trazar(pagina, `${relleno(COLORES.guinda)} 0 ${ALTO - 10} ${ANCHO} 10 re f`)
			trazar(pagina, `${relleno(COLORES.dorado)} 0 ${ALTO - 13} ${ANCHO} 3 re f`)
			trazar(pagina, letrero(pagina, fuentes, 'CONALEP', { x: MARGEN, y: ALTO - 46 }, siglas))
			trazar(pagina, letrero(pagina, fuentes, COLEGIO, { x: MARGEN, y: ALTO - 59 }, nombre))
		},
		'Header',
	)
	return ALTO - (primera ? 86 : 78)
}

/** Folio y número de página en cada pie: ninguna hoja anda suelta. */
export const pintarPies = (documento: PDFDocument, fuentes: Fuentes, rotulo: string): void => {
	const paginas = documento.getPages()
	paginas.forEach((pagina, i) => {
		artefacto(
			pagina,
			() => {
				const folio = { fuente: 'fuerte', tamano: 8, color: COLORES.guinda } as const
				const numero = { tamano: 8, color: COLORES.gris, alinear: 'derecha' } as const
				const cual = `Página ${i + 1} de ${paginas.length}`
				linea(pagina, 40)
				trazar(pagina, letrero(pagina, fuentes, rotulo, { x: MARGEN, y: 28 }, folio))
				trazar(pagina, letrero(pagina, fuentes, cual, { x: ANCHO - MARGEN, y: 28 }, numero))
			},
			'Footer',
		)
	})
}

/**
 * El QR con trazos, de `lado` puntos con su zona quieta, con su esquina inferior izquierda en (x, y). `hoja`, su lugar en
 * la estructura; sin ella, sólo se pinta.
 */
export const pintarCodigo = (
	pagina: PDFPage,
	texto: string,
	x: number,
	y: number,
	lado: number,
	hoja: Hoja = { marcar: trazar },
): void => {
	const { lado: modulos, corridas } = corridasDeQr(texto)
	const modulo = lado / (modulos + 8)
	// Un pelo más altos que el módulo, para que entre renglones no quede rendija al imprimir.
	const cuadros = corridas.map(([columna, fila, largo]) => `${columna} ${fila} ${largo} 1.02 re`)
	const fondo = `1 1 1 rg ${num(x)} ${num(y)} ${num(lado)} ${num(lado)} re f`
	const escala = `${modulo.toFixed(5)} 0 0 ${modulo.toFixed(5)} ${num(x + 4 * modulo)} ${num(y + 4 * modulo)} cm`
	hoja.marcar(pagina, `q ${fondo} 0 0 0 rg ${escala} ${cuadros.join(' ')} f Q`)
}

/** El sello de calidad (19): un medallón con su leyenda. Sólo se llama cuando el registro estaba vigente. */
export const pintarSelloCalidad = (
	pagina: PDFPage,
	fuentes: Fuentes,
	x: number,
	y: number,
	hoja: Hoja = { marcar: trazar },
): void => {
	const { red, green, blue } = COLORES.dorado
	const dorado = `${num(red)} ${num(green)} ${num(blue)} RG`
	hoja.marcar(pagina, `q ${dorado} 2.2 w ${circulo(x, y, 33)} S 0.7 w ${circulo(x, y, 28.5)} S Q`)
	const renglones: readonly (readonly [string, number, keyof Fuentes])[] = [
		['PC-SINEMS', 7.2, 'titulo'],
		['Plantel de', 5.6, 'texto'],
		['calidad', 5.6, 'texto'],
		['registro vigente', 5, 'texto'],
	]
	let base = y + 9
	for (const [texto, tamano, fuente] of renglones) {
		const desde = x - anchoDe(fuentes, fuente, texto, tamano) / 2
		// El medallón se dice con su texto alternativo; sus letras, además, se pueden sacar.
		hoja.marcar(
			pagina,
			letrero(pagina, fuentes, texto, { x: desde, y: base }, { fuente, tamano, color: COLORES.dorado }),
		)
		base -= tamano + 2.4
	}
}

// Cuatro curvas de Bézier: la aproximación de siempre de un cuarto de círculo.
const CURVA = 0.5522847498

const circulo = (x: number, y: number, radio: number): string => {
	const c = radio * CURVA
	const punto = (dx: number, dy: number): string => `${num(x + dx)} ${num(y + dy)}`
	return [
		`${punto(radio, 0)} m`,
		`${punto(radio, c)} ${punto(c, radio)} ${punto(0, radio)} c`,
		`${punto(-c, radio)} ${punto(-radio, c)} ${punto(-radio, 0)} c`,
		`${punto(-radio, -c)} ${punto(-c, -radio)} ${punto(0, -radio)} c`,
		`${punto(c, -radio)} ${punto(radio, -c)} ${punto(radio, 0)} c h`,
	].join(' ')
}

/** Filete delgado de margen a margen. */
export const filete = (pagina: PDFPage, y: number): void => {
	artefacto(pagina, () => {
		linea(pagina, y)
	})
}

const linea = (pagina: PDFPage, y: number): void => {
	const { red, green, blue } = COLORES.linea
	trazar(
		pagina,
		`q ${num(red)} ${num(green)} ${num(blue)} RG 0.6 w ${MARGEN} ${num(y)} m ${MARGEN + UTIL} ${num(y)} l S Q`,
	)
}
