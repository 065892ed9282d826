import {
	estadosDeLoteQueAdmiten,
	transicionLote,
	type EstadoLote,
	type SucesoLote,
} from '#core/domain/lote.ts'
import { anotar } from '../bitacora.ts'
import type { Autor, Azar, Huella, Lectura, Reloj, Tx } from '../ports.ts'
import type { TablaLote } from '../tablas/intercambio.ts'

export type DepsLote = { readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }

/** Quien mueve los lotes cuando nadie está mirando. */
export const SISTEMA: Autor = { sistema: 'lotes' }

export type LoteLeido = TablaLote & { readonly estado: EstadoLote }

/** El lote, o `undefined` si no existe. */
export const leerLote = async (db: Lectura, id: string): Promise<LoteLeido | undefined> => {
	const lote = await db.selectFrom('lote').selectAll().where('id', '=', id).executeTakeFirst()
	return lote && { ...lote, estado: lote.estado as EstadoLote }
}

/**
 * Cambia el lote si su estado admite el suceso, con su renglón de bitácora. Devuelve el estado nuevo, o `null` si ya no lo
 * admitía: otro llegó antes, y quien llama no debe hacer lo demás.
 */
export const moverLote = async (
	tx: Tx,
	deps: DepsLote,
	lote: { readonly id: string; readonly entidadId: string },
	suceso: SucesoLote,
	cambio: {
		readonly numeroLote?: string
		readonly mensaje?: string | null
		readonly enviado?: string
		readonly nombreArchivo?: string
		readonly autor?: Autor
	} = {},
): Promise<EstadoLote | null> => {
	const { autor = SISTEMA, ...columnas } = cambio
	// Desde cada estado un suceso lleva a uno solo: se prueba uno por uno, para que la condición sea exacta.
	for (const desde of estadosDeLoteQueAdmiten(suceso)) {
		const siguiente = transicionLote(desde, suceso)
		if (!siguiente.ok) continue
		const movido = await tx
			.updateTable('lote')
			// Lo que se movió ya no espera a nadie.
			.set({ ...columnas, estado: siguiente.valor, pendiente: null, actualizado: deps.reloj() })
			.where('id', '=', lote.id)
			.where('estado', '=', desde)
			.returning('id')
			.executeTakeFirst()
		if (!movido) continue
		if (desde !== siguiente.valor) {
			await anotar(tx, deps, {
				autor,
				acto: `lote-${suceso}`,
				objeto: `lote:${lote.id}`,
				entidadId: lote.entidadId,
				detalle: { de: desde, a: siguiente.valor, ...columnas },
			})
		}
		return siguiente.valor
	}
	return null
}
