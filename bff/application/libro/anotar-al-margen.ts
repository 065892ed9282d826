import { type DepsBitacora } from '../bitacora.ts'
import type { Tx } from '../ports.ts'

/**
 * Escribe al margen del asiento de un folio lo que le pasó (8, 15): el asiento no se toca. No es un acto suelto: lo llama
 * el que cambia algo del folio, en su misma transacción, y ése lo anota en la bitácora. Devuelve el id de la nota.
 */
export const anotarAlMargen = async (
	tx: Tx,
	deps: Pick<DepsBitacora, 'azar' | 'reloj'>,
	nota: { readonly folio: string; readonly texto: string; readonly personaId: string | null },
): Promise<string> => {
	const id = deps.azar.id()
	await tx
		.insertInto('notaMarginal')
		.values({ id, ...nota, momento: deps.reloj() })
		.execute()
	return id
}
