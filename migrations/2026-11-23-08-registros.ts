import { type Kysely, sql } from 'kysely'

/* Los registros: lo que sólo se agrega. */

const REGISTROS = ['folio', 'asiento', 'nota_marginal', 'sello', 'acuse', 'bitacora', 'bitacora_hoja']

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('folio')
		.addColumn('folio', 'text', (c) => c.primaryKey())
		.addColumn('rango_id', 'text', (c) => c.notNull().references('rango_folio.id'))
		.addColumn('modelo', 'text', (c) => c.notNull())
		.addColumn('numero', 'integer', (c) => c.notNull())
		.addColumn('tramite_id', 'text', (c) => c.notNull().unique().references('tramite.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.addUniqueConstraint('folio_numero', ['modelo', 'numero'])
		.execute()
	await db.schema
		.createTable('asiento')
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('numero', 'integer', (c) => c.notNull())
		.addColumn('volumen', 'integer', (c) => c.notNull())
		.addColumn('foja', 'integer', (c) => c.notNull())
		.addColumn('renglon', 'integer', (c) => c.notNull())
		.addColumn('folio', 'text', (c) => c.notNull().unique().references('folio.folio'))
		.addColumn('cuv', 'text', (c) => c.notNull().unique())
		.addColumn('matricula', 'text', (c) => c.notNull())
		.addColumn('tramite_id', 'text', (c) => c.notNull().unique().references('tramite.id'))
		.addColumn('fecha', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('asiento_pk', ['plantel_id', 'numero'])
		// Un renglón del Libro tiene un solo asiento, y una foja se lee sin recorrer el Libro.
		.addUniqueConstraint('asiento_lugar', ['plantel_id', 'volumen', 'foja', 'renglon'])
		.execute()
	await db.schema
		.createTable('nota_marginal')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('folio', 'text', (c) => c.notNull().references('folio.folio'))
		.addColumn('texto', 'text', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.references('persona.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
	await db.schema
		.createTable('sello')
		.addColumn('tramite_id', 'text', (c) => c.notNull().references('tramite.id'))
		.addColumn('rol', 'text', (c) => c.notNull().check(sql`rol in ('plantel', 'estatal')`))
		.addColumn('intento', 'integer', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('firmante', 'text', (c) => c.notNull())
		.addColumn('no_certificado', 'text', (c) => c.notNull())
		.addColumn('certificado', 'text', (c) => c.notNull())
		.addColumn('cadena', 'text', (c) => c.notNull())
		.addColumn('sello', 'text', (c) => c.notNull())
		.addColumn('revocacion', 'text', (c) => c.notNull())
		.addColumn('ocsp', 'text')
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('sello_pk', ['tramite_id', 'rol', 'intento'])
		.execute()
	await db.schema
		.createTable('bitacora')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('momento', 'text', (c) => c.notNull())
		.addColumn('quien', 'text', (c) => c.notNull())
		.addColumn('perfil', 'text', (c) => c.notNull())
		.addColumn('acto', 'text', (c) => c.notNull())
		.addColumn('objeto', 'text', (c) => c.notNull())
		.addColumn('entidad_id', 'text')
		.addColumn('plantel_id', 'text')
		.addColumn('detalle', 'text', (c) => c.notNull())
		.addColumn('hoja', 'text', (c) => c.notNull())
		.execute()
	await db.schema.createIndex('bitacora_objeto').on('bitacora').columns(['objeto', 'momento']).execute()
	// El orden y el encadenado se escriben después, por un solo escritor: así anotar nunca hace fila.
	await db.schema
		.createTable('bitacora_hoja')
		.addColumn('indice', 'integer', (c) => c.primaryKey())
		.addColumn('bitacora_id', 'text', (c) => c.notNull().unique().references('bitacora.id'))
		.addColumn('hoja', 'text', (c) => c.notNull())
		.addColumn('encadenado', 'text', (c) => c.notNull())
		.execute()
	await db.schema
		.createTable('acuse')
		.addColumn('tramite_id', 'text', (c) => c.primaryKey().references('tramite.id'))
		.addColumn('entrega_id', 'text', (c) => c.notNull().references('entrega.id'))
		.addColumn('quien', 'text', (c) => c.notNull())
		.addColumn('nombre', 'text', (c) => c.notNull())
		.addColumn('correo', 'text', (c) => c.notNull())
		.addColumn('archivos', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
	for (const tabla of REGISTROS) await soloAgregar(db, tabla)
}

/** Tabla de registro: la base misma niega cambiar y borrar (producto: Libro; casa 11). */
const soloAgregar = async (db: Base, tabla: string) => {
	if (esPostgres(db)) {
		await sql`create or replace function registro_solo_agrega() returns trigger language plpgsql as
			$$ begin raise exception 'registro_solo_agrega: %', tg_table_name; end $$`.execute(db)
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
