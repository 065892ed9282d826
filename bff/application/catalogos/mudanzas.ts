import { errorDe, type ErrorFila } from '../sae/tabla.ts'
import type { Lectura } from '../ports.ts'
import type { Cambio } from './comparar.ts'
import type { NombreCatalogo } from './definiciones.ts'
import type { Valores } from './valores.ts'

/**
 * Un plantel con egresados no se muda de entidad: sus trámites, sus folios y su Libro son de la que era, y la otra vería a
 * su gente (10). Sin egresados todavía se puede corregir.
 */
export const erroresDeMudanza = async (
	db: Lectura,
	cual: NombreCatalogo,
	cambios: readonly Cambio[],
	habia: Valores,
): Promise<readonly ErrorFila[]> => {
	if (cual !== 'plantel') return []
	const mudados = cambios.filter(({ clave, despues }) =>
		(habia.get(clave) ?? []).some(({ datos }) => despues !== null && datos.entidad !== despues.datos.entidad),
	)
	if (mudados.length === 0) return []
	const conGente = new Set(
		(
			await db
				.selectFrom('plantel as p')
				.select('p.id')
				.where(
					'p.id',
					'in',
					mudados.map(({ clave }) => clave),
				)
				.where((e) =>
					e.exists(e.selectFrom('egresado as g').select('g.matricula').whereRef('g.plantelId', '=', 'p.id')),
				)
				.execute()
		).map(({ id }) => id),
	)
	return mudados
		.filter(({ clave }) => conGente.has(clave))
		.map(({ linea, despues }) =>
			errorDe(
				linea,
				'ENTIDAD',
				despues?.datos.entidad ?? '',
				'Este plantel ya tiene egresados y es de otra entidad: no puede cambiar. Dé de alta otro plantel.',
			),
		)
}
