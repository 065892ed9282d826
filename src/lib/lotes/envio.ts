import { DESENLACES_DE_ENVIO, type DesenlaceDeEnvio } from '#core/domain/lotes/conciliacion.ts'
import type { Tono } from '../tramite/situacion.ts'

const DESENLACES: Record<DesenlaceDeEnvio, { readonly texto: string; readonly tono: Tono }> = {
	saliendo: { texto: 'Saliendo', tono: 'info' },
	aceptado: { texto: 'Lo recibió COSFAC', tono: 'bien' },
	negado: { texto: 'COSFAC lo negó', tono: 'mal' },
	'no-salio': { texto: 'No salió', tono: 'neutro' },
	desconocido: { texto: 'No se sabe si llegó', tono: 'alerta' },
	'no-lo-tienen': { texto: 'COSFAC no lo tiene', tono: 'neutro' },
	hallado: { texto: 'Se halló en COSFAC', tono: 'bien' },
}

/** Qué fue de un envío, en palabras. El que esta versión no conoce se dice tal cual. */
export const desenlaceDicho = (desenlace: string): { readonly texto: string; readonly tono: Tono } => {
	const conocido = DESENLACES_DE_ENVIO.find((uno) => uno === desenlace)
	return conocido ? DESENLACES[conocido] : { texto: desenlace, tono: 'neutro' }
}

const CANCELACIONES: Readonly<Record<string, { readonly texto: string; readonly tono: Tono }>> = {
	pendiente: { texto: 'Se está cancelando', tono: 'info' },
	cancelada: { texto: 'Cancelado en SEP', tono: 'bien' },
	negada: { texto: 'SEP negó cancelarlo', tono: 'mal' },
}

/** Cómo va la cancelación de un certificado que sobró, en palabras. */
export const cancelacionDicha = (estado: string): { readonly texto: string; readonly tono: Tono } =>
	CANCELACIONES[estado] ?? { texto: estado, tono: 'neutro' }
