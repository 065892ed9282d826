/** Archivos de SAE para las pruebas: una fila buena a la que cada prueba le cambia lo que quiere romper. */
export const MATRICULA = '209900001-1'

export const FILA = {
	MATRICULA,
	CURP: 'EEML080214MMCJNZA4',
	NOMBRE: 'MARÍA DE LA LUZ',
	PRIMER_APELLIDO: 'EJEMPLO',
	SEGUNDO_APELLIDO: 'MUNGUÍA',
	FECHA_NACIMIENTO: '2008-02-14',
	CCT: '15DPT0001A',
	PLAN: 'PLAN-2018',
	GENERACION: '2023-2026',
	FECHA_INICIO: '2023-08-21',
	FECHA_TERMINO: '2026-07-10',
	FECHA_SECUNDARIA: '2023-07-07',
	CRIP: '',
	INSTITUCION_MEDICA: 'IMSS',
	CORREO_INSTITUCIONAL: 'mejemplo@mex.conalep.edu.mx',
	DATOS_VALIDADOS: 'SI',
	CREDITOS: '360',
	PROMEDIO: '9.1',
	MODULOS: 'M1=8.5|M2=9.7',
}
export type Fila = Readonly<Record<string, string>>

export const fila = (cambios: Fila = {}): Fila => ({ ...FILA, ...cambios })

export const csv = (filas: readonly Fila[], separador = ','): string =>
	[Object.keys(filas[0] ?? FILA), ...filas.map((una) => Object.values(una))]
		.map((celdas) => celdas.map((celda) => `"${celda.replaceAll('"', '""')}"`).join(separador))
		.join('\r\n')

export const bytes = (texto: string): Uint8Array => new TextEncoder().encode(texto)
