import { utils, write } from '@e965/xlsx'
import {
	COLUMNA_MODULOS,
	COLUMNAS_EGRESADO,
	COLUMNAS_MODULO,
	HOJA_EGRESADOS,
	HOJA_INSTRUCCIONES,
	HOJA_MODULOS,
	type Columna,
} from './columnas.ts'

/**
 * Claves de catálogo para la fila de ejemplo: un plantel y un plan que existan, con todos sus módulos. Sin ellas el
 * ejemplo lleva claves inventadas, que al importarse se señalan como errores.
 */
type EjemploPlantilla = {
	readonly cct: string
	readonly plan: string
	readonly creditos: string
	readonly modulos: readonly string[]
	readonly matricula?: string
}

const EJEMPLO: EjemploPlantilla = {
	cct: '15DPT0000X',
	plan: 'CLAVE-DEL-PLAN',
	creditos: '360',
	modulos: ['MODULO-1', 'MODULO-2'],
}
const CALIFICACION = '8.5'

/** La plantilla CSV: UTF-8 con marca, para que Excel la abra con sus acentos, y un egresado inventado de ejemplo. */
export const plantillaCsv = (ejemplo: EjemploPlantilla = EJEMPLO): Uint8Array => {
	const encabezado = [...COLUMNAS_EGRESADO, COLUMNA_MODULOS].map(({ nombre }) => nombre)
	const modulos = ejemplo.modulos.map((clave) => `${clave}=${CALIFICACION}`).join('|')
	const renglones = [encabezado, [...filaDeEjemplo(ejemplo), modulos]]
	return new TextEncoder().encode(
		`\uFEFF${renglones.map((celdas) => celdas.map(citar).join(',')).join('\r\n')}\r\n`,
	)
}

/** La plantilla XLSX: Egresados y Modulos con un egresado inventado, y una hoja que explica cada columna. */
export const plantillaXlsx = (ejemplo: EjemploPlantilla = EJEMPLO): Uint8Array => {
	const fila = filaDeEjemplo(ejemplo)
	const libro = utils.book_new()
	const agregar = (
		nombre: string,
		filas: readonly (readonly string[])[],
		anchos: readonly number[],
	): void => {
		const hoja = utils.aoa_to_sheet(filas.map((celdas) => [...celdas]))
		hoja['!cols'] = anchos.map((wch) => ({ wch }))
		utils.book_append_sheet(libro, hoja, nombre)
	}
	const ancho = (columnas: readonly Columna[]): readonly number[] =>
		columnas.map(({ nombre, ejemplo: muestra }) => Math.max(nombre.length, muestra.length) + 2)
	agregar(HOJA_EGRESADOS, [COLUMNAS_EGRESADO.map(({ nombre }) => nombre), fila], ancho(COLUMNAS_EGRESADO))
	const modulos = ejemplo.modulos.map((clave) => [fila[0] ?? '', clave, CALIFICACION])
	agregar(HOJA_MODULOS, [COLUMNAS_MODULO.map(({ nombre }) => nombre), ...modulos], ancho(COLUMNAS_MODULO))
	agregar(HOJA_INSTRUCCIONES, instrucciones(), [24, 34, 90])
	return new Uint8Array(write(libro, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer)
}

const filaDeEjemplo = (ejemplo: EjemploPlantilla): readonly string[] =>
	COLUMNAS_EGRESADO.map(({ nombre, ejemplo: muestra }) => {
		switch (nombre) {
			case 'MATRICULA':
				return ejemplo.matricula ?? muestra
			case 'CCT':
				return ejemplo.cct
			case 'PLAN':
				return ejemplo.plan
			case 'CREDITOS':
				return ejemplo.creditos
			default:
				return muestra
		}
	})

const citar = (texto: string): string => (/[",\r\n]/.test(texto) ? `"${texto.replaceAll('"', '""')}"` : texto)

const NOTAS = [
	['Cómo llenar este archivo'],
	['Una fila por egresado en la hoja Egresados, y una fila por módulo cursado en la hoja Modulos.'],
	[
		'En CSV va todo en una fila: los módulos, en la columna MODULOS, como CLAVE=CALIFICACION separados por «|».',
	],
	[
		'Borre la fila de ejemplo. No cambie los nombres de las columnas; el orden no importa y puede haber otras.',
	],
	[
		'Escriba los datos como están en SAE: aquí no se corrigen. Antes de aplicar se ve qué filas no entran y por qué.',
	],
	['Volver a importar actualiza a los egresados que ya estaban; lo que no venga en el archivo no se toca.'],
	['Los módulos de un egresado se reemplazan completos por los que traiga el archivo.'],
	[],
] as const

const instrucciones = (): readonly (readonly string[])[] => [
	...NOTAS,
	['Columna', 'Dónde', 'Qué lleva'],
	...COLUMNAS_EGRESADO.map((columna) => explicar(columna, HOJA_EGRESADOS)),
	explicar(COLUMNA_MODULOS, `${HOJA_EGRESADOS} (o la hoja ${HOJA_MODULOS})`),
	...COLUMNAS_MODULO.map((columna) => explicar(columna, HOJA_MODULOS)),
]

const explicar = ({ nombre, requerida, explicacion }: Columna, donde: string): readonly string[] => [
	nombre,
	donde,
	`${requerida ? 'Siempre.' : 'Puede ir vacía.'} ${explicacion}`,
]
