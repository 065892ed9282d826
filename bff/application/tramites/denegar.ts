import type { ResultadoFila } from '#core/contract/problema.ts'
import { rechazo } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enOrden, filaNegada } from './filas.ts'
import { type DepsTramite, moverTramites } from './mover.ts'

/** La entidad niega solicitudes (7) y dice por qué; la matrícula queda libre para pedirse otra vez. */
export const denegar =
	(deps: DepsTramite) =>
	async (orden: {
		readonly actor: Actor
		readonly tramites: readonly string[]
		readonly razon: string
	}): Promise<ResultadoFila[]> => {
		const razon = orden.razon.trim()
		if (razon === '') return enOrden(orden.tramites).map((id) => filaNegada(id, rechazo('razon-requerida')))
		return moverTramites(deps, { actor: orden.actor, acto: 'denegar', ids: orden.tramites, razon })
	}
