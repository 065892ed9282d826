import type { Situacion } from '#core/contract/egresado.ts'
import type { Perfil } from '#core/domain/rol.ts'
import { inicioDe } from '../perfiles.ts'

export type Tono = 'neutro' | 'info' | 'bien' | 'alerta' | 'mal' | 'acento'

/**
 * Cómo se dice cada situación en pantalla y de qué color es. `turno` es a quién le toca el paso siguiente; null, a
 * nadie.
 */
export const SITUACION: Record<
	Situacion,
	{ readonly texto: string; readonly tono: Tono; readonly turno: string | null }
> = {
	'sin-tramite': { texto: 'Sin trámite', tono: 'neutro', turno: 'Servicios Escolares del plantel' },
	'via-tradicional': { texto: 'Vía tradicional', tono: 'neutro', turno: null },
	solicitado: { texto: 'Solicitado', tono: 'info', turno: 'Servicios Escolares estatal' },
	denegado: { texto: 'Denegado', tono: 'mal', turno: 'Servicios Escolares del plantel' },
	retirado: { texto: 'Retirado', tono: 'neutro', turno: 'Servicios Escolares del plantel' },
	autorizado: { texto: 'Autorizado', tono: 'info', turno: 'Servicios Escolares del plantel' },
	registrado: { texto: 'Registrado', tono: 'info', turno: 'Servicios Escolares del plantel' },
	cargado: { texto: 'Nombre por confirmar', tono: 'alerta', turno: 'Servicios Escolares del plantel' },
	'nombre-confirmado': {
		texto: 'Espera sello del plantel',
		tono: 'acento',
		turno: 'Dirección del plantel',
	},
	'sellado-plantel': { texto: 'Espera sello estatal', tono: 'acento', turno: 'Dirección estatal' },
	'sellado-estatal': { texto: 'Por enviar a SEP', tono: 'info', turno: 'Egreso, por su cuenta' },
	enviado: { texto: 'En SEP', tono: 'info', turno: 'SEP' },
	rechazado: { texto: 'Rechazado por SEP', tono: 'mal', turno: 'Servicios Escolares del plantel' },
	baja: { texto: 'Dado de baja', tono: 'neutro', turno: 'Servicios Escolares del plantel' },
	emitido: { texto: 'Emitido', tono: 'bien', turno: 'Servicios Escolares del plantel' },
	descargado: { texto: 'Emitido y descargado', tono: 'bien', turno: 'Servicios Escolares del plantel' },
	entregado: { texto: 'Entregado, sin acuse', tono: 'bien', turno: 'El egresado' },
	acusado: { texto: 'Acuse recibido', tono: 'bien', turno: null },
}

/** Los pasos de la línea del trámite, con los estados que ya lo cumplieron de ahí en adelante. */
export const PASOS: readonly {
	readonly hasta: Situacion
	readonly texto: string
	readonly numeral: string
}[] = [
	{ hasta: 'solicitado', texto: 'Solicitado', numeral: '5' },
	{ hasta: 'autorizado', texto: 'Autorizado', numeral: '7' },
	{ hasta: 'registrado', texto: 'Folio registrado', numeral: '8' },
	{ hasta: 'cargado', texto: 'Cargado', numeral: '6' },
	{ hasta: 'nombre-confirmado', texto: 'Nombre confirmado', numeral: '17' },
	{ hasta: 'sellado-plantel', texto: 'Sello del plantel', numeral: '16' },
	{ hasta: 'sellado-estatal', texto: 'Sello estatal', numeral: '16' },
	{ hasta: 'enviado', texto: 'Enviado a SEP', numeral: '11' },
	{ hasta: 'emitido', texto: 'Emitido', numeral: '11' },
	{ hasta: 'entregado', texto: 'Entregado', numeral: '13' },
	{ hasta: 'acusado', texto: 'Acuse recibido', numeral: '13' },
]

/** Cuántos de {@link PASOS} lleva cumplidos una situación. */
export const pasosCumplidos = (situacion: Situacion): number => {
	switch (situacion) {
		case 'sin-tramite':
		case 'via-tradicional':
		case 'denegado':
		case 'retirado':
		case 'baja':
			return 0
		case 'solicitado':
			return 1
		case 'autorizado':
			return 2
		case 'registrado':
			return 3
		case 'cargado':
			return 4
		case 'nombre-confirmado':
			return 5
		case 'sellado-plantel':
			return 6
		case 'sellado-estatal':
			return 7
		case 'enviado':
		case 'rechazado':
			return 8
		case 'emitido':
		case 'descargado':
			return 9
		case 'entregado':
			return 10
		case 'acusado':
			return 11
	}
}

/** La raíz de las pantallas de un perfil que ve egresados: /plantel, /estado o /nacional. */
export const raizDe = (perfil: Perfil): string => (perfil === 'ti' ? '/nacional' : inicioDe(perfil))
