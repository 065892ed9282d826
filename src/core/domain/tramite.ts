import { ok, rechazo, type Result } from './result.ts'

/**
 * Estados del trámite, en el orden en que suceden. Numerales: solicitado 5 · autorizado 7 · registrado 8 ·
 * cargado 6 · nombre-confirmado 17 · sellado-plantel y sellado-estatal 16 · enviado y emitido 11 · descargado 12 ·
 * entregado y acusado 13 · rechazado y baja 15.
 */
export const ESTADOS_TRAMITE = [
	'solicitado',
	'denegado',
	'retirado',
	'autorizado',
	'registrado',
	'cargado',
	'nombre-confirmado',
	'sellado-plantel',
	'sellado-estatal',
	'enviado',
	'rechazado',
	'baja',
	'emitido',
	'descargado',
	'entregado',
	'acusado',
] as const

export type EstadoTramite = (typeof ESTADOS_TRAMITE)[number]

/** Los actos que mueven un trámite de un estado a otro. */
export type ActoTramite =
	| 'autorizar'
	| 'denegar'
	| 'retirar'
	| 'registrar'
	| 'cargar'
	| 'reabrir'
	| 'devolver'
	| 'devolver-nombre'
	| 'confirmar-nombre'
	| 'sellar-plantel'
	| 'sellar-estatal'
	| 'volver-a-sellar'
	| 'enviar'
	| 'sacar-de-lote'
	| 'emitir'
	| 'rechazar'
	| 'dar-de-baja'
	| 'cancelar-folio'
	| 'descargar'
	| 'entregar'
	| 'acusar'

/**
 * El estado que sigue, o el rechazo `estado-no-permite`. Cada estado dice qué actos admite; lo que no dice, es no.
 */
export const transicion = (
	estado: EstadoTramite,
	acto: ActoTramite,
): Result<EstadoTramite, 'estado-no-permite'> => {
	const siguiente = siguientes(estado)[acto]
	return siguiente ? ok(siguiente) : rechazo('estado-no-permite', { estado, acto })
}

/** Los estados desde los que un acto se admite: para escribir la condición del cambio en la base. */
export const estadosQueAdmiten = (acto: ActoTramite): EstadoTramite[] =>
	ESTADOS_TRAMITE.filter((estado) => siguientes(estado)[acto] !== undefined)

/** Ya no cambia más, y deja libre la matrícula para otro trámite. */
export const esTerminal = (estado: EstadoTramite): boolean =>
	estado === 'denegado' || estado === 'retirado' || estado === 'baja'

type Siguientes = Partial<Record<ActoTramite, EstadoTramite>>

const siguientes = (estado: EstadoTramite): Siguientes => {
	switch (estado) {
		case 'solicitado':
			return { autorizar: 'autorizado', denegar: 'denegado', retirar: 'retirado' }
		case 'autorizado':
			return { registrar: 'registrado', retirar: 'retirado' }
		case 'registrado':
			// Un folio se cancela antes de enviarse, o si SEP lo rechazó: en lo que SEP tiene, manda lo que SEP diga (15).
			return { cargar: 'cargado', 'cancelar-folio': 'baja' }
		case 'cargado':
			// Si SAE cambia después de cargar, se vuelve a los requisitos (6, 18).
			return { 'confirmar-nombre': 'nombre-confirmado', reabrir: 'registrado', 'cancelar-folio': 'baja' }
		case 'nombre-confirmado':
			// Antes del primer sello, el nombre todavía puede corregirse (17).
			return {
				'confirmar-nombre': 'nombre-confirmado',
				'sellar-plantel': 'sellado-plantel',
				reabrir: 'registrado',
				// El director la devuelve: lo de SAE vuelve a los requisitos (6, 18); el nombre se confirma otra vez (17).
				devolver: 'registrado',
				'devolver-nombre': 'cargado',
				'cancelar-folio': 'baja',
			}
		case 'sellado-plantel':
			return {
				'sellar-estatal': 'sellado-estatal',
				// Un sello puesto con un certificado ya revocado (16) obliga a sellar otra vez, desde el plantel.
				'volver-a-sellar': 'nombre-confirmado',
				devolver: 'registrado',
				'devolver-nombre': 'cargado',
				'cancelar-folio': 'baja',
			}
		case 'sellado-estatal':
			return { enviar: 'enviado', 'volver-a-sellar': 'nombre-confirmado', 'cancelar-folio': 'baja' }
		case 'enviado':
			// Mientras su lote no sale, todavía puede sacarse: un sello resultó puesto con un certificado revocado (16).
			return { emitir: 'emitido', rechazar: 'rechazado', 'sacar-de-lote': 'sellado-estatal' }
		case 'rechazado':
			// La baja es del registro en el aplicativo (15): el trámite vuelve a los requisitos con su folio, a cargarse otra
			// vez. Sólo si la DSE ordena cancelar el folio, el trámite termina.
			// Y si en otro envío del mismo documento SEP sí lo había emitido, ése es el que vale (11).
			return { 'dar-de-baja': 'registrado', 'cancelar-folio': 'baja', emitir: 'emitido' }
		case 'emitido':
			return { descargar: 'descargado', entregar: 'entregado' }
		case 'descargado':
			return { descargar: 'descargado', entregar: 'entregado' }
		case 'entregado':
			return { descargar: 'entregado', entregar: 'entregado', acusar: 'acusado' }
		case 'acusado':
			return { descargar: 'acusado' }
		case 'denegado':
		case 'retirado':
		case 'baja':
			return {}
	}
}
