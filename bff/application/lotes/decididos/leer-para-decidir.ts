import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { puede, tienePermiso, type Actor } from '#core/domain/rol.ts'
import type { Lectura } from '../../ports.ts'
import { leerLote, type LoteLeido } from '../mover-lote.ts'

/** El lote sobre el que alguien va a decidir, si puede: de los que no existen no se dice nada a quien no decide. */
export const leerParaDecidir = async (
	db: Lectura,
	actor: Actor,
	loteId: string,
): Promise<Result<LoteLeido, Motivo>> => {
	const acto = 'conciliar-lote'
	const lote = await leerLote(db, loteId)
	if (!lote) return rechazo(tienePermiso(actor.perfil, acto) ? 'no-encontrado' : 'sin-permiso', { acto })
	const permiso = puede(actor, acto, lote)
	return permiso.ok ? ok(lote) : permiso
}
