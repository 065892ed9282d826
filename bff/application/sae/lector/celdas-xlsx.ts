import {
	ArchivoIlegible,
	COLUMNAS_MAXIMAS,
	demasiadoGrande,
	hayAlgo,
	LETRAS_POR_CELDA,
	LETRAS_POR_RENGLON,
	limpiar,
	textoDeNumero,
	type Renglon,
} from '../tabla.ts'
import type { LibroXlsx } from './libro-xlsx.ts'

const MEGA = 1024 * 1024
/** El texto compartido es lo único de un XLSX que hay que tener entero: se acota lo que ocupa. */
const TEXTO_COMPARTIDO_MAXIMO = 128 * MEGA
const ESTILOS_MAXIMOS = 32 * MEGA
/** El último renglón de una hoja: ECMA-376, parte 1, 18.3.1.73. */
const RENGLON_MAXIMO = 1_048_576

/** Lo que hace falta para leer una celda: los textos que comparte el libro, qué estilos son de fecha y desde cuándo cuenta. */
export type Claves = {
	readonly textos: readonly string[]
	readonly deFecha: ReadonlySet<string>
	readonly desde1904: boolean
}

/** La tabla de textos compartidos, en su orden; vacía si el libro no la trae. */
export const leerTextos = async (libro: LibroXlsx): Promise<readonly string[]> => {
	const textos: string[] = []
	if (!libro.tiene('xl/sharedStrings.xml')) return textos
	let actual = ''
	let dentro = false
	let fonetico = false
	const vueltas = libro.recorrer(
		'xl/sharedStrings.xml',
		{
			abre: (nombre) => {
				if (nombre === 'si') actual = ''
				else if (nombre === 'rPh') fonetico = true
				else if (nombre === 't') dentro = true
			},
			texto: (texto) => {
				if (dentro && !fonetico && actual.length <= LETRAS_POR_CELDA) actual += texto
			},
			cierra: (nombre) => {
				if (nombre === 'si') textos.push(limpiar(actual))
				else if (nombre === 'rPh') fonetico = false
				else if (nombre === 't') dentro = false
			},
		},
		TEXTO_COMPARTIDO_MAXIMO,
	)
	await agotar(vueltas)
	return textos
}

/** Los estilos (por su lugar en `cellXfs`) cuyo formato de número es de fecha: ECMA-376, parte 1, 18.8.30. */
export const leerEstilosDeFecha = async (libro: LibroXlsx): Promise<ReadonlySet<string>> => {
	const deFecha = new Set<string>()
	if (!libro.tiene('xl/styles.xml')) return deFecha
	const propios = new Map<string, string>()
	let enCeldas = false
	let lugar = 0
	const vueltas = libro.recorrer(
		'xl/styles.xml',
		{
			abre: (nombre, atributos) => {
				if (nombre === 'numFmt') propios.set(atributos['numFmtId'] ?? '', atributos['formatCode'] ?? '')
				else if (nombre === 'cellXfs') enCeldas = true
				else if (nombre === 'xf' && enCeldas) {
					const formato = atributos['numFmtId'] ?? '0'
					if (esDeFecha(Number(formato), propios.get(formato))) deFecha.add(String(lugar))
					lugar += 1
				}
			},
			cierra: (nombre) => {
				if (nombre === 'cellXfs') enCeldas = false
			},
		},
		ESTILOS_MAXIMOS,
	)
	await agotar(vueltas)
	return deFecha
}

const esDeFecha = (id: number, codigo: string | undefined): boolean =>
	codigo === undefined
		? (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
		: /[ymdhs]/i.test(codigo.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|General/gi, ''))

