/*
 * La forma del archivo de SAE. Una fila por egresado. Los módulos van en la columna MODULOS como
 * CLAVE=CALIFICACION separados por «|» (CSV o XLSX) o, en XLSX, en una hoja aparte con una fila por módulo.
 */

export const HOJA_EGRESADOS = 'Egresados'
export const HOJA_MODULOS = 'Modulos'
export const HOJA_INSTRUCCIONES = 'Instrucciones'

export type Columna = {
	readonly nombre: string
	readonly requerida: boolean
	/** El archivo puede no traer la columna: lo que ya se sabía se queda. */
	readonly optativa?: true
	readonly explicacion: string
	readonly ejemplo: string
}

const columna = (nombre: string, requerida: boolean, ejemplo: string, explicacion: string): Columna => ({
	nombre,
	requerida,
	explicacion,
	ejemplo,
})

const optativa = <const N extends string>(nombre: N, ejemplo: string, explicacion: string) => ({
	...columna(nombre, false, ejemplo, explicacion),
	optativa: true as const,
})

/** Columnas de un egresado. `requerida`: la celda no puede ir vacía; la columna debe estar siempre, salvo las optativas. */
export const COLUMNAS_EGRESADO = [
	columna('MATRICULA', true, '209900001-1', 'Como aparece en SAE.'),
	columna('CURP', true, 'EEML080214MMCJNZA4', '18 caracteres, en mayúsculas.'),
	columna('NOMBRE', true, 'MARIA DE LA LUZ', 'Nombre o nombres, como en SAE.'),
	columna('PRIMER_APELLIDO', true, 'EJEMPLO', 'Como en SAE.'),
	columna('SEGUNDO_APELLIDO', false, 'MUNGUIA', 'Vacía si no tiene.'),
	columna('FECHA_NACIMIENTO', true, '2008-02-14', 'AAAA-MM-DD o DD/MM/AAAA.'),
	columna('CCT', true, '', 'Clave del plantel, 10 caracteres.'),
	columna('PLAN', true, '', 'Clave del plan de estudios, como está en el catálogo.'),
	columna('GENERACION', true, '2023-2026', 'Año de ingreso y de egreso.'),
	columna('FECHA_INICIO', true, '2023-08-21', 'Ingreso al CONALEP. AAAA-MM-DD o DD/MM/AAAA.'),
	columna('FECHA_TERMINO', true, '2026-07-10', 'Fin de estudios. AAAA-MM-DD o DD/MM/AAAA.'),
	columna('FECHA_SECUNDARIA', false, '2023-07-07', 'Fecha del certificado de secundaria.'),
	columna('CRIP', false, '15106000120080214', 'Clave de Registro e Identidad Personal; vacía si no tiene.'),
	columna('INSTITUCION_MEDICA', false, 'IMSS', 'La que tiene registrada en SAE.'),
	columna('CORREO_INSTITUCIONAL', false, 'mejemplo@mex.conalep.edu.mx', 'nombre@dominio.'),
	columna('DATOS_VALIDADOS', true, 'SI', 'SI o NO: si SAE tiene validados los datos (6 a).'),
	columna('CREDITOS', true, '', 'Créditos obtenidos, con hasta dos decimales.'),
	columna('PROMEDIO', true, '9.1', 'Del 0 al 10, con un decimal.'),
	optativa('SEXO', 'M', 'H, M o X. Sólo sirve para revisar la CURP.'),
	optativa('ENTIDAD_NACIMIENTO', 'MC', 'Las dos letras de la CURP; NE si nació en el extranjero.'),
	optativa('CERTIFICADO_FISICO', 'NO', 'SI, si ya se le expidió un certificado en papel (22); si no, NO.'),
] as const satisfies readonly Columna[]

/** Columna de módulos en la misma fila del egresado. */
export const COLUMNA_MODULOS = columna(
	'MODULOS',
	false,
	'',
	'Módulos cursados: CLAVE=CALIFICACION separados por «|». En XLSX puede usarse, en su lugar, la hoja Modulos.',
)

/** Columnas de la hoja Modulos: una fila por módulo cursado. */
export const COLUMNAS_MODULO = [
	columna('MATRICULA', true, '209900001-1', 'La misma de la hoja Egresados.'),
	columna('MODULO', true, '', 'Clave del módulo en el plan.'),
	columna(
		'CALIFICACION',
		true,
		'8.5',
		'Del 0 al 10, con un decimal; AC si se acreditó sin calificación; NA si no.',
	),
] as const satisfies readonly Columna[]

export type NombreColumnaEgresado = (typeof COLUMNAS_EGRESADO)[number]['nombre']

/** Encabezado tal como se compara: sin acentos, en mayúsculas, con guion bajo por espacio. */
export const normalizarEncabezado = (texto: string): string =>
	texto
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.trim()
		.toUpperCase()
		.replace(/[\s.-]+/g, '_')
