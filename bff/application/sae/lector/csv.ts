import { Readable } from 'node:stream'
import { setImmediate as cederElTurno } from 'node:timers/promises'
import { CsvError, parse, type Info } from 'csv-parse'
import {
	ArchivoIlegible,
	COLUMNAS_MAXIMAS,
	FILAS_MAXIMAS,
	hayAlgo,
	LETRAS_POR_RENGLON,
	limpiar,
	sonDemasiados,
	type Renglon,
	type TablaEnFlujo,
} from '../tabla.ts'

type RenglonCsv = { readonly info: Info; readonly record: readonly string[] }

const SEPARADORES = [',', ';', '\t'] as const

/** Lo que puede ocupar ese renglón ya escrito: sus letras, todas comillas repetidas en el peor caso, y lo demás. */
const BYTES_POR_RENGLON = 4 * LETRAS_POR_RENGLON
/** Excel deja renglones vacíos al final de lo que se borró; más que esto ya no es una tabla con huecos. */
const VACIOS_MAXIMOS = 10_000
/** Cuánto se lee entre turno y turno: unos milisegundos, aun si todo son separadores. */
const LETRAS_POR_TURNO = 16 * 1024

/**
 * Abre un CSV ya decodificado (RFC 4180; coma, punto y coma o tabulador). Los renglones vacíos no cuentan, pero sí
 * ocupan su número. Entre trozo y trozo cede el turno: un archivo hostil no detiene las demás peticiones.
 */
export const abrirCsv = async (textos: AsyncIterable<string>): Promise<TablaEnFlujo> => {
	const resto = textos[Symbol.asyncIterator]()
	const inicio = await leerInicio(resto)
	// Excel en español a veces antepone «sep=;».
	const declarado = /^\uFEFF?sep=(.)\r?\n/i.exec(inicio)
	const cuerpo = declarado ? inicio.slice(declarado[0].length) : inicio
	const separador = declarado?.[1] ?? detectarSeparador(cuerpo)
	if (separador === null) {
		throw new ArchivoIlegible('no es una tabla: no se encontró el encabezado con sus columnas')
	}
	const renglones = leerRenglones(cuerpo, resto, separador, declarado ? 1 : 0)
	const encabezado = await renglones.next()
	if (encabezado.done === true) throw new ArchivoIlegible('está vacío')
	return {
		formato: 'csv',
		encabezado: encabezado.value.celdas,
		lineaEncabezado: encabezado.value.linea,
		renglones,
		modulos: null,
	}
}

/** Lo bastante para ver el encabezado completo. */
const leerInicio = async (textos: AsyncIterator<string>): Promise<string> => {
	let inicio = ''
	while (inicio.length < BYTES_POR_RENGLON && !traeEncabezado(inicio)) {
		const siguiente = await textos.next()
		if (siguiente.done === true) break
		inicio += siguiente.value
	}
	return inicio
}

/** Si ya está completo el primer renglón con algo, y el que le sigue por si aquél era «sep=;». */
const traeEncabezado = (inicio: string): boolean => {
	const fin = inicio.indexOf('\n', Math.max(0, inicio.search(/\S/)))
	return fin >= 0 && inicio.includes('\n', fin + 1)
}

const leerRenglones = async function* (
	inicio: string,
	resto: AsyncIterator<string>,
	separador: string,
	lineasAntes: number,
): AsyncGenerator<Renglon> {
	const avance = { leidos: 0, alUltimoRenglon: 0 }
	const lector = Readable.from(enTurnos(inicio, resto, avance)).pipe(
		parse({
			delimiter: separador,
			bom: true,
			info: true,
			relax_column_count: true,
			max_record_size: LETRAS_POR_RENGLON,
		}),
	)
	let vacios = 0
	let leidos = 0
	let linea = 1 + lineasAntes
	try {
		for await (const { info, record } of lector as AsyncIterable<RenglonCsv>) {
			avance.alUltimoRenglon = avance.leidos
			if (record.length > COLUMNAS_MAXIMAS)
				throw new ArchivoIlegible(`hay un renglón con más de ${COLUMNAS_MAXIMAS} columnas: el ${linea}`)
			const celdas = record.map(limpiar)
			if (hayAlgo(celdas)) {
				yield { linea, celdas }
				if (++leidos > FILAS_MAXIMAS + 1) throw sonDemasiados()
			} else if (++vacios > VACIOS_MAXIMOS)
				throw new ArchivoIlegible(
					`tiene más de ${VACIOS_MAXIMOS.toLocaleString('es-MX')} renglones vacíos; bórrelos y vuelva a guardarlo`,
				)
			linea = info.lines + 1 + lineasAntes
		}
	} catch (error) {
		if (!(error instanceof CsvError)) throw error
		throw new ArchivoIlegible(razonCsv(error, lineasAntes))
	} finally {
		lector.destroy()
		await resto.return?.()
	}
}

/**
 * El texto en trozos, cada uno en su propia vuelta del bucle de eventos. Se detiene cuando un renglón ya ocupó más de
 * lo que cabe: lo leído hasta ahí basta para que el lector diga por qué no vale.
 */
const enTurnos = async function* (
	inicio: string,
	resto: AsyncIterator<string>,
	avance: { leidos: number; readonly alUltimoRenglon: number },
): AsyncGenerator<Buffer> {
	for (let texto: string | null = inicio; texto !== null;) {
		for (let i = 0; i < texto.length;) {
			const hasta = sinPartirLetra(texto, i + LETRAS_POR_TURNO)
			const trozo = Buffer.from(texto.slice(i, hasta))
			i = hasta
			avance.leidos += trozo.length
			yield trozo
			await cederElTurno()
			if (avance.leidos - avance.alUltimoRenglon > BYTES_POR_RENGLON) return
		}
		const siguiente: IteratorResult<string> = await resto.next()
		texto = siguiente.done === true ? null : siguiente.value
	}
}

const sinPartirLetra = (texto: string, hasta: number): number => {
	const letra = texto.charCodeAt(hasta - 1)
	return letra >= 0xd800 && letra <= 0xdbff ? hasta + 1 : hasta
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
