import { read, utils } from '@e965/xlsx'

export type FilaResultado = {
	readonly archivo: string
	readonly estatus: string
	readonly descripcion: string
}

/** El libro no es el que COSFAC describe, o no se puede leer. */
export class ResultadoInservible extends Error {
	override readonly name = 'ResultadoInservible'
}

const COLUMNAS = { archivo: 'ARCHIVO', estatus: 'ESTATUS', descripcion: 'DESCRIPCION' } as const
const RENGLONES_MAXIMOS = 5000
const LARGO_MAXIMO = 2000

/** Firma de un documento compuesto OLE: lo que un `.xls` de verdad es. Otro formato no se le pasa a la biblioteca. */
const FIRMA_XLS = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/**
 * Lee el `.xls` de resultados: hoja `Resultado`, columnas halladas por su encabezado. Las descripciones se conservan
 * palabra por palabra. Lanza `ResultadoInservible`.
 */
export const leerResultado = (xls: Uint8Array): FilaResultado[] => {
	if (!FIRMA_XLS.every((byte, i) => xls[i] === byte)) {
		throw new ResultadoInservible('El resultado no es un archivo .xls.')
	}
	const renglones = leerHoja(xls)
	const [encabezado, ...filas] = renglones
	const columna = (nombre: string): number => {
		const indices = (encabezado ?? []).flatMap((celda, i) => (llano(celda) === nombre ? [i] : []))
		if (indices.length !== 1) {
			throw new ResultadoInservible(`La hoja Resultado no tiene una sola columna ${nombre}.`)
		}
		return indices[0] as number
	}
	const { archivo, estatus, descripcion } = {
		archivo: columna(COLUMNAS.archivo),
		estatus: columna(COLUMNAS.estatus),
		descripcion: columna(COLUMNAS.descripcion),
	}
	return filas
		.map((fila) => ({
			archivo: celda(fila, archivo).trim(),
			estatus: celda(fila, estatus).trim(),
			descripcion: celda(fila, descripcion),
		}))
		.filter((fila) => fila.archivo !== '' || fila.estatus !== '' || fila.descripcion.trim() !== '')
}

const leerHoja = (xls: Uint8Array): unknown[][] => {
	try {
		const libro = read(xls, {
			type: 'array',
			sheetRows: RENGLONES_MAXIMOS + 1,
			dense: true,
			cellFormula: false,
			cellHTML: false,
			bookVBA: false,
		})
		const nombre = libro.SheetNames.find((hoja) => llano(hoja) === 'RESULTADO')
		const hoja = nombre === undefined ? undefined : libro.Sheets[nombre]
		if (!hoja) throw new ResultadoInservible('El resultado no tiene la hoja Resultado.')
		const limite = hoja['!fullref'] ?? hoja['!ref']
		if (limite !== undefined && utils.decode_range(limite).e.r > RENGLONES_MAXIMOS) {
			throw new ResultadoInservible('El resultado tiene demasiados renglones.')
		}
		// `raw: false`: un ESTATUS numérico y uno de texto se leen igual, como se ven.
		return utils.sheet_to_json<unknown[]>(hoja, { header: 1, raw: false, defval: '', blankrows: false })
	} catch (causa) {
		if (causa instanceof ResultadoInservible) throw causa
		throw new ResultadoInservible('El archivo .xls está dañado.', { cause: causa })
	}
}

const celda = (fila: readonly unknown[], indice: number): string => {
	const valor = fila[indice]
	return (typeof valor === 'string' ? valor : '').slice(0, LARGO_MAXIMO)
}

const llano = (valor: unknown): string =>
	(typeof valor === 'string' ? valor : '')
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.trim()
		.toUpperCase()
