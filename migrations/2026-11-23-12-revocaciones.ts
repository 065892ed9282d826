import { type Kysely, sql } from 'kysely'

/* Lo que el SAT contestó, ya después, del certificado de un sello que se puso sin poder comprobarlo (16, 20). Sólo agrega. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('revocacion_comprobada')
		.addColumn('tramite_id', 'text', (c) => c.notNull())
		.addColumn('rol', 'text', (c) => c.notNull())
		.addColumn('intento', 'integer', (c) => c.notNull())
		.addColumn('no_certificado', 'text', (c) => c.notNull())
		.addColumn('resultado', 'text', (c) =>
			c.notNull().check(sql`resultado in ('vigente', 'revocado-antes', 'revocado-despues')`),
		)
		.addColumn('revocado_desde', 'text')
		.addColumn('motivo', 'text')
		// La respuesta OCSP completa, DER en base64.
		.addColumn('ocsp', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		// Un sello se comprueba una vez: la primera respuesta que hubo.
		.addPrimaryKeyConstraint('revocacion_comprobada_pk', ['tramite_id', 'rol', 'intento'])
		.addForeignKeyConstraint('revocacion_comprobada_sello', ['tramite_id', 'rol', 'intento'], 'sello', [
			'tramite_id',
			'rol',
			'intento',
		])
		.addCheckConstraint(
			'revocacion_comprobada_desde',
			sql`(resultado = 'vigente') = (revocado_desde is null)`,
		)
		.execute()
	await sql`create index sello_sin_comprobar on sello (no_certificado) where revocacion = 'no-comprobado'`.execute(
		db,
	)
	await soloAgregar(db, 'revocacion_comprobada')
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
