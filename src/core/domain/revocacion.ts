/*
 * Lo que el SAT contesta de un certificado de e.firma, y lo que eso hace con un sello ya puesto (16, 20).
 */

/** Por qué no se pudo comprobar si un certificado está revocado. Nunca se toma por bueno. */
export const CAUSAS_SIN_RESPUESTA = [
	'sin-red',
	'tardo',
	'demasiado-grande',
	'error-del-servicio',
	'mas-tarde',
	'no-autorizada',
	'ilegible',
	'otra-pregunta',
	'no-confiable',
	'vieja',
	'desconocido',
	'emisor-desconocido',
] as const

export type CausaSinRespuesta = (typeof CAUSAS_SIN_RESPUESTA)[number]

const FRASES: Record<CausaSinRespuesta, string> = {
	'sin-red': 'No hubo conexión con el servicio de revocación del SAT.',
	tardo: 'El servicio de revocación del SAT tardó demasiado.',
	'demasiado-grande': 'La respuesta del SAT es más grande de lo que puede ser.',
	'error-del-servicio': 'El servicio de revocación del SAT respondió con un error.',
	'mas-tarde': 'El servicio de revocación del SAT pidió preguntar más tarde.',
	'no-autorizada': 'El servicio de revocación del SAT no contesta por este certificado.',
	ilegible: 'La respuesta del SAT no se entiende.',
	'otra-pregunta': 'La respuesta del SAT es de otra pregunta.',
	'no-confiable': 'La respuesta no viene firmada por la autoridad que emitió el certificado.',
	vieja: 'La respuesta del SAT está fuera de su plazo.',
	desconocido: 'La autoridad dice que no conoce este certificado.',
	'emisor-desconocido': 'No se conoce a la autoridad que emitió el certificado.',
}

/** La causa, en una frase para la persona. */
export const fraseDeCausa = (causa: CausaSinRespuesta): string => FRASES[causa]

/** Razones de revocación, por su número en CRLReason (RFC 5280 §5.3.1). El 7 no existe y el 8 sólo va en listas. */
const RAZONES: Readonly<Record<number, string>> = {
	0: 'sin especificar',
	1: 'llave comprometida',
	2: 'autoridad comprometida',
	3: 'cambio de adscripción',
	4: 'reemplazado por otro',
	5: 'cese de operación',
	6: 'en suspenso',
	9: 'privilegio retirado',
	10: 'atributos comprometidos',
}

/** La razón con que el SAT revocó, en palabras; sin número o con uno que no existe, «sin especificar». */
export const razonDeRevocacion = (numero: number | null): string => RAZONES[numero ?? 0] ?? 'sin especificar'

/** Cómo quedó un sello que se puso sin poder comprobar su certificado, cuando al fin hubo respuesta. */
export type SelloComprobado = 'vigente' | 'revocado-antes' | 'revocado-despues'

/**
 * Un sello vale si su certificado no estaba revocado cuando se puso (16). Los dos son instantes ISO UTC; el OCSP no
 * trae milésimas, así que una revocación en el mismo segundo cuenta como anterior.
 */
export const juzgarSello = (selladoEn: string, revocadoDesde: string | null): SelloComprobado => {
	if (revocadoDesde === null) return 'vigente'
	return Date.parse(revocadoDesde) <= Date.parse(selladoEn) ? 'revocado-antes' : 'revocado-despues'
}
