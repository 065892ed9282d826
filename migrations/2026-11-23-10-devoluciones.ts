import { type Kysely, sql } from 'kysely'

/* Lo que un director devolvió a Servicios Escolares, con su razón. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('devolucion')
		.addColumn('tramite_id', 'text', (c) => c.notNull().references('tramite.id'))
		.addColumn('intento', 'integer', (c) => c.notNull())
		.addColumn('rol', 'text', (c) => c.notNull().check(sql`rol in ('plantel', 'estatal')`))
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('clase', 'text', (c) => c.notNull())
		.addColumn('razon', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		// Un intento se devuelve una sola vez: devolver abre el siguiente.
		.addPrimaryKeyConstraint('devolucion_pk', ['tramite_id', 'intento'])
		.execute()
	await soloAgregar(db, 'devolucion')
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
