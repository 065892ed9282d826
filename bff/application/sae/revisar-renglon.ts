import { COLUMNA_MODULOS, HOJA_MODULOS, normalizarEncabezado } from './columnas.ts'
import { leerEgresado, type Catalogos, type EgresadoSae } from './leer-egresado.ts'
import type { Mapeo } from './mapeo.ts'
import { crearLeerCalificacion, modulosDeCelda, modulosDeHoja, revisarModulos } from './modulos.ts'
import { errorDe, type ErrorFila, type LeerCelda, type Renglon, type TablaEnFlujo } from './tabla.ts'

/** Los que se dicen de un renglón: con más, está mal entero. */
const ERRORES_POR_RENGLON = 50

const losPrimeros = (linea: number, errores: readonly ErrorFila[]): readonly ErrorFila[] => {
	const demas = errores.length - ERRORES_POR_RENGLON
	if (demas <= 0) return errores
	const razon = `Tiene otros ${demas} errores: corrija éstos y vuelva a subirlo.`
	return [...errores.slice(0, ERRORES_POR_RENGLON), errorDe(linea, '', '', razon)]
}

/** Un renglón revisado: el egresado que dice, o por qué no se entiende. */
export type Revisado =
	| { readonly egresado: EgresadoSae; readonly errores: readonly [] }
	| { readonly egresado: null; readonly errores: readonly ErrorFila[] }

/**
 * Revisa los renglones de una tabla contra los catálogos, uno por uno y en orden. No corrige nada: lo que está mal se
 * arregla en SAE (18), y lo que juzgan las ocho reglas (CRIP, correo, institución médica) entra como está para que ellas
 * lo digan. Recuerda las matrículas que ha visto: la segunda vez es error.
 */
export const crearRevisor = (
	tabla: Pick<TablaEnFlujo, 'encabezado' | 'modulos'>,
	mapeo: Mapeo,
	catalogos: Catalogos,
	calificacionMinima: number,
) => {
	const normales = tabla.encabezado.map(normalizarEncabezado)
	const lugares = new Map(
		Object.entries(mapeo).map(([columna, encabezado]) => [columna, normales.indexOf(encabezado)]),
	)
	const nombres = new Map(
		[...lugares].map(([columna, lugar]) => [columna, tabla.encabezado[lugar] ?? columna]),
	)
	const lineas = new Map<string, number>()
	const leerCalificacion = crearLeerCalificacion(calificacionMinima)
	const leerDe =
		({ celdas }: Renglon): LeerCelda =>
		(columna) =>
			celdas[lugares.get(columna) ?? -1] ?? ''
	const deHoja = (matricula: string) => tabla.modulos?.get(matricula) ?? []

	const revisar = (renglon: Renglon): Revisado => {
		const { linea, celdas } = renglon
		const sobrante = celdas.slice(tabla.encabezado.length).find((otra) => otra !== '')
		if (sobrante !== undefined) {
			const razon = 'La fila tiene más columnas que el encabezado: revise los separadores y las comillas.'
			return { egresado: null, errores: [errorDe(linea, '', sobrante, razon)] }
		}
		const errores: ErrorFila[] = []
		const leer = leerDe(renglon)
		const egresado = leerEgresado(linea, leer, catalogos, errores)
		const matricula = leer('MATRICULA')
		const antes = lineas.get(matricula)
		if (antes === undefined) lineas.set(matricula, linea)
		else if (matricula !== '') {
			const razon = `Esta matrícula ya está en el renglón ${antes}. Deje una sola fila por egresado.`
			errores.push(errorDe(linea, 'MATRICULA', matricula, razon))
		}
		const modulos = revisarModulos(
			[...modulosDeCelda(linea, leer(COLUMNA_MODULOS.nombre), errores), ...modulosDeHoja(deHoja(matricula))],
			catalogos.planes.get(egresado.planClave),
			leerCalificacion,
			errores,
		)
		if (errores.length === 0) return { egresado: { ...egresado, modulos }, errores: [] }
		return { egresado: null, errores: losPrimeros(linea, errores).map(conSuNombre) }
	}

	/** Como la llama el archivo. */
	const conSuNombre = (error: ErrorFila): ErrorFila => ({
		...error,
		columna: nombres.get(error.columna) ?? error.columna,
	})

	return {
		revisar,
		conSuNombre,
		/** Lo ya hecho antes de un corte: sólo se recuerda que la matrícula estuvo. */
		saltar: (renglon: Renglon): void => {
			const matricula = leerDe(renglon)('MATRICULA')
			if (!lineas.has(matricula)) lineas.set(matricula, renglon.linea)
		},
		/** La celda MODULOS con lo que la hoja Modulos dice de un renglón: para que quepa en un CSV. */
		modulosDe: (renglon: Renglon): string =>
			deHoja(leerDe(renglon)('MATRICULA'))
				.map(({ clave, calificacion }) => `${clave}=${calificacion}`)
				.join('|'),
		/** Al final: lo que la hoja Modulos dice de quien no está en la de Egresados. */
		sobrantes: function* (): Generator<ErrorFila> {
			for (const [matricula, [primero]] of tabla.modulos ?? []) {
				if (primero === undefined || lineas.has(matricula)) continue
				const razon = 'Esta matrícula no está en la hoja Egresados.'
				yield errorDe(primero.linea, `MATRICULA (hoja ${HOJA_MODULOS})`, matricula, razon)
			}
		},
	}
}
