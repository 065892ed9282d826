/* Cómo se lee en pantalla lo que en el archivo es un encabezado. */

const ETIQUETAS: Readonly<Record<string, string>> = {
	CCT: 'CCT',
	CREDITOS: 'Créditos',
	FORMACION_TRABAJO: 'Formación para el trabajo',
	GENERO: 'Género',
	HASTA: 'Termina',
	IEMS: 'IEMS',
	MODULO: 'Módulo',
	NOMBRE_DEPENDENCIA: 'Dependencia',
	NOMBRE_SEN: 'Sistema educativo',
	OPCION_EDUCATIVA: 'Opción educativa',
	PATRON_MATRICULA: 'Patrón de matrícula',
	TIPO_IEMS: 'Tipo de institución',
	TIPO_PERFIL_LABORAL: 'Tipo de perfil laboral',
	TIPO_PLANTEL: 'Tipo de plantel',
	TOTAL_CREDITOS: 'Total de créditos',
	NIVEL_ESTUDIOS: 'Nivel de estudios',
	TIPO_ESTUDIOS: 'Tipo de estudios',
}

/** `ENTIDAD_FEDERATIVA` → Entidad federativa. */
export const etiqueta = (columna: string): string =>
	ETIQUETAS[columna] ?? `${columna.charAt(0)}${columna.slice(1).toLowerCase().replaceAll('_', ' ')}`

/** Qué le pasa a una vigencia, y con qué color se dice. */
export const SUCESOS = {
	alta: { texto: 'Alta', tono: 'bien' },
	cambio: { texto: 'Cambio', tono: 'info' },
	baja: { texto: 'Termina', tono: 'alerta' },
	quitada: { texto: 'Se quita', tono: 'mal' },
} as const
