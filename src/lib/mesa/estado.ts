import type { ClaseAsunto, EstadoAsunto } from '#core/domain/mesa/asunto.ts'
import type { Tono } from '../tramite/situacion.ts'

/** Cómo se llama cada clase de asunto en pantalla. */
export const CLASE: Record<ClaseAsunto, { readonly texto: string; readonly pide: string }> = {
	baja: { texto: 'Baja de un registro', pide: 'Baja de un registro que SEP rechazó (15)' },
	perfil: { texto: 'Perfil de usuario', pide: 'Perfil de usuario: alta, cambio o baja (10)' },
	duda: { texto: 'Duda', pide: 'Una duda sobre el certificado (23)' },
}

/** Cómo se dice en qué va un asunto, para quien lo atiende y para quien lo pidió. */
export const ESTADO: Record<EstadoAsunto, { readonly texto: string; readonly tono: Tono }> = {
	abierto: { texto: 'Nuevo', tono: 'alerta' },
	'en-atencion': { texto: 'En atención', tono: 'info' },
	contestado: { texto: 'Contestado', tono: 'bien' },
	cerrado: { texto: 'Cerrado', tono: 'neutro' },
	reabierto: { texto: 'Reabierto', tono: 'alerta' },
}

/** Qué se hizo desde el asunto. */
export const HECHO: Readonly<Record<string, string>> = {
	'dar-de-baja': 'dio de baja el registro',
	'cancelar-folio': 'canceló el folio',
	'alta-de-persona': 'dio de alta la cuenta',
	'cambio-de-persona': 'cambió la cuenta',
	'baja-de-persona': 'dio de baja la cuenta',
}
