import type { Motivo } from '#core/contract/motivo.ts'
import { rechazo, type Result } from '#core/domain/result.ts'
import { conAsunto, hecho, type OrdenDeAsunto } from './con-asunto.ts'
import { type DepsMesa, moverAsunto } from './renglones.ts'

/** Reabre lo cerrado, diciendo qué falta. De una baja no quedan dos en curso. */
export const reabrirAsunto =
	(deps: DepsMesa) =>
	async (orden: OrdenDeAsunto & { readonly texto: string }): Promise<Result<true, Motivo>> => {
		try {
			return await conAsunto(deps, orden, async (tx, asunto) =>
				hecho(
					await moverAsunto(tx, deps, {
						...{ actor: orden.actor, asunto, acto: 'reabrir' },
						suceso: { suceso: 'reabierto', texto: orden.texto },
					}),
				),
			)
		} catch (error) {
			if (esOtraEnCurso(error)) return rechazo('asunto-ya-abierto')
			throw error
		}
	}

/** PostgreSQL nombra el índice; SQLite, la columna. */
const esOtraEnCurso = (error: unknown): boolean =>
	error instanceof Error &&
	/asunto_baja_abierta|UNIQUE constraint failed: asunto\.tramite_id/.test(error.message)
