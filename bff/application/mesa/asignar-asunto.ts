import type { Motivo } from '#core/contract/motivo.ts'
import { ACTO_DE_ATENDER, CLASES_DE_ASUNTO } from '#core/domain/mesa/asunto.ts'
import { rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso } from '#core/domain/rol.ts'
import { conAsunto, hecho, type OrdenDeAsunto } from './con-asunto.ts'
import { type DepsMesa, losQueAtienden, moverAsunto } from './renglones.ts'

/** Asigna el asunto a una de las personas que atienden su clase; también a sí misma. */
export const asignarAsunto =
	(deps: DepsMesa) =>
	async (
		orden: OrdenDeAsunto & { readonly personaId: string; readonly visto: number },
	): Promise<Result<true, Motivo>> => {
		// Antes que la existencia, el permiso: a quien no atiende se le contesta igual exista o no.
		if (!CLASES_DE_ASUNTO.some((clase) => tienePermiso(orden.actor.perfil, ACTO_DE_ATENDER[clase])))
			return rechazo('sin-permiso', { acto: 'asignar-asunto' })
		return conAsunto(deps, orden, async (tx, asunto) => {
			const { personaId: asignadoId } = orden
			if (!(await losQueAtienden(tx, asunto.clase)).some(({ id }) => id === asignadoId))
				return rechazo('no-encontrado')
			return hecho(
				await moverAsunto(tx, deps, {
					...{ actor: orden.actor, asunto, acto: 'asignar', visto: orden.visto, asignadoId },
					suceso: { suceso: 'asignado', asignadoId },
					detalle: { asignado: asignadoId },
				}),
			)
		})
	}
