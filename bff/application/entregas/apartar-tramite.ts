import { enAmbito } from '../alcance.ts'
import type { Base, Tx } from '../ports.ts'
import type { Ambito } from '#core/domain/rol.ts'

/**
 * El trámite, apartado hasta que termine la transacción: lo que se decide sobre su buzón o su entrega va de uno en uno.
 * En SQLite ya es así, porque quien escribe entra solo. Fuera del ámbito no lo hay, ni se espera a que lo suelten (10).
 */
export const apartarTramite = (
	base: Base,
	tx: Tx,
	tramiteId: string,
	ambito: Ambito = { tipo: 'nacional' },
) => {
	const fila = tx
		.selectFrom('tramite')
		.select(['id', 'estado', 'entidadId', 'plantelId'])
		.where('id', '=', tramiteId)
		.where(enAmbito(ambito))
	return (base.dialecto === 'postgres' ? fila.forUpdate() : fila).executeTakeFirst()
}