/** Los renglones de una hoja conforme se leen; los vacíos no salen, pero ocupan su número. */
export const leerHoja = async function* (
	libro: LibroXlsx,
	parte: string,
	claves: Claves,
): AsyncGenerator<Renglon> {
	let listos: Renglon[] = []
	let linea = 0
	let celdas: string[] = []
	let letras = 0
	let columna = -1
	let tipo = ''
	let estilo = ''
	let texto = ''
	let leyendo = false
	let fonetico = false
	const vueltas = libro.recorrer(parte, {
		abre: (nombre, atributos) => {
			if (nombre === 'row') {
				linea = lineaDe(atributos['r'], linea)
				celdas = []
				letras = 0
				columna = -1
			} else if (nombre === 'c') {
				columna = columnaDe(atributos['r'], columna)
				tipo = atributos['t'] ?? 'n'
				estilo = atributos['s'] ?? ''
				texto = ''
			} else if (nombre === 'rPh') fonetico = true
			else if (nombre === 'v' || nombre === 't') leyendo = !fonetico
		},
		texto: (trozo) => {
			if (leyendo && texto.length <= LETRAS_POR_CELDA) texto += trozo
		},
		cierra: (nombre) => {
			if (nombre === 'v' || nombre === 't') leyendo = false
			else if (nombre === 'rPh') fonetico = false
			else if (nombre === 'c' && columna < COLUMNAS_MAXIMAS && texto !== '') {
				while (celdas.length < columna) celdas.push('')
				const valor = valorDe(tipo, estilo, texto, claves)
				// Un texto compartido se cita mil veces con unas letras: lo que cuesta es escribirlo.
				letras += valor.length
				if (letras > LETRAS_POR_RENGLON) {
					throw new ArchivoIlegible(`hay un renglón desmedido: el ${linea}`)
				}
				celdas[columna] = valor
			} else if (nombre === 'row' && hayAlgo(celdas)) listos.push({ linea, celdas })
		},
	})
	for await (const _vuelta of vueltas) {
		yield* listos
		listos = []
	}
}

/** El número del renglón. Si no lo dice, no es un número o no avanza, el que sigue: dos renglones nunca son el mismo. */
const lineaDe = (dicha: string | undefined, anterior: number): number => {
	const linea = Number(dicha)
	return Number.isInteger(linea) && linea > anterior && linea <= RENGLON_MAXIMO ? linea : anterior + 1
}

/** De «AB12», la columna 27. Sin referencia, la que sigue. */
const columnaDe = (referencia: string | undefined, anterior: number): number => {
	if (referencia === undefined) return anterior + 1
	let columna = 0
	for (let i = 0; i < referencia.length; i += 1) {
		const letra = referencia.charCodeAt(i)
		if (letra < 0x41 || letra > 0x5a) break
		columna = columna * 26 + letra - 0x40
	}
	return columna === 0 ? anterior + 1 : columna - 1
}

/** El texto que la persona ve, sin depender del formato: fechas AAAA-MM-DD, números sin residuos binarios. */
const valorDe = (tipo: string, estilo: string, texto: string, claves: Claves): string => {
	switch (tipo) {
		case 's':
			return claves.textos[Number(texto)] ?? ''
		case 'b':
			return texto.trim() === '1' ? 'SI' : 'NO'
		case 'd':
			return texto.slice(0, 10)
		case 'n': {
			const numero = Number(texto)
			return claves.deFecha.has(estilo) ? fechaDe(numero, claves.desde1904) : textoDeNumero(numero)
		}
		default:
			return limpiar(texto)
	}
}

const DIA_MS = 86_400_000

/** Excel cuenta los días desde 1900 (con un 29 de febrero que no hubo) o desde 1904. */
const fechaDe = (dias: number, desde1904: boolean): string => {
	const fecha = new Date((Math.floor(dias) + (desde1904 ? 1462 : 0) - 25_569) * DIA_MS)
	return Number.isNaN(fecha.getTime()) ? '' : fecha.toISOString().slice(0, 10)
}

/** Recorre hasta el final lo que sólo interesa por lo que hace. */
export const agotar = async (vueltas: AsyncGenerator<void>): Promise<void> => {
	for await (const _vuelta of vueltas);
}

/** Junta lo de una hoja que hay que tener entera, sin pasar de un tope de letras. */
export const conTope = (maximo: number, que: string) => {
	let letras = 0
	return (texto: string): string => {
		letras += texto.length
		if (letras > maximo) throw demasiadoGrande(que)
		return texto
	}
}
