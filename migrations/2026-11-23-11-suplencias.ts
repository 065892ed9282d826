import { type Kysely, sql } from 'kysely'

/* La suplencia de quien no puede sellar (16): lo otorgado y lo que después le pasa. Las dos tablas sólo agregan. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('suplencia')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('rol', 'text', (c) => c.notNull().check(sql`rol in ('plantel', 'estatal')`))
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('plantel_id', 'text', (c) => c.references('plantel.id'))
		.addColumn('titular_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('suplente_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('otorga_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('desde', 'text', (c) => c.notNull())
		.addColumn('hasta', 'text', (c) => c.notNull())
		.addColumn('tope', 'integer', (c) => c.check(sql`tope >= 1`))
		.addColumn('razon', 'text', (c) => c.notNull())
		.addColumn('otorgada', 'text', (c) => c.notNull())
		.addCheckConstraint('suplencia_lugar', sql`(rol = 'plantel') = (plantel_id is not null)`)
		.addCheckConstraint('suplencia_periodo', sql`desde <= hasta`)
		.addCheckConstraint(
			'suplencia_personas',
			sql`titular_id <> suplente_id and otorga_id <> titular_id and otorga_id <> suplente_id`,
		)
		.execute()
	await db.schema.createIndex('suplencia_entidad').on('suplencia').columns(['entidad_id', 'hasta']).execute()
	await db.schema
		.createIndex('suplencia_suplente')
		.on('suplencia')
		.columns(['suplente_id', 'hasta'])
		.execute()
	await db.schema
		.createTable('suplencia_suceso')
		.addColumn('suplencia_id', 'text', (c) => c.notNull().references('suplencia.id'))
		.addColumn('suceso', 'text', (c) =>
			c.notNull().check(sql`suceso in ('confirmada', 'negada', 'revocada')`),
		)
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('razon', 'text')
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('suplencia_suceso_pk', ['suplencia_id', 'suceso'])
		.execute()
	// Se confirma o se niega, una vez.
	await sql`create unique index suplencia_respuesta on suplencia_suceso (suplencia_id)
		where suceso in ('confirmada', 'negada')`.execute(db)
	await db.schema
		.alterTable('sello')
		.addColumn('suplencia_id', 'text', (c) => c.references('suplencia.id'))
		.execute()
	await sql`create index sello_suplencia on sello (suplencia_id) where suplencia_id is not null`.execute(db)
	await (esPostgres(db) ? enPostgres(db) : enSqlite(db))
}

/** La condición de que otra suplencia del mismo sello y lugar, que sigue en pie, comparta un día con `new`. */
const TRASLAPE = `exists (select 1 from suplencia s
	where s.id <> new.id and s.rol = new.rol and s.entidad_id = new.entidad_id
	and coalesce(s.plantel_id, '') = coalesce(new.plantel_id, '')
	and s.desde <= new.hasta and new.desde <= s.hasta
	and not exists (select 1 from suplencia_suceso e
		where e.suplencia_id = s.id and e.suceso in ('negada', 'revocada')))`

/** La segunda persona (16) es otra: ni quien otorgó, ni el titular, ni el suplente. */
const MISMA_PERSONA = `new.suceso in ('confirmada', 'negada') and exists (select 1 from suplencia s
	where s.id = new.suplencia_id and new.persona_id in (s.otorga_id, s.titular_id, s.suplente_id))`

const enSqlite = async (db: Base): Promise<void> => {
	await ejecutar(
		db,
		`create trigger suplencia_sin_traslape before insert on suplencia when ${TRASLAPE}
			begin select raise(abort, 'suplencia_sin_traslape'); end`,
	)
	await ejecutar(
		db,
		`create trigger suplencia_segunda_persona before insert on suplencia_suceso when ${MISMA_PERSONA}
			begin select raise(abort, 'suplencia_segunda_persona'); end`,
	)
	for (const tabla of ['suplencia', 'suplencia_suceso']) {
		for (const acto of ['update', 'delete']) {
			await ejecutar(
				db,
				`create trigger ${tabla}_sin_${acto} before ${acto} on ${tabla}
					begin select raise(abort, 'registro_solo_agrega: ${tabla}'); end`,
			)
		}
	}
}

const enPostgres = async (db: Base): Promise<void> => {
	// El candado es por sello y lugar: dos que otorgan a la vez se esperan, y el segundo ya ve lo del primero.
	await ejecutar(
		db,
		`create function suplencia_sin_traslape() returns trigger language plpgsql as $$ begin
			perform pg_advisory_xact_lock(hashtextextended(
				'suplencia ' || new.rol || ' ' || new.entidad_id || ' ' || coalesce(new.plantel_id, ''), 0));
			if ${TRASLAPE} then raise exception 'suplencia_sin_traslape'; end if;
			return new; end $$`,
	)
	await ejecutar(
		db,
		`create function suplencia_segunda_persona() returns trigger language plpgsql as $$ begin
			if ${MISMA_PERSONA} then raise exception 'suplencia_segunda_persona'; end if;
			return new; end $$`,
	)
	await ejecutar(
		db,
		`create trigger suplencia_sin_traslape before insert on suplencia
			for each row execute function suplencia_sin_traslape()`,
	)
	await ejecutar(
		db,
		`create trigger suplencia_segunda_persona before insert on suplencia_suceso
			for each row execute function suplencia_segunda_persona()`,
	)
	for (const tabla of ['suplencia', 'suplencia_suceso']) {
		await ejecutar(
			db,
			`create trigger ${tabla}_solo_agrega before update or delete on ${tabla}
				for each row execute function registro_solo_agrega()`,
		)
		await ejecutar(
			db,
			`create trigger ${tabla}_sin_vaciar before truncate on ${tabla}
				for each statement execute function registro_solo_agrega()`,
		)
	}
}

const ejecutar = async (db: Base, texto: string): Promise<void> => {
	await sql.raw(texto).execute(db)
}

const esPostgres = (db: Base): boolean => db.getExecutor().adapter.constructor.name.includes('Postgres')
