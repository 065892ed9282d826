import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Ambito } from '#core/domain/rol.ts'

/** Las columnas que dicen dónde está un renglón. */
type ColumnasDeLugar = { readonly entidad: string; readonly plantel: string }

/**
 * Lo que un ámbito alcanza (10), como condición de la consulta: lo ajeno no se lee, así que se contesta igual que lo que
 * no existe, con las mismas consultas y sin que nada dependa de cómo es. De varios ámbitos, lo que alcance cualquiera.
 */
export const enAmbito = (
	ambito: Ambito | readonly Ambito[],
	{ entidad, plantel }: ColumnasDeLugar = { entidad: 'entidadId', plantel: 'plantelId' },
): RawBuilder<SqlBool> => {
	const condiciones = (Array.isArray(ambito) ? (ambito as readonly Ambito[]) : [ambito as Ambito]).map(
		(uno) => {
			switch (uno.tipo) {
				case 'nacional':
					return sql<SqlBool>`1 = 1`
				case 'entidad':
					return sql<SqlBool>`${sql.ref(entidad)} = ${uno.entidadId}`
				case 'plantel':
					return sql<SqlBool>`(${sql.ref(entidad)} = ${uno.entidadId} and ${sql.ref(plantel)} = ${uno.plantelId})`
			}
		},
	)
	return condiciones.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`(${sql.join(condiciones, sql` or `)})`
}
