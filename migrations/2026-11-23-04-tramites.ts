import { type Kysely, sql } from 'kysely'

/* El trámite, los rangos de folio y lo que se sella. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('rango_folio')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('modelo', 'text', (c) => c.notNull().check(sql`modelo in ('2008', '2018')`))
		.addColumn('desde', 'integer', (c) => c.notNull().check(sql`desde >= 1`))
		.addColumn('hasta', 'integer', (c) => c.notNull().check(sql`hasta <= 9999999`))
		.addColumn('siguiente', 'integer', (c) => c.notNull())
		.addColumn('asignado', 'text', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.references('persona.id'))
		.addCheckConstraint('rango_orden', sql`desde <= hasta and siguiente between desde and hasta + 1`)
		.execute()
	await db.schema
		.createIndex('rango_plantel')
		.on('rango_folio')
		.columns(['plantel_id', 'modelo', 'desde'])
		.execute()
	await sinTraslape(db)
	await db.schema
		.createTable('tramite')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('matricula', 'text', (c) => c.notNull().references('egresado.matricula'))
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('modelo', 'text', (c) => c.notNull().check(sql`modelo in ('2008', '2018')`))
		.addColumn('estado', 'text', (c) => c.notNull())
		.addColumn('abierto', 'integer', (c) => c.notNull().defaultTo(1))
		.addColumn('intento', 'integer', (c) => c.notNull().defaultTo(1))
		.addColumn('razon', 'text')
		.addColumn('nombre', 'text')
		.addColumn('primer_apellido', 'text')
		.addColumn('segundo_apellido', 'text')
		.addColumn('nombre_editado', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('folio_digital', 'text', (c) => c.unique())
		.addColumn('creado', 'text', (c) => c.notNull())
		.addColumn('actualizado', 'text', (c) => c.notNull())
		.execute()
	// Un solo trámite abierto por matrícula: lo dice la base, no la página.
	await sql`create unique index tramite_abierto on tramite (matricula) where abierto = 1`.execute(db)
	await db.schema.createIndex('tramite_matricula').on('tramite').columns(['matricula', 'creado']).execute()
	await db.schema.createIndex('tramite_estado').on('tramite').columns(['plantel_id', 'estado']).execute()
	await db.schema.createIndex('tramite_entidad').on('tramite').columns(['entidad_id', 'estado']).execute()
	// Lo que se sella: la foto de los datos al cargar (6), con el nombre ya confirmado (17).
	await db.schema
		.createTable('certificado')
		.addColumn('tramite_id', 'text', (c) => c.primaryKey().references('tramite.id'))
		.addColumn('folio', 'text', (c) => c.notNull().unique())
		.addColumn('dec', 'text', (c) => c.notNull())
		.addColumn('fecha', 'text', (c) => c.notNull())
		.addColumn('sello_calidad', 'integer', (c) => c.notNull())
		.addColumn('xml_sep', 'text')
		.addColumn('fecha_sep', 'text')
		.execute()
}

/** Dos rangos del mismo modelo nunca comparten un número, en toda la nación (4): lo vigila la base. */
const sinTraslape = async (db: Base) => {
	if (esPostgres(db)) {
		await sql`alter table rango_folio add constraint rango_sin_traslape
			exclude using gist (int8range(case modelo when '2008' then 20080000000 else 20180000000 end + desde,
			case modelo when '2008' then 20080000000 else 20180000000 end + hasta, '[]') with &&)`.execute(db)
		return
	}
	// Dar un folio sólo mueve `siguiente`: no hace falta comparar con los demás rangos.
	for (const [cuando, suceso] of [
		['insert', 'insert'],
		['update', 'update of modelo, desde, hasta'],
	] as const) {
		await sql`${sql.raw(`create trigger rango_sin_traslape_${cuando} before ${suceso} on rango_folio
			when exists (select 1 from rango_folio r where r.modelo = new.modelo and r.id <> new.id
				and r.desde <= new.hasta and new.desde <= r.hasta)
			begin select raise(abort, 'rango_sin_traslape'); end`)}`.execute(db)
	}
}

const esPostgres = (db: Base): boolean => db.getExecutor().adapter.constructor.name.includes('Postgres')
