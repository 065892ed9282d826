import { normalizarEncabezado } from '../columnas.ts'
import { ArchivoIlegible, demasiadoGrande, type Renglon } from '../tabla.ts'
import { abrirTabla } from './abrir-tabla.ts'
import { enMemoria } from './fuente.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'

/** Una tabla chica leída entera: el encabezado ya normalizado y sus renglones. */
export type Tabla = {
	readonly encabezado: readonly string[]
	readonly lineaEncabezado: number
	readonly renglones: readonly Renglon[]
}

/** La celda de una columna por su nombre; vacía si el renglón no llega hasta ahí. */
export const celda = (tabla: Tabla, renglon: Renglon, columna: string): string => {
	const lugar = tabla.encabezado.indexOf(columna)
	return lugar < 0 ? '' : (renglon.celdas[lugar] ?? '')
}

/** El catálogo más largo, el de módulos, no llega a la mitad; un XLSX de dos megas puede traer cien mil. */
const RENGLONES_MAXIMOS = 20_000

/** Lee entero un archivo que cabe en memoria (un catálogo): CSV, XLSX o JSON. */
export const leerTablaEntera = async (
	bytes: Uint8Array,
): Promise<Result<Tabla, 'archivo-sae-ilegible' | 'demasiado-grande'>> => {
	try {
		const tabla = await abrirTabla(enMemoria(bytes))
		const renglones: Renglon[] = []
		for await (const renglon of tabla.renglones) {
			if (renglones.push(renglon) > RENGLONES_MAXIMOS) throw demasiadoGrande('20,000 renglones')
		}
		const { encabezado, lineaEncabezado } = tabla
		return ok({ encabezado: encabezado.map(normalizarEncabezado), lineaEncabezado, renglones })
	} catch (error) {
		if (!(error instanceof ArchivoIlegible)) throw error
		const { motivo, razon } = error
		return motivo === 'demasiado-grande' ? rechazo(motivo, { maximo: razon }) : rechazo(motivo, { razon })
	}
}
