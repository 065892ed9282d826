import { COLUMNA_MODULOS, COLUMNAS_EGRESADO, COLUMNAS_MODULO, HOJA_MODULOS } from './columnas.ts'
import { leerEgresado, type Catalogos, type EgresadoSae } from './leer-egresado.ts'
import { CALIFICACION_MINIMA, modulosDeCelda, modulosDeHoja, revisarModulos } from './modulos.ts'
import { celda, errorDe, type ArchivoSae, type ErrorFila, type Tabla } from './tabla.ts'

export type Revision = { readonly egresados: readonly EgresadoSae[]; readonly errores: readonly ErrorFila[] }

/**
 * Revisa un archivo leído contra los catálogos. Función pura. Devuelve todos los errores que encuentra; con uno
 * solo, el archivo no se importa. No corrige nada: lo que está mal se arregla en SAE (18), y lo que juzgan las ocho
 * reglas (CRIP, correo, institución médica) entra como está para que ellas lo digan.
 */
export const validar = (
	archivo: ArchivoSae,
	catalogos: Catalogos,
	calificacionMinima: number = CALIFICACION_MINIMA,
): Revision => {
	const { egresados: tabla, modulos: hoja } = archivo
	const errores = erroresDeEncabezado(archivo)
	if (errores.length > 0) return { egresados: [], errores }

	const deHoja = modulosDeHoja(hoja)
	const lineas = new Map<string, number>()
	const egresados: EgresadoSae[] = []
	for (const renglon of tabla.renglones) {
		const { linea, celdas } = renglon
		const sobrante = celdas.slice(tabla.encabezado.length).find((otra) => otra !== '')
		if (sobrante !== undefined) {
			const razon = 'La fila tiene más columnas que el encabezado: revise los separadores y las comillas.'
			errores.push(errorDe(linea, '', sobrante, razon))
			continue
		}
		const propios: ErrorFila[] = []
		const egresado = leerEgresado(tabla, renglon, catalogos, propios)
		const matricula = celda(tabla, renglon, 'MATRICULA')
		const antes = lineas.get(matricula)
		if (antes !== undefined && matricula !== '') {
			const razon = `Esta matrícula ya está en el renglón ${antes}. Deje una sola fila por egresado.`
			propios.push(errorDe(linea, 'MATRICULA', matricula, razon))
		} else lineas.set(matricula, linea)
		const modulos = revisarModulos(
			[...modulosDeCelda(tabla, renglon, propios), ...(deHoja.get(matricula) ?? [])],
			catalogos.planes.get(egresado.planClave),
			calificacionMinima,
			propios,
		)
		if (propios.length === 0) egresados.push({ ...egresado, modulos })
		errores.push(...propios)
	}
	for (const [matricula, [primero]] of deHoja) {
		if (primero === undefined || lineas.has(matricula)) continue
		const razon = 'Esta matrícula no está en la hoja Egresados.'
		errores.push(errorDe(primero.linea, `MATRICULA (hoja ${HOJA_MODULOS})`, matricula, razon))
	}
	if (tabla.renglones.length === 0) {
		errores.push(errorDe(tabla.lineaEncabezado + 1, '', '', 'El archivo no tiene egresados.'))
	}
	return { egresados, errores }
}

const erroresDeEncabezado = ({ egresados, modulos }: ArchivoSae): ErrorFila[] => {
	const propias = COLUMNAS_EGRESADO.filter((columna) => !('optativa' in columna))
	const columnas: readonly { readonly nombre: string }[] =
		modulos === null ? [...propias, COLUMNA_MODULOS] : propias
	const errores = [...faltantes(egresados, columnas), ...repetidas(egresados)]
	if (modulos !== null) errores.push(...faltantes(modulos, COLUMNAS_MODULO, ` (hoja ${HOJA_MODULOS})`))
	return errores
}

const faltantes = (
	{ encabezado, lineaEncabezado }: Tabla,
	columnas: readonly { readonly nombre: string }[],
	hoja = '',
): ErrorFila[] =>
	columnas
		.filter(({ nombre }) => !encabezado.includes(nombre))
		.map(({ nombre }) => {
			const razon = 'Falta esta columna en el encabezado. Use los nombres de la plantilla.'
			return errorDe(lineaEncabezado, `${nombre}${hoja}`, '', razon)
		})

const repetidas = ({ encabezado, lineaEncabezado }: Tabla): ErrorFila[] =>
	encabezado
		.filter((nombre, lugar) => nombre !== '' && encabezado.indexOf(nombre) !== lugar)
		.map((nombre) => errorDe(lineaEncabezado, nombre, '', 'Esta columna está dos veces en el encabezado.'))
