import { COLORES, type Lienzo, MARGEN } from '../lienzo.ts'
import type { Hoja, Marcas } from '../marcas.ts'
import { filete } from '../partes.ts'
import { artefacto, trazar } from '../trazos.ts'
import { type Dichos, TITULOS } from './dichos.ts'

/** Las columnas de números: dónde empieza cada una. La del nombre empieza en el margen. */
const COLUMNAS = [MARGEN + 328, MARGEN + 384, MARGEN + 446] as const
const ANCHOS = [50, 56, 70] as const
const ANCHO_NOMBRE = 322
const CELDA = { tamano: 8.2, interlinea: 1.3 } as const
/** Aire sobre y bajo el texto de cada renglón. */
const ARRIBA = 2
const ABAJO = 1.5
const TITULO = { fuente: 'fuerte', tamano: 8, color: COLORES.guinda } as const

/** La tabla de módulos. Al pasar de página repite su encabezado, que en la estructura está una vez. */
export const pintarModulos = (lienzo: Lienzo, marcas: Marcas, { modulos }: Dichos): void => {
	if (modulos.length === 0) return
	// El título, el encabezado y el primer renglón van juntos.
	lienzo.reservar(64)
	lienzo.parrafo('Formación para el trabajo', { marca: 'H2', fuente: 'titulo', tamano: 11 })
	lienzo.bajar(4)
	marcas.dentro('Table', () => {
		marcas.dentro('TR', () => {
			encabezar(lienzo, 'TH')
		})
		for (const modulo of modulos) {
			marcas.dentro('TR', () => {
				renglon(lienzo, modulo)
			})
		}
	})
	lienzo.bajar(14)
}

/** El encabezado que se repite en cada página no se vuelve a leer. */
const REPETIDO: Hoja = {
	marcar: (pagina, operadores) => {
		artefacto(pagina, () => {
			trazar(pagina, operadores)
		})
	},
}

const encabezar = (lienzo: Lienzo, marca: 'TH' | Hoja): void => {
	const [nombre, ...numeros] = TITULOS
	lienzo.rotulo(nombre, MARGEN, 9, ANCHO_NOMBRE, { ...TITULO, marca })
	numeros.forEach((titulo, i) => {
		lienzo.rotulo(titulo, COLUMNAS[i] ?? 0, 9, ANCHOS[i] ?? 0, { ...TITULO, marca, alinear: 'derecha' })
	})
	lienzo.bajar(14)
	filete(lienzo.pagina(), lienzo.y())
}

const renglon = (lienzo: Lienzo, [nombre = '', ...numeros]: readonly string[]): void => {
	const antes = lienzo.pagina()
	lienzo.reservar(lienzo.medir(nombre, CELDA, ANCHO_NOMBRE) + ARRIBA + ABAJO)
	if (lienzo.pagina() !== antes) encabezar(lienzo, REPETIDO)
	const arriba = lienzo.y()
	lienzo.bajar(ARRIBA)
	lienzo.parrafo(nombre, { ...CELDA, marca: 'TD' }, { x: MARGEN, ancho: ANCHO_NOMBRE })
	const alto = arriba - lienzo.y()
	numeros.forEach((numero, i) => {
		const estilo = { ...CELDA, marca: 'TD', alinear: 'derecha' } as const
		lienzo.rotulo(numero, COLUMNAS[i] ?? 0, ARRIBA + CELDA.tamano - alto, ANCHOS[i] ?? 0, estilo)
	})
	lienzo.bajar(ABAJO)
	filete(lienzo.pagina(), lienzo.y())
}
