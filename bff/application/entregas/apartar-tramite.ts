import type { Base, Tx } from '../ports.ts'

/**
 * El trámite, apartado hasta que termine la transacción: lo que se decide sobre su buzón o su entrega va de uno en uno.
 * En SQLite ya es así, porque quien escribe entra solo.
 */
export const apartarTramite = (base: Base, tx: Tx, tramiteId: string) => {
	const fila = tx
		.selectFrom('tramite')
		.select(['id', 'estado', 'entidadId', 'plantelId'])
		.where('id', '=', tramiteId)
	return (base.dialecto === 'postgres' ? fila.forUpdate() : fila).executeTakeFirst()
}
