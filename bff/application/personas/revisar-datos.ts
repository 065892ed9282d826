import type { Motivo } from '#core/contract/motivo.ts'
import type { DatosDePersona } from '#core/contract/mesa/persona.ts'
import { leerCurp } from '#core/domain/curp.ts'
import { esDePlantel, esDireccion } from '#core/domain/mesa/asunto.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Fecha, fechaEnMexico } from '#core/domain/fecha.ts'
import type { Lectura, Reloj, Tx } from '../ports.ts'
import { esInstitucional } from '../sesion/abrir-sesion.ts'

/**
 * Si esos datos pueden ser de una cuenta de esa entidad (10): correo institucional y de nadie más, plantel de la entidad si
 * el perfil es de plantel, y CURP y cargo si dirige, porque sin ellos no podría sellar (16). El cargo, uno del catálogo: su
 * clave va en el certificado (idCargo) y SEP rechaza la que no conoce.
 */
export const revisarDatos = async (
	db: Lectura | Tx,
	{ dominios, reloj }: { readonly dominios: readonly string[]; readonly reloj: Reloj },
	{
		entidadId,
		persona,
		personaId,
		completo,
	}: {
		readonly entidadId: string
		readonly persona: DatosDePersona
		/** De quién son, si ya tiene cuenta. */
		readonly personaId: string | null
		/** Si ya tienen que traer todo: quien pide puede no saber la clave del cargo; quien da de alta, sí. */
		readonly completo: boolean
	},
): Promise<Result<{ readonly entidadId: string | null; readonly plantelId: string | null }, Motivo>> => {
	if (!esInstitucional(persona.correo, dominios)) return rechazo('correo-fuera-de-dominio')
	if (persona.curp !== null && !leerCurp(persona.curp).ok) return rechazo('perfil-curp')
	if (
		completo &&
		esDireccion(persona.perfil) &&
		[persona.curp, persona.idCargo, persona.cargo].includes(null)
	)
		return rechazo('perfil-incompleto')
	if (persona.idCargo !== null) {
		const cargo = await revisarCargo(db, persona.idCargo, fechaEnMexico(reloj()))
		if (!cargo.ok) return cargo
	}
	const dePlantel = esDePlantel(persona.perfil)
	if (dePlantel !== (persona.plantelId !== null)) return rechazo('perfil-sin-lugar')
	if (persona.plantelId !== null) {
		const plantel = await db
			.selectFrom('plantel')
			.select('id')
			.where('id', '=', persona.plantelId)
			.where('entidadId', '=', entidadId)
			.executeTakeFirst()
		if (!plantel) return rechazo('plantel-ajeno')
	}
	const correo = await revisarCorreo(db, { correo: persona.correo, personaId })
	if (!correo.ok) return correo
	// Como las demás cuentas: la de plantel lleva sólo su plantel, que dice la entidad.
	return ok(dePlantel ? { entidadId: null, plantelId: persona.plantelId } : { entidadId, plantelId: null })
}

/** Que la clave esté en vigor en el catálogo de cargos (16). */
const revisarCargo = async (
	db: Lectura | Tx,
	cargo: string,
	hoy: Fecha,
): Promise<Result<true, 'cargo-desconocido'>> => {
	const rige = await db
		.selectFrom('catalogoValor')
		.select('clave')
		.where('catalogo', '=', 'cargo')
		.where('clave', '=', cargo)
		.where('desde', '<=', hoy)
		.where('hasta', '>=', hoy)
		.executeTakeFirst()
	return rige ? ok(true) : rechazo('cargo-desconocido', { cargo })
}

/** Que el correo no sea ya de otra cuenta: con él se reconoce a quien entra. */
export const revisarCorreo = async (
	db: Lectura | Tx,
	{ correo, personaId }: { readonly correo: string; readonly personaId: string | null },
): Promise<Result<true, 'correo-ya-usado'>> => {
	const otra = await db
		.selectFrom('persona')
		.select('id')
		.where((e) => e(e.fn<string>('lower', ['correo']), '=', correo))
		.executeTakeFirst()
	return otra && otra.id !== personaId ? rechazo('correo-ya-usado') : ok(true)
}
