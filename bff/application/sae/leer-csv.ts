import { CsvError, parse, type Info } from 'csv-parse/sync'
import { normalizarEncabezado } from './columnas.ts'
import {
	demasiadoGrande,
	FILAS_MAXIMAS,
	ilegible,
	limpiar,
	type ArchivoLeido,
	type Renglon,
} from './tabla.ts'
import { ok } from '#core/domain/result.ts'

type RenglonCsv = { readonly info: Info; readonly record: readonly string[] }

const SEPARADORES = [',', ';', '\t'] as const

/** Lee un CSV ya decodificado. Los renglones vacíos no cuentan, pero sí ocupan su número. */
export const leerCsv = (texto: string): ArchivoLeido => {
	// Excel en español a veces antepone «sep=;».
	const declarado = /^\uFEFF?sep=(.)\r?\n/i.exec(texto)
	const lineasAntes = declarado ? 1 : 0
	const cuerpo = declarado ? texto.slice(declarado[0].length) : texto
	const separador = declarado?.[1] ?? detectarSeparador(cuerpo)
	if (separador === null) return ilegible('no es una tabla: no se encontró el encabezado con sus columnas')

	let leidos: RenglonCsv[]
	try {
		leidos = parse(cuerpo, {
			delimiter: separador,
			bom: true,
			info: true,
			relax_column_count: true,
			max_record_size: 200_000,
			// Uno de más basta para saber que sobran; los vacíos del final no deben contar.
			to: FILAS_MAXIMAS * 2,
			// Con `info: true` cada renglón viene con su cuenta de líneas; los tipos de csv-parse no lo dicen.
		}) as unknown as RenglonCsv[]
	} catch (error) {
		if (!(error instanceof CsvError)) throw error
		return ilegible(razonCsv(error, lineasAntes))
	}

	const renglones: Renglon[] = []
	let linea = 1 + lineasAntes
	for (const { info, record } of leidos) {
		const celdas = record.map(limpiar)
		if (celdas.some((celda) => celda !== '')) renglones.push({ linea, celdas })
		linea = info.lines + 1 + lineasAntes
	}
	const [encabezado, ...resto] = renglones
	if (encabezado === undefined) return ilegible('está vacío')
	if (resto.length > FILAS_MAXIMAS)
		return demasiadoGrande(`${FILAS_MAXIMAS.toLocaleString('es-MX')} egresados`)
	return ok({
		egresados: {
			encabezado: encabezado.celdas.map(normalizarEncabezado),
			lineaEncabezado: encabezado.linea,
			renglones: resto,
		},
		modulos: null,
	})
}

/** El separador que más aparece en el encabezado, fuera de comillas. */
const detectarSeparador = (texto: string): string | null => {
	const encabezado = (/\S[^\n]*/.exec(texto)?.[0] ?? '').replace(/"[^"]*"/g, '')
	const cuentas = SEPARADORES.map((separador) => ({
		separador,
		veces: encabezado.split(separador).length - 1,
	}))
	const mejor = cuentas.reduce((a, b) => (b.veces > a.veces ? b : a))
	return mejor.veces > 0 ? mejor.separador : null
}

const razonCsv = (error: CsvError, lineasAntes: number): string => {
	const { lines } = error as CsvError & { lines?: number }
	const donde = lines === undefined ? '' : ` cerca del renglón ${lines + lineasAntes}`
	if (error.code === 'CSV_MAX_RECORD_SIZE') return `hay un renglón desmedido${donde}`
	if (/QUOTE/.test(error.code)) return `hay comillas sin cerrar${donde}`
	return `no se entiende como CSV${donde}`
}
