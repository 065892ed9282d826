import type { ResultadoFila } from '#core/contract/problema.ts'
import type { Actor } from '#core/domain/rol.ts'
import { type DepsTramite, moverTramites } from './mover.ts'

/** El Colegio Estatal, la UODCDMX o la RCEO autoriza solicitudes de sus planteles (7). Una respuesta por trámite. */
export const autorizar =
	(deps: DepsTramite) =>
	(orden: { readonly actor: Actor; readonly tramites: readonly string[] }): Promise<ResultadoFila[]> =>
		moverTramites(deps, { actor: orden.actor, acto: 'autorizar', ids: orden.tramites })
