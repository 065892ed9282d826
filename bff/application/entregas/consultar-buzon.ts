import { leerBuzon } from './buzon.ts'
import type { Base, Huella, Reloj } from '../ports.ts'
import type { BuzonEstado } from '#core/contract/entrega.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ocultarCorreo } from '#core/domain/entrega.ts'
import { esMayorDeEdad, type Fecha, fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, type Result } from '#core/domain/result.ts'

/** Lo mínimo para pintar el buzón. No cambia nada: los revisores de enlaces pueden abrirlo cuanto quieran (13). */
export const consultarBuzon =
	(deps: { readonly base: Base; readonly reloj: Reloj; readonly huella: Huella }) =>
	async (ficha: string): Promise<Result<BuzonEstado, Motivo>> => {
		const ahora = deps.reloj()
		const buzon = await leerBuzon(deps.base.db, { huella: deps.huella, ahora }, ficha)
		if (!buzon.ok) return buzon
		const { valor } = buzon
		return ok({
			menor: !esMayorDeEdad(valor.fechaNacimiento as Fecha, fechaEnMexico(ahora)),
			institucional: valor.correoInstitucional === null ? null : ocultarCorreo(valor.correoInstitucional),
			identificado: valor.correo !== null,
			codigoEnviado: valor.codigo !== null && (valor.codigoVence ?? '') > ahora,
			confirmado: valor.confirmado !== null,
			vence: valor.vence,
		})
	}
