import { ok, rechazo, type Result } from '../result.ts'
import { type Acto, type Actor, alcanza, type Lugar, tienePermiso } from '../rol.ts'

/** De qué trata un asunto de la mesa de servicio: la baja de un registro (15), un perfil de usuario (10) o una duda (23). */
export const CLASES_DE_ASUNTO = ['baja', 'perfil', 'duda'] as const
export type ClaseAsunto = (typeof CLASES_DE_ASUNTO)[number]

/** `contestado`: lo último que se dijo lo dijo quien atiende; sólo de ahí se cierra. */
export const ESTADOS_DE_ASUNTO = ['abierto', 'en-atencion', 'contestado', 'cerrado', 'reabierto'] as const
export type EstadoAsunto = (typeof ESTADOS_DE_ASUNTO)[number]

/** Lo que espera a quien atiende. */
export const POR_ATENDER: readonly EstadoAsunto[] = ['abierto', 'en-atencion', 'reabierto']

/** Los actos que mueven un asunto. Pregunta quien lo abrió; contesta quien lo atiende. Adjuntar no lo mueve. */
export const ACTOS_DE_ASUNTO = ['asignar', 'preguntar', 'contestar', 'adjuntar', 'cerrar', 'reabrir'] as const
export type ActoDeAsunto = (typeof ACTOS_DE_ASUNTO)[number]

/** El estado que sigue, o por qué no: nada se cierra sin respuesta, y en lo cerrado no se escribe. */
export const transicionDeAsunto = (
	estado: EstadoAsunto,
	acto: ActoDeAsunto,
): Result<EstadoAsunto, 'asunto-cerrado' | 'asunto-sin-cerrar' | 'asunto-sin-respuesta'> => {
	if (estado === 'cerrado') return acto === 'reabrir' ? ok('reabierto') : rechazo('asunto-cerrado')
	switch (acto) {
		case 'asignar':
			return ok(estado === 'contestado' ? 'contestado' : 'en-atencion')
		case 'preguntar':
			return ok(estado === 'contestado' ? 'en-atencion' : estado)
		case 'contestar':
			return ok('contestado')
		case 'adjuntar':
			return ok(estado)
		case 'cerrar':
			return estado === 'contestado' ? ok('cerrado') : rechazo('asunto-sin-respuesta')
		case 'reabrir':
			return rechazo('asunto-sin-cerrar')
	}
}

/** Quién abre y quién atiende cada clase: la baja la pide el plantel (15); los perfiles, la entidad (10); dudas, todos (23). */
export const ACTO_DE_ABRIR: Readonly<Record<ClaseAsunto, Acto>> = {
	baja: 'abrir-baja',
	perfil: 'abrir-perfil',
	duda: 'abrir-duda',
}
export const ACTO_DE_ATENDER: Readonly<Record<ClaseAsunto, Acto>> = {
	baja: 'atender-baja',
	perfil: 'atender-perfil',
	duda: 'atender-duda',
}

/** Qué es alguien en un asunto: quien lo `solicita` (o su lugar), quien lo `atiende`, o quien sólo lo `mira` porque es de su entidad. */
export type Papel = 'solicita' | 'atiende' | 'mira'

/** El papel de quien actúa en un asunto de esa clase y lugar; null si no debe saber ni que existe. */
export const papelEn = (
	{ perfil, ambito }: Pick<Actor, 'perfil' | 'ambito'>,
	{ clase, ...lugar }: Lugar & { readonly clase: ClaseAsunto },
): Papel | null => {
	if (!alcanza(ambito, lugar)) return null
	if (tienePermiso(perfil, ACTO_DE_ATENDER[clase])) return 'atiende'
	// Lo nacional se reparte por clase: la DSE no ve perfiles de usuario, ni TI datos de egresados.
	if (ambito.tipo === 'nacional' || !tienePermiso(perfil, 'ver-mesa')) return null
	return tienePermiso(perfil, ACTO_DE_ABRIR[clase]) ? 'solicita' : 'mira'
}

/** Qué pidió la entidad de un perfil de usuario (10). */
export type CambioDePerfil = 'alta' | 'cambio' | 'baja'

/** Los perfiles que una entidad pide y TI administra (10): los cuatro que el numeral nombra. */
export const PERFILES_DE_ENTIDAD = [
	'escolares-plantel',
	'director-plantel',
	'escolares-estatal',
	'director-estatal',
] as const
export type PerfilDeEntidad = (typeof PERFILES_DE_ENTIDAD)[number]
/** Si la cuenta es de un plantel, y no de la entidad. */
export const esDePlantel = (perfil: PerfilDeEntidad): boolean =>
	perfil === 'escolares-plantel' || perfil === 'director-plantel'
/** Quien dirige sella, y para sellar hacen falta su CURP y su cargo (16). */
export const esDireccion = (perfil: PerfilDeEntidad): boolean =>
	perfil === 'director-plantel' || perfil === 'director-estatal'
