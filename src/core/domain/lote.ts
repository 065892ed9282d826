import { ok, rechazo, type Result } from './result.ts'

/**
 * Un lote es lo que se manda a COSFAC de una vez (11): hasta mil certificados de una entidad.
 *
 * integrado → enviando → aceptado → en-proceso → leido → descargado → cerrado. `desconocido`: salió y nadie sabe si
 * lo tomaron; no se repite solo, porque COSFAC no reconoce repeticiones y podría emitir dos veces. `detenido`: lo
 * negaron al recibirlo; no lo tienen, y alguien debe corregir la causa antes de mandarlo otra vez. `deshecho`: no llegó a
 * salir, porque un sello de los suyos resultó puesto con un certificado ya revocado (16).
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
	'cerrado',
	'deshecho',
] as const

export type EstadoLote = (typeof ESTADOS_LOTE)[number]

/** Lo que le pasa a un lote. `enviar` se anota antes de mandar: una caída a medio envío deja huella. */
export const SUCESOS_LOTE = [
	'enviar',
	'aceptar',
	'desconocer',
	'no-enviar',
	'detener',
	'reanudar',
	'procesar',
	'leer',
	'descargar',
	'cerrar',
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
			return { enviar: 'enviando', deshacer: 'deshecho' }
		case 'enviando':
			return { aceptar: 'aceptado', desconocer: 'desconocido', 'no-enviar': 'integrado', detener: 'detenido' }
		case 'desconocido':
			// La respuesta que llega tarde, cuando ya se daba por perdida, sigue siendo la respuesta.
			return { aceptar: 'aceptado' }
		case 'detenido':
			return { reanudar: 'integrado' }
		case 'aceptado':
			return { procesar: 'en-proceso', leer: 'leido' }
		case 'en-proceso':
			return { procesar: 'en-proceso', leer: 'leido' }
		case 'leido':
			return { descargar: 'descargado', cerrar: 'cerrado' }
		case 'descargado':
			return { descargar: 'descargado', cerrar: 'cerrado' }
		case 'cerrado':
		case 'deshecho':
			return {}
	}
}

/**
 * Cada certificado dentro del lote. `aceptado` y `rechazado` es lo que COSFAC dijo; `emitido`, que el documento volvió
 * y se comprobó; `cuarentena`, que volvió distinto de lo enviado, no volvió, o no se dijo nada de él; `sacado`, que su
 * lote se deshizo antes de salir.
 */
export type EstadoLoteCertificado = 'enviado' | 'aceptado' | 'rechazado' | 'emitido' | 'cuarentena' | 'sacado'

/** Tope de certificados por lote. */
export const MAXIMO_POR_LOTE = 1000

const HORA = 3_600_000

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
			return 'Se envió y no llegó la respuesta: no se sabe si COSFAC lo tomó. No se repite solo, para no emitir dos veces; pregunte a COSFAC por este archivo.'
		case 'detenido':
			return 'COSFAC no lo recibió. Corrija la causa y envíelo de nuevo.'
		case 'en-proceso':
			return 'COSFAC lo está revisando.'
		case 'leido':
			return 'COSFAC ya respondió por cada certificado; falta descargar.'
		case 'descargado':
			return 'Se descargó una parte; se vuelve a intentar con lo que falta.'
		case 'cerrado':
			return 'Terminado.'
		case 'deshecho':
			return 'Se deshizo antes de salir. Lo que sí puede viajar va en otro lote; lo detenido se vuelve a sellar.'
	}
}
