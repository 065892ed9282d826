import { sql } from 'kysely'
import type { DepsLote } from '../lotes/mover-lote.ts'
import type { Almacen, Base, Tx } from '../ports.ts'

type DepsApartar = DepsLote & { readonly base: Base; readonly almacen: Pick<Almacen, 'guardar'> }

/** Algo que SEP devolvió y no se creyó, con sus bytes. */
export type Apartado = {
	/** null: no se sabe de qué certificado es, o es el ZIP entero. */
	readonly tramiteId: string | null
	/** Como se llamaba en lo que SEP devolvió. */
	readonly archivo: string | null
	readonly razon: string
	readonly bytes: Uint8Array
}

/** Cuántos se guardan de una descarga: nadie llena el almacén mandando basura. */
const MAXIMO = 1100

/** Cuánto se guarda del nombre con que vino. */
const LARGO_DE_NOMBRE = 150

/**
 * Guarda lo apartado, cifrado, con la razón en un renglón propio (11). Primero los bytes y después el renglón que los nombra.
 * Lo mismo, devuelto otra vez, no se aparta dos veces mientras nadie lo resuelva.
 */
export const guardarApartados = async (
	deps: DepsApartar,
	lote: { readonly id: string; readonly numeroLote: string | null },
	apartados: readonly Apartado[],
): Promise<void> => {
	for (const { bytes, ...apartado } of apartados.slice(0, MAXIMO)) {
		const guardado = await deps.almacen.guardar(bytes)
		await deps.base.enTransaccion((tx) => nombrarApartado(tx, deps, lote, { ...apartado, guardado }))
	}
}

/** El renglón de algo apartado que ya está en el almacén. */
export const nombrarApartado = async (
	tx: Tx,
	deps: DepsLote,
	lote: { readonly id: string; readonly numeroLote: string | null },
	{
		tramiteId,
		archivo,
		razon,
		guardado,
	}: Omit<Apartado, 'bytes'> & { readonly guardado: { readonly sha256: string; readonly bytes: number } },
): Promise<void> => {
	await tx
		.insertInto('cuarentena')
		.values({
			...{ id: deps.azar.id(), loteId: lote.id, tramiteId, numeroLote: lote.numeroLote, razon },
			...{ archivo: archivo?.slice(0, LARGO_DE_NOMBRE) ?? null, momento: deps.reloj() },
			...{ sha256: guardado.sha256, bytes: guardado.bytes, resuelta: null, resolucion: null },
		})
		// Con expresiones, y literal: SQLite sólo reconoce el índice si se escribe igual.
		.onConflict((conflicto) =>
			conflicto
				.expression(sql`lote_id, coalesce(tramite_id, ''), sha256`)
				.where(sql<boolean>`resuelta is null`)
				.doNothing(),
		)
		.execute()
}

/** Lo apartado de un lote deja de estar por resolver. Sin trámite, todo lo del lote. */
export const resolverApartados = async (
	tx: Tx,
	deps: Pick<DepsLote, 'reloj'>,
	{ loteId, tramiteId }: { readonly loteId: string; readonly tramiteId?: string },
	resolucion: 'emitido' | 'repedido' | 'rechazado',
): Promise<number> => {
	let abiertos = tx
		.updateTable('cuarentena')
		.set({ resuelta: deps.reloj(), resolucion })
		.where('loteId', '=', loteId)
		.where('resuelta', 'is', null)
	if (tramiteId !== undefined) abiertos = abiertos.where('tramiteId', '=', tramiteId)
	return Number((await abiertos.executeTakeFirst()).numUpdatedRows)
}
