import type { ResultadoFila } from '#core/contract/problema.ts'
import { rechazo } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { type DepsTramite, moverTramites } from '../tramites/mover.ts'
import { losDetenidos } from './detenidos.ts'

/**
 * Servicios Escolares manda sellar otra vez lo que quedó detenido porque un sello se puso con un certificado ya revocado
 * (16), si todavía no viaja a SEP. Abre otro intento y vuelve a la dirección del plantel: el documento es el mismo, y los
 * sellos de antes quedan en el registro (20). Lo que no está detenido se niega, con su porqué.
 */
export const volverASellar =
	(deps: DepsTramite) =>
	(orden: { readonly actor: Actor; readonly tramites: readonly string[] }): Promise<ResultadoFila[]> =>
		moverTramites(deps, {
			actor: orden.actor,
			acto: 'volver-a-sellar',
			ids: orden.tramites,
			otroIntento: true,
			revisar: async (tx, tramites) => {
				const ids = tramites.map(({ id }) => id)
				const detenidos = await losDetenidos(tx, ids)
				return new Map(
					ids.filter((id) => !detenidos.has(id)).map((id) => [id, rechazo('sin-sello-revocado')]),
				)
			},
		})
