import { Readable } from 'node:stream'
import { setImmediate as cederElTurno } from 'node:timers/promises'
import { CsvError, parse, type Info } from 'csv-parse'
import { normalizarEncabezado } from './columnas.ts'
import {
	COLUMNAS_MAXIMAS,
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

/** Letras de un renglón, sin sus separadores ni comillas. */
const LETRAS_POR_RENGLON = 200_000
/** Lo que puede ocupar ese renglón ya escrito: sus letras, todas comillas repetidas en el peor caso, y lo demás. */
const BYTES_POR_RENGLON = 4 * LETRAS_POR_RENGLON
/** Excel deja renglones vacíos al final de lo que se borró; más que esto ya no es una tabla con huecos. */
const VACIOS_MAXIMOS = 10_000
/** Cuánto se lee entre turno y turno: unos milisegundos, aun si todo son separadores. */
const BYTES_POR_TURNO = 1024

/**
 * Lee un CSV ya decodificado. Los renglones vacíos no cuentan, pero sí ocupan su número. Va por trozos y entre uno y
 * otro cede el turno: un archivo hostil de 20 MB no detiene las demás peticiones.
 */
export const leerCsv = async (texto: string): Promise<ArchivoLeido> => {
	// Excel en español a veces antepone «sep=;».
	const declarado = /^\uFEFF?sep=(.)\r?\n/i.exec(texto)
	const lineasAntes = declarado ? 1 : 0
	const cuerpo = declarado ? texto.slice(declarado[0].length) : texto
	const separador = declarado?.[1] ?? detectarSeparador(cuerpo)
	if (separador === null) return ilegible('no es una tabla: no se encontró el encabezado con sus columnas')

	const avance = { leidos: 0, alUltimoRenglon: 0 }
	const lector = Readable.from(enTurnos(Buffer.from(cuerpo), avance)).pipe(
		parse({
			delimiter: separador,
			bom: true,
			info: true,
			relax_column_count: true,
			max_record_size: LETRAS_POR_RENGLON,
		}),
	)
	const renglones: Renglon[] = []
	let vacios = 0
	let linea = 1 + lineasAntes
	try {
		for await (const { info, record } of lector as AsyncIterable<RenglonCsv>) {
			avance.alUltimoRenglon = avance.leidos
			if (record.length > COLUMNAS_MAXIMAS)
				return ilegible(`hay un renglón con más de ${COLUMNAS_MAXIMAS} columnas: el ${linea}`)
			const celdas = record.map(limpiar)
			if (celdas.some((celda) => celda !== '')) renglones.push({ linea, celdas })
			else if (++vacios > VACIOS_MAXIMOS)
				return ilegible(
					`tiene más de ${VACIOS_MAXIMOS.toLocaleString('es-MX')} renglones vacíos; bórrelos y vuelva a guardarlo`,
				)
			if (renglones.length > FILAS_MAXIMAS + 1)
				return demasiadoGrande(`${FILAS_MAXIMAS.toLocaleString('es-MX')} egresados`)
			linea = info.lines + 1 + lineasAntes
		}
	} catch (error) {
		if (!(error instanceof CsvError)) throw error
		return ilegible(razonCsv(error, lineasAntes))
	}
	const [encabezado, ...resto] = renglones
	if (encabezado === undefined) return ilegible('está vacío')
	return ok({
		egresados: {
			encabezado: encabezado.celdas.map(normalizarEncabezado),
			lineaEncabezado: encabezado.linea,
			renglones: resto,
		},
		modulos: null,
	})
}

/**
 * Los bytes en trozos, cada uno en su propia vuelta del bucle de eventos. Se detiene cuando un renglón ya ocupó más de
 * lo que cabe: lo leído hasta ahí basta para que el lector diga por qué no vale.
 */
const enTurnos = async function* (
	bytes: Buffer,
	avance: { leidos: number; readonly alUltimoRenglon: number },
): AsyncGenerator<Buffer> {
	while (avance.leidos < bytes.length && avance.leidos - avance.alUltimoRenglon <= BYTES_POR_RENGLON) {
		const desde = avance.leidos
		avance.leidos += BYTES_POR_TURNO
		yield bytes.subarray(desde, avance.leidos)
		await cederElTurno()
	}
}

/** El separador que más aparece en el encabezado, fuera de comillas. */
const detectarSeparador = (texto: string): string | null => {
	const encabezado = (/\S[^\n]*/.exec(texto.slice(0, BYTES_POR_RENGLON))?.[0] ?? '').replace(/"[^"]*"/g, '')
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
