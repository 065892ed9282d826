import { utils, write } from '@e965/xlsx'
import type { EgresadoDemo } from './egresados.ts'

/* El archivo que SAE exportaría, con las columnas de la plantilla que la app ofrece. */

const COLUMNAS: readonly (readonly [string, (egresado: EgresadoDemo) => string])[] = [
	['MATRICULA', (e) => e.matricula],
	['CURP', (e) => e.curp],
	['NOMBRE', (e) => e.nombre],
	['PRIMER_APELLIDO', (e) => e.primerApellido],
	['SEGUNDO_APELLIDO', (e) => e.segundoApellido ?? ''],
	['FECHA_NACIMIENTO', (e) => e.fechaNacimiento],
	['CCT', (e) => e.cct],
	['PLAN', (e) => e.planClave],
	['GENERACION', (e) => e.generacion],
	['FECHA_INICIO', (e) => e.fechaInicio],
	['FECHA_TERMINO', (e) => e.fechaTermino],
	['FECHA_SECUNDARIA', (e) => e.fechaSecundaria ?? ''],
	['CRIP', (e) => e.crip ?? ''],
	['INSTITUCION_MEDICA', (e) => e.institucionMedica ?? ''],
	['CORREO_INSTITUCIONAL', (e) => e.correoInstitucional ?? ''],
	['DATOS_VALIDADOS', (e) => (e.datosValidados ? 'SI' : 'NO')],
	['CREDITOS', (e) => e.creditosObtenidos],
	['PROMEDIO', (e) => e.promedio],
	// A quien RENAPO no encuentra, SAE le tiene mal el sexo: su CURP no casa con sus datos.
	['SEXO', (e) => (e.renapo === 'no-existe' ? (e.sexo === 'H' ? 'M' : 'H') : e.sexo)],
	['ENTIDAD_NACIMIENTO', (e) => e.entidadNacimiento],
	['CERTIFICADO_FISICO', (e) => (e.falta === 'reposicion' ? 'SI' : 'NO')],
]

const calificacion = (modulo: EgresadoDemo['modulos'][number]): string => modulo.calificacion ?? 'NA'

/** CSV en UTF-8, una fila por egresado y sus módulos en la última columna. */
export const enCsv = (egresados: readonly EgresadoDemo[]): Uint8Array => {
	const filas = egresados.map((egresado) => [
		...COLUMNAS.map(([, valor]) => valor(egresado)),
		egresado.modulos.map((modulo) => `${modulo.clave}=${calificacion(modulo)}`).join('|'),
	])
	const renglones = [[...COLUMNAS.map(([nombre]) => nombre), 'MODULOS'], ...filas]
	return new TextEncoder().encode(
		`${renglones.map((celdas) => celdas.map(citar).join(',')).join('\r\n')}\r\n`,
	)
}

/** Un objeto por egresado, con las mismas columnas y sus módulos como arreglo: lo que SAE contestaría por HTTP. */
export const enFilas = (egresados: readonly EgresadoDemo[]): readonly Readonly<Record<string, unknown>>[] =>
	egresados.map((egresado) => ({
		...Object.fromEntries(COLUMNAS.map(([nombre, valor]) => [nombre, valor(egresado)])),
		MODULOS: egresado.modulos.map((modulo) => ({ clave: modulo.clave, calificacion: calificacion(modulo) })),
	}))

/** XLSX con las hojas Egresados y Modulos. */
export const enXlsx = (egresados: readonly EgresadoDemo[]): Uint8Array => {
	const libro = utils.book_new()
	utils.book_append_sheet(
		libro,
		utils.aoa_to_sheet([
			COLUMNAS.map(([nombre]) => nombre),
			...egresados.map((egresado) => COLUMNAS.map(([, valor]) => valor(egresado))),
		]),
		'Egresados',
	)
	utils.book_append_sheet(
		libro,
		utils.aoa_to_sheet([
			['MATRICULA', 'MODULO', 'CALIFICACION'],
			...egresados.flatMap((egresado) =>
				egresado.modulos.map((modulo) => [egresado.matricula, modulo.clave, calificacion(modulo)]),
			),
		]),
		'Modulos',
	)
	return new Uint8Array(write(libro, { type: 'array', bookType: 'xlsx', compression: true }) as ArrayBuffer)
}

const citar = (celda: string): string => (/[",\r\n]/.test(celda) ? `"${celda.replaceAll('"', '""')}"` : celda)
