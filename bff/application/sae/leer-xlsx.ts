import { read, type CellObject, type WorkBook } from '@e965/xlsx'
import { HOJA_EGRESADOS, HOJA_MODULOS, normalizarEncabezado } from './columnas.ts'
import { reempacar } from './reempacar.ts'
import {
	COLUMNAS_MAXIMAS,
	demasiadoGrande,
	FILAS_MAXIMAS,
	ilegible,
	limpiar,
	type ArchivoLeido,
	type Tabla,
} from './tabla.ts'
import { ok } from '#core/domain/result.ts'

/** Un egresado cursa unas decenas de módulos; la hoja Modulos tiene una fila por cada uno. */
const RENGLONES_POR_HOJA = 2_500_000

/** Lee un XLSX: la hoja Egresados (o la primera, si no la hay) y, si está, la hoja Modulos. */
export const leerXlsx = async (bytes: Uint8Array): Promise<ArchivoLeido> => {
	const seguro = await reempacar(bytes)
	if (!seguro.ok) {
		return seguro.motivo === 'desmedido'
			? demasiadoGrande('100 MB ya descomprimido')
			: ilegible('está dañado o no es un libro de Excel')
	}
	let libro: WorkBook
	try {
		libro = read(seguro.valor, {
			type: 'array',
			dense: true,
			cellDates: true,
			UTC: true,
			cellFormula: false,
			cellHTML: false,
			sheetRows: RENGLONES_POR_HOJA,
		})
	} catch {
		return ilegible('está dañado o no es un libro de Excel')
	}
	const hoja = (nombre: string): string | undefined =>
		libro.SheetNames.find((otra) => normalizarEncabezado(otra) === nombre.toUpperCase())
	const nombreEgresados = hoja(HOJA_EGRESADOS) ?? libro.SheetNames[0]
	const nombreModulos = hoja(HOJA_MODULOS)
	const egresados = nombreEgresados === undefined ? null : leerHoja(libro, nombreEgresados)
	if (egresados === null) return ilegible(`la hoja «${nombreEgresados ?? HOJA_EGRESADOS}» está vacía`)
	if (egresados.renglones.length > FILAS_MAXIMAS) {
		return demasiadoGrande(`${FILAS_MAXIMAS.toLocaleString('es-MX')} egresados`)
	}
	return ok({ egresados, modulos: nombreModulos === undefined ? null : leerHoja(libro, nombreModulos) })
}

const leerHoja = (libro: WorkBook, nombre: string): Tabla | null => {
	const filas = libro.Sheets[nombre]?.['!data'] ?? []
	const renglones: { linea: number; celdas: string[] }[] = []
	filas.forEach((fila, indice) => {
		const celdas = Array.from((fila ?? []).slice(0, COLUMNAS_MAXIMAS), textoDeCelda)
		if (celdas.some((celda) => celda !== '')) renglones.push({ linea: indice + 1, celdas })
	})
	const [encabezado, ...resto] = renglones
	if (encabezado === undefined) return null
	return {
		encabezado: encabezado.celdas.map(normalizarEncabezado),
		lineaEncabezado: encabezado.linea,
		// Un renglón termina donde su última celda escrita: lo que falta a la derecha está vacío.
		renglones: resto.map(({ linea, celdas }) => ({
			linea,
			celdas: [...celdas, ...Array<string>(Math.max(0, encabezado.celdas.length - celdas.length)).fill('')],
		})),
	}
}

/** El texto que la persona ve, sin depender del formato: fechas AAAA-MM-DD, números sin residuos binarios. */
const textoDeCelda = (celda: CellObject | undefined): string => {
	if (celda?.v === undefined || celda.v === null) return ''
	if (celda.t === 'e') return celda.w ?? '#ERROR'
	if (celda.v instanceof Date)
		return Number.isNaN(celda.v.getTime()) ? '' : celda.v.toISOString().slice(0, 10)
	if (typeof celda.v === 'number') return String(Number(celda.v.toPrecision(12)))
	if (typeof celda.v === 'boolean') return celda.v ? 'SI' : 'NO'
	return limpiar(celda.v)
}
