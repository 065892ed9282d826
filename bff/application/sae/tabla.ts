import type { FormatoSae } from '#core/contract/importacion.ts'

/** Un renglón sin interpretar, con el número que la persona ve. */
export type Renglon = { readonly linea: number; readonly celdas: readonly string[] }

/** La celda de una de nuestras columnas; vacía si el archivo no la trae o el renglón no llega hasta ahí. */
export type LeerCelda = (columna: string) => string

/** Una calificación de la hoja Modulos de un XLSX. */
export type CeldaDeModulo = { readonly linea: number; readonly clave: string; readonly calificacion: string }

/** Una tabla abierta: su encabezado como está escrito, y sus renglones conforme se leen, una sola vez. */
export type TablaEnFlujo = {
	readonly formato: FormatoSae
	readonly encabezado: readonly string[]
	readonly lineaEncabezado: number
	/** Puede lanzar {@link ArchivoIlegible} a media lectura. */
	readonly renglones: AsyncIterable<Renglon>
	/** La hoja Modulos de un XLSX, por matrícula; null si no la hay. */
	readonly modulos: ReadonlyMap<string, readonly CeldaDeModulo[]> | null
}

/** Egresados que se admiten por archivo. */
export const FILAS_MAXIMAS = 150_000
/** Columnas que se miran de un renglón: diez veces las de la plantilla. */
export const COLUMNAS_MAXIMAS = 200

/** El archivo no se puede leer, o no de aquí en adelante. La razón, para la persona, y ningún dato del archivo. */
export class ArchivoIlegible extends Error {
	override readonly name = 'ArchivoIlegible'
	readonly razon: string
	readonly motivo: 'archivo-sae-ilegible' | 'demasiado-grande'
	constructor(razon: string, motivo: ArchivoIlegible['motivo'] = 'archivo-sae-ilegible') {
		super(razon)
		this.razon = razon
		this.motivo = motivo
	}
}

export const demasiadoGrande = (maximo: string): ArchivoIlegible =>
	new ArchivoIlegible(maximo, 'demasiado-grande')

export const sonDemasiados = (): ArchivoIlegible =>
	demasiadoGrande(`${FILAS_MAXIMAS.toLocaleString('es-MX')} egresados`)

/** Lo más que cabe en una celda de Excel. Un XLSX puede repetir miles de veces un mismo texto de megas. */
export const LETRAS_POR_CELDA = 32_767
/** Letras de un renglón, entre todas sus celdas. */
export const LETRAS_POR_RENGLON = 200_000

/** Una celda como se guarda: sin espacios a los lados y en NFC. Adentro no se le toca nada (18). */
export const limpiar = (texto: string): string =>
	(texto.length > LETRAS_POR_CELDA ? texto.slice(0, LETRAS_POR_CELDA) : texto).trim().normalize('NFC')

export const hayAlgo = (celdas: readonly string[]): boolean => celdas.some((celda) => celda !== '')

/** Un número como la persona lo ve, sin residuos binarios. */
export const textoDeNumero = (numero: number): string =>
	Number.isFinite(numero) ? String(Number(numero.toPrecision(12))) : ''

/** Un error del archivo, con su lugar y una razón que dice qué corregir. */
export type ErrorFila = {
	readonly linea: number
	readonly columna: string
	readonly valor: string
	readonly razon: string
}

/** El valor se recorta: basta para reconocerlo. */
export const errorDe = (linea: number, columna: string, valor: string, razon: string): ErrorFila => ({
	linea,
	columna,
	valor: valor.length > 60 ? `${valor.slice(0, 59)}…` : valor,
	razon,
})
