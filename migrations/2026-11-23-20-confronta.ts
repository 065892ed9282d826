import { type Kysely, sql } from 'kysely'

/*
 * La respuesta de RENAPO es de quien preguntó: se guarda por CURP y por plantel, para que dar de alta a alguien no diga si
 * otro plantel ya lo tiene (10). Y cada matrícula que se encargó confrontar lleva un renglón hasta que RENAPO contesta:
 * de ahí salen cuántos faltan y cuántos se quedaron sin respuesta.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('confronta_de_plantel')
		.addColumn('curp', 'text', (c) => c.notNull())
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('resultado', 'text', (c) => c.notNull())
		.addColumn('campos', 'text', (c) => c.notNull().defaultTo('[]'))
		.addColumn('huella_datos', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('confronta_renapo_de_plantel', ['curp', 'plantel_id'])
		.execute()
	await sql`insert into confronta_de_plantel (curp, plantel_id, resultado, campos, huella_datos, momento)
		select distinct r.curp, e.plantel_id, r.resultado, r.campos, r.huella_datos, r.momento
		from confronta_renapo r join egresado e on e.curp = r.curp`.execute(db)
	await db.schema.dropTable('confronta_renapo').execute()
	await db.schema.alterTable('confronta_de_plantel').renameTo('confronta_renapo').execute()
	await (esPostgres(db) ? disparadoresPostgres(db) : disparadoresSqlite(db))

	await db.schema
		.createTable('confronta_encargada')
		.addColumn('matricula', 'text', (c) => c.primaryKey().references('egresado.matricula'))
		.addColumn('estado', 'text', (c) => c.notNull().check(sql`estado in ('por-preguntar', 'sin-respuesta')`))
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
	await db.schema.createIndex('confronta_vieja').on('confronta_renapo').column('momento').execute()
}

/** Los de la 13 se fueron con la tabla; éstos miran sólo a los de ese plantel. */
const disparadoresSqlite = async (db: Base): Promise<void> => {
	for (const suceso of ['insert', 'update', 'delete']) {
		const fila = suceso === 'delete' ? 'old' : 'new'
		await sql
			.raw(
				`create trigger evaluacion_renapo_${suceso} after ${suceso} on confronta_renapo begin
					update evaluacion set mascara = null where matricula in (select matricula from egresado
						where curp = ${fila}.curp and plantel_id = ${fila}.plantel_id); end`,
			)
			.execute(db)
	}
}

const disparadoresPostgres = async (db: Base): Promise<void> => {
	await sql`create or replace function evaluacion_renapo() returns trigger language plpgsql as $$ begin
		update evaluacion set mascara = null where matricula in (select e.matricula from egresado e
			join nuevas n on n.curp = e.curp and n.plantel_id = e.plantel_id); return null; end $$`.execute(db)
	for (const suceso of ['insert', 'update', 'delete']) {
		await sql
			.raw(
				`create trigger evaluacion_renapo_${suceso} after ${suceso} on confronta_renapo referencing
					${suceso === 'delete' ? 'old' : 'new'} table as nuevas for each statement execute function evaluacion_renapo()`,
			)
			.execute(db)
	}
}

const esPostgres = (db: Base): boolean => db.getExecutor().adapter.constructor.name.includes('Postgres')
