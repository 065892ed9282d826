import { type Kysely, sql } from 'kysely'

/*
 * Qué matrículas da cada plantel: con su patrón, y no con lo que otro plantel ya tiene, se decide qué puede importar (10).
 * Los errores que lo dejaban ver, de lo que aún se guarda, quedan como los demás.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
export const up = async (db: Kysely<any>): Promise<void> => {
	await db.schema.alterTable('plantel').addColumn('patron_matricula', 'text').execute()
	await sql`update importacion_error set clase = 'dato' where clase = 'ajeno'`.execute(db)
}
