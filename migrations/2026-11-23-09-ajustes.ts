import { type Kysely, sql } from 'kysely'

/* Los ajustes: cada cambio es un renglón que no se borra; vale el último. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('ajuste')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('clave', 'text', (c) => c.notNull())
		// Sin entidad es el de toda la nación.
		.addColumn('entidad_id', 'text', (c) => c.references('entidad.id'))
		.addColumn('version', 'integer', (c) => c.notNull().check(sql`version >= 1`))
		// JSON; nulo: se quitó el propio y vuelve a valer el de arriba.
		.addColumn('valor', 'text')
		.addColumn('razon', 'text', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
	// Cada versión tiene un solo sucesor: de dos que cambian lo mismo a la vez, la base deja a uno.
	await sql`create unique index ajuste_version on ajuste (clave, coalesce(entidad_id, ''), version)`.execute(
		db,
	)
	await soloAgregar(db, 'ajuste')
}

/** Tabla de registro: la base misma niega cambiar y borrar (casa 11). La función de PostgreSQL es la de los registros. */
const soloAgregar = async (db: Base, tabla: string) => {
	if (esPostgres(db)) {
		await sql`${sql.raw(`create trigger ${tabla}_solo_agrega before update or delete on ${tabla}
			for each row execute function registro_solo_agrega()`)}`.execute(db)
		await sql`${sql.raw(`create trigger ${tabla}_sin_vaciar before truncate on ${tabla}
			for each statement execute function registro_solo_agrega()`)}`.execute(db)
		return
	}
	for (const acto of ['update', 'delete']) {
		await sql`${sql.raw(`create trigger ${tabla}_sin_${acto} before ${acto} on ${tabla}
			begin select raise(abort, 'registro_solo_agrega: ${tabla}'); end`)}`.execute(db)
	}
}

const esPostgres = (db: Base): boolean => db.getExecutor().adapter.constructor.name.includes('Postgres')
