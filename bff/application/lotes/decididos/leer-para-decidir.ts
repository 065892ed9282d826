import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { puede, tienePermiso, type Actor } from '#core/domain/rol.ts'
import type { Lectura } from '../../ports.ts'
import { leerLote, type LoteLeido } from '../mover-lote.ts'

/** El lote sobre el que alguien va a decidir, si puede: de los demás no se dice nada. */
export const leerParaDecidir = async (
	db: Lectura,
	actor: Actor,
	loteId: string,
): Promise<Result<LoteLeido, Motivo>> => {
	const acto = 'conciliar-lote'
	// El permiso antes que el lote: a quien no decide se le contesta igual, exista o no.
	if (!tienePermiso(actor.perfil, acto)) return rechazo('sin-permiso', { acto })
	const lote = await leerLote(db, loteId)
	return lote && puede(actor, acto, lote).ok ? ok(lote) : rechazo('no-encontrado')
}
