import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { anotar } from '../bitacora.ts'
import type { Tx } from '../ports.ts'
import type { DepsPersona, OrdenDePersona } from './alta.ts'
import { cerrarSesiones, conQuienAdministre, tomarCuenta } from './cuenta.ts'

/** TI da de baja una cuenta (10): deja de entrar al instante. Lo que hizo sigue a su nombre. */
export const bajaDePersona = async (
	tx: Tx,
	deps: DepsPersona,
	orden: OrdenDePersona & { readonly personaId: string },
): Promise<Result<{ readonly personaId: string }, Motivo>> => {
	const { actor, entidadId, asuntoId, personaId } = orden
	const cuenta = await tomarCuenta(tx, orden)
	if (!cuenta.ok) return cuenta
	if (cuenta.valor.activa === 0) return rechazo('persona-ya-de-baja')
	await tx.updateTable('persona').set({ activa: 0 }).where('id', '=', personaId).execute()
	const administra = await conQuienAdministre(tx, entidadId)
	if (!administra.ok) return administra
	await cerrarSesiones(tx, personaId)
	await anotar(tx, deps, {
		autor: actor,
		acto: 'baja-de-persona',
		objeto: `persona:${personaId}`,
		entidadId,
		plantelId: cuenta.valor.plantelId,
		detalle: { perfil: cuenta.valor.perfil, asunto: asuntoId },
	})
	return ok({ personaId })
}
