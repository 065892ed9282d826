import type { Motivo } from '#core/contract/motivo.ts'
import type { ActoDeAsunto } from '#core/domain/mesa/asunto.ts'
import type { Result } from '#core/domain/result.ts'
import { conAsunto, hecho, type OrdenDeAsunto } from './con-asunto.ts'
import { type DepsMesa, moverAsunto } from './renglones.ts'

/** Escribe en el asunto: pregunta quien lo solicita, contesta quien lo atiende. */
export const escribirEnAsunto =
	(deps: DepsMesa) =>
	(orden: OrdenDeAsunto & { readonly texto: string }): Promise<Result<true, Motivo>> =>
		conAsunto(deps, orden, async (tx, asunto) => {
			const acto: ActoDeAsunto = asunto.papel === 'atiende' ? 'contestar' : 'preguntar'
			const suceso = { suceso: 'mensaje', texto: orden.texto } as const
			return hecho(await moverAsunto(tx, deps, { actor: orden.actor, asunto, acto, suceso }))
		})
