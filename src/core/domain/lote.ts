import { ok, rechazo, type Result } from './result.ts'

/**
 * Un lote es lo que se manda a COSFAC de una vez (11): hasta mil certificados de una entidad.
 *
 * integrado → enviando → aceptado → en-proceso → leido → descargado → comprobado → cerrado. `desconocido`: salió y nadie
 * sabe si lo tomaron; COSFAC no reconoce repeticiones y podría emitir dos veces, así que se concilia antes de mandarlo
 * otra vez. `detenido`: lo negaron al recibirlo; no lo tienen, y alguien debe corregir la causa antes de mandarlo otra
 * vez. `deshecho`: se deshizo sin que conste que lo tengan, porque un sello de los suyos resultó puesto con un certificado
 * ya revocado (16). `comprobado`: ya se sabe de cada certificado, y falta ver que no haya quedado otro envío suyo vivo.
 */
export const ESTADOS_LOTE = [
	'integrado',
	'enviando',
	'aceptado',
	'desconocido',
	'detenido',
	'en-proceso',
	'leido',
	'descargado',
	'comprobado',
	'cerrado',
	'deshecho',
] as const

export type EstadoLote = (typeof ESTADOS_LOTE)[number]

/** Lo que le pasa a un lote. `enviar` se anota antes de mandar: una caída a medio envío deja huella. */
export const SUCESOS_LOTE = [
	'enviar',
	'aceptar',
	'desconocer',
	'reenviar',
	'no-enviar',
	'detener',
	'reanudar',
	'procesar',
	'leer',
	'descargar',
	'comprobar',
	'cerrar',
	'reabrir',
	'deshacer',
] as const

export type SucesoLote = (typeof SUCESOS_LOTE)[number]

/** El estado que sigue, o el rechazo `estado-no-permite`. Lo que un estado no dice, es no. */
export const transicionLote = (
	estado: EstadoLote,
	suceso: SucesoLote,
): Result<EstadoLote, 'estado-no-permite'> => {
	const siguiente = siguientes(estado)[suceso]
	return siguiente ? ok(siguiente) : rechazo('estado-no-permite', { estado, suceso })
}

/** Los estados desde los que un suceso se admite: para la condición del cambio en la base. */
export const estadosDeLoteQueAdmiten = (suceso: SucesoLote): EstadoLote[] =>
	ESTADOS_LOTE.filter((estado) => siguientes(estado)[suceso] !== undefined)

const siguientes = (estado: EstadoLote): Partial<Record<SucesoLote, EstadoLote>> => {
	switch (estado) {
		case 'integrado':
			// La respuesta que llega tarde, cuando ya se iba a mandar otra vez, sigue siendo la respuesta.
			return { enviar: 'enviando', aceptar: 'aceptado', deshacer: 'deshecho' }
		case 'enviando':
			return { aceptar: 'aceptado', desconocer: 'desconocido', 'no-enviar': 'integrado', detener: 'detenido' }
		case 'desconocido':
			// Se vuelve a enviar sólo cuando consta que no lo tienen: porque se buscó, porque no salió o porque COSFAC lo dijo.
			return { aceptar: 'aceptado', reenviar: 'integrado', 'no-enviar': 'integrado', detener: 'detenido' }
		case 'detenido':
			return { reanudar: 'integrado' }
		case 'aceptado':
			return { procesar: 'en-proceso', leer: 'leido' }
		case 'en-proceso':
			return { procesar: 'en-proceso', leer: 'leido' }
		case 'leido':
			return { descargar: 'descargado', comprobar: 'comprobado' }
		case 'descargado':
			return { descargar: 'descargado', comprobar: 'comprobado' }
		case 'comprobado':
			return { cerrar: 'cerrado' }
		case 'cerrado':
			// Apareció otro envío suyo, o alguien dijo dónde buscarlo.
			return { reabrir: 'comprobado' }
		case 'deshecho':
			return {}
	}
}

/**
 * Cada certificado dentro del lote. `aceptado` y `rechazado` es lo que COSFAC dijo; `emitido`, que el documento volvió
 * y se comprobó; `cuarentena`, que volvió distinto de lo enviado, no volvió, o no se dijo nada de él; `duplicado`, que SEP
 * no lo emitió porque dice tener ya uno vigente; `sobrante`, que se emitió aquí y el que vale es otro: éste se cancela;
 * `sacado`, que su lote se deshizo.
 */
