import { sql } from 'kysely'
import { MODELOS, type Modelo } from '#core/domain/folio.ts'
import { leerAjustePorEntidad } from '../ajustes/leer-ajuste.ts'
import type { Lectura } from '../ports.ts'

/** Lo que a un plantel le queda de un modelo, entre todos sus rangos. */
type Quedan = {
	readonly plantelId: string
	readonly modelo: Modelo
	readonly libres: number
	/** Ya es momento de asignarle otro rango, según el ajuste de su entidad (4). */
	readonly aviso: boolean
	/** Si tiene algún rango de ese modelo, aunque ya esté agotado. */
	readonly conRango: boolean
}

/** Lo que les queda de cada modelo a esos planteles (4), en el orden en que vienen. */
export const leerQuedan = async (
	db: Lectura,
	planteles: readonly { readonly id: string; readonly entidadId: string }[],
): Promise<Quedan[]> => {
	if (planteles.length === 0) return []
	const rangos = await db
		.selectFrom('rangoFolio')
		.select(['plantelId', 'modelo'])
		.select(sql<number>`sum(hasta - siguiente + 1)`.as('libres'))
		.where(
			'plantelId',
			'in',
			planteles.map(({ id }) => id),
		)
		.groupBy(['plantelId', 'modelo'])
		.execute()
	const libresDe = new Map(rangos.map((uno) => [`${uno.modelo} ${uno.plantelId}`, Number(uno.libres)]))
	const avisos = await leerAjustePorEntidad(
		db,
		'folios-aviso',
		new Set(planteles.map((uno) => uno.entidadId)),
	)
	return planteles.flatMap(({ id, entidadId }) =>
		MODELOS.map((modelo) => {
			const suyos = libresDe.get(`${modelo} ${id}`)
			const libres = suyos ?? 0
			return {
				plantelId: id,
				modelo,
				libres,
				aviso: libres <= (avisos.get(entidadId) ?? 0),
				conRango: suyos !== undefined,
			}
		}),
	)
}
