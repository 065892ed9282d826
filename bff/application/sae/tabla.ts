import { rechazo, type Result } from '#core/domain/result.ts'

/** Una tabla leída, sin interpretar: el encabezado ya normalizado y sus renglones con el número que la persona ve. */
export type Tabla = {
	readonly encabezado: readonly string[]
	readonly lineaEncabezado: number
	readonly renglones: readonly Renglon[]
}
export type Renglon = { readonly linea: number; readonly celdas: readonly string[] }

export type ArchivoSae = {
	readonly egresados: Tabla
	/** La hoja Modulos de un XLSX; en CSV no hay. */
	readonly modulos: Tabla | null
}

export type ArchivoLeido = Result<ArchivoSae, 'archivo-sae-ilegible' | 'demasiado-grande'>

/** Tamaño máximo del archivo, en bytes (20 MB). */
export const BYTES_MAXIMOS = 20 * 1024 * 1024
/** Egresados que se admiten por archivo. */
export const FILAS_MAXIMAS = 50_000
/** Columnas que se miran de un renglón: diez veces las de la plantilla. */
export const COLUMNAS_MAXIMAS = 200

/** El rechazo de un archivo que no se puede leer, con la razón para la persona. */
export const ilegible = (razon: string) => rechazo('archivo-sae-ilegible', { razon })

export const demasiadoGrande = (maximo: string) => rechazo('demasiado-grande', { maximo })

/** Lo más que cabe en una celda de Excel. Un XLSX puede repetir miles de veces un mismo texto de megas. */
const LETRAS_POR_CELDA = 32_767

/** Una celda como se guarda: sin espacios a los lados y en NFC. Adentro no se le toca nada (18). */
export const limpiar = (texto: string): string => texto.slice(0, LETRAS_POR_CELDA).trim().normalize('NFC')

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

/** La celda de una columna por su nombre; vacía si el renglón no llega hasta ahí. */
export const celda = (tabla: Tabla, renglon: Renglon, columna: string): string => {
	const lugar = tabla.encabezado.indexOf(columna)
	return lugar < 0 ? '' : (renglon.celdas[lugar] ?? '')
}