const ESTADOS_LOTE_CERTIFICADO = [
	'enviado',
	'aceptado',
	'rechazado',
	'emitido',
	'cuarentena',
	'duplicado',
	'sobrante',
	'sacado',
] as const

export type EstadoLoteCertificado = (typeof ESTADOS_LOTE_CERTIFICADO)[number]

/** Lo que le pasa a un certificado en su lote. */
export const SUCESOS_LOTE_CERTIFICADO = [
	'aceptar',
	'rechazar',
	'emitir',
	'apartar',
	'duplicar',
	'sobrar',
	'sacar',
] as const

type SucesoLoteCertificado = (typeof SUCESOS_LOTE_CERTIFICADO)[number]

/** Los estados desde los que un suceso se admite en un certificado: para la condición del cambio en la base. */
export const estadosDeCertificadoQueAdmiten = (suceso: SucesoLoteCertificado): EstadoLoteCertificado[] =>
	ESTADOS_LOTE_CERTIFICADO.filter((estado) => sucesosDeCertificado(estado).includes(suceso))

const sucesosDeCertificado = (estado: EstadoLoteCertificado): readonly SucesoLoteCertificado[] => {
	switch (estado) {
		case 'enviado':
			return ['aceptar', 'rechazar', 'apartar', 'duplicar', 'sobrar', 'emitir', 'sacar']
		case 'aceptado':
			return ['emitir', 'apartar', 'sobrar']
		case 'rechazado':
			// Otro envío del mismo lote puede traerlo bueno.
			return ['emitir', 'sobrar']
		case 'cuarentena':
			// También, al pedirlo otra vez; o la DSE averigua con SEP que no va a valer.
			return ['emitir', 'sobrar', 'rechazar']
		case 'duplicado':
			// El vigente resulta ser éste, enviado antes; o alguien dice que no lo es.
			return ['emitir', 'sobrar', 'rechazar']
		case 'sacado':
			return ['sobrar', 'emitir']
		case 'emitido':
		case 'sobrante':
			return []
	}
}

/** Tope de certificados por lote. */
export const MAXIMO_POR_LOTE = 1000

const HORA = 3_600_000

/** A las dos horas se avisa a quien envía; lo ordinario es que SEP ya haya respondido (11). */
export const AVISO_DE_LOTE = 2 * HORA

/** COSFAC dice a más tardar veinticuatro horas (11): después de eso lo que falte se da por no devuelto. */
export const PLAZO_COSFAC = 24 * HORA

/**
 * Cuánto esperar antes de preguntar otra vez por un lote de esa edad, en milisegundos: al principio cada `base`; conforme
 * envejece, la décima parte de su edad, sin pasar de una hora.
 */
export const esperaDeConsulta = (edad: number, base: number): number =>
	Math.min(Math.max(base, Math.floor(edad / 10)), Math.max(base, HORA))

/** Qué decir del estado a quien mira la página de lotes. */
export const fraseDeLote = (estado: EstadoLote): string => {
	switch (estado) {
		case 'integrado':
			return 'Listo para enviarse a COSFAC.'
		case 'enviando':
			return 'Se está enviando a COSFAC.'
		case 'aceptado':
			return 'COSFAC lo recibió.'
		case 'desconocido':
			return 'Se envió y no llegó la respuesta: no se sabe si COSFAC lo tomó. Se le pregunta, y no se repite mientras no conste que no lo tiene.'
		case 'detenido':
			return 'COSFAC no lo recibió. Corrija la causa y envíelo de nuevo.'
		case 'en-proceso':
			return 'COSFAC lo está revisando.'
		case 'leido':
			return 'COSFAC ya respondió por cada certificado; falta descargar.'
		case 'descargado':
			return 'Se descargó una parte; se vuelve a intentar con lo que falta.'
		case 'comprobado':
			return 'Ya se sabe de cada certificado; falta ver que COSFAC no tenga otro envío de este lote.'
		case 'cerrado':
			return 'Terminado.'
		case 'deshecho':
			return 'Se deshizo: un sello suyo no valía. Lo que sí puede viajar va en otro lote; lo detenido se vuelve a sellar.'
	}
}
