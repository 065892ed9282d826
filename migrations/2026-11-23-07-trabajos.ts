import { type Kysely, sql } from 'kysely'

/* Lo encargado para después: se escribe en la transacción de quien lo encarga. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
export const up = async (db: Kysely<any>): Promise<void> => {
	await db.schema
		.createTable('trabajo')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('clase', 'text', (c) => c.notNull())
		.addColumn('clave', 'text', (c) => c.notNull())
		.addColumn('carga', 'text', (c) => c.notNull())
		.addColumn('estado', 'text', (c) =>
			c.notNull().check(sql`estado in ('pendiente', 'en-curso', 'hecho', 'fallido')`),
		)
		.addColumn('no_antes', 'text', (c) => c.notNull())
		.addColumn('intentos', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('arriendo_hasta', 'text')
		.addColumn('ultimo_error', 'text')
		.addColumn('creado', 'text', (c) => c.notNull())
		.addColumn('terminado', 'text')
		.execute()
	await sql`create unique index trabajo_pendiente on trabajo (clase, clave) where estado = 'pendiente'`.execute(
		db,
	)
	// Mientras uno corre puede encargarse el que sigue, pero nunca corren dos a la vez.
	await sql`create unique index trabajo_en_curso on trabajo (clase, clave) where estado = 'en-curso'`.execute(
		db,
	)
	await db.schema.createIndex('trabajo_turno').on('trabajo').columns(['estado', 'no_antes']).execute()
}
