import type { Motivo } from '#core/contract/motivo.ts'
import type { Result } from '#core/domain/result.ts'
import { conAsunto, hecho, type OrdenDeAsunto } from './con-asunto.ts'
import { type DepsMesa, moverAsunto } from './renglones.ts'

/** Cierra lo que ya tiene respuesta, si nadie escribió mientras tanto. */
export const cerrarAsunto =
	(deps: DepsMesa) =>
	(orden: OrdenDeAsunto & { readonly visto: number }): Promise<Result<true, Motivo>> =>
		conAsunto(deps, orden, async (tx, asunto) =>
			hecho(
				await moverAsunto(tx, deps, {
					...{ actor: orden.actor, asunto, acto: 'cerrar', visto: orden.visto },
					suceso: { suceso: 'cerrado' },
				}),
			),
		)
