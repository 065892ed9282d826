import { type Kysely, sql } from 'kysely'

/*
 * Lo que SEP rechaza se junta por lo que dice (15); los trabajos se miran y se purgan sin recorrer los hechos; de cada
 * servicio de afuera se sabe desde cuándo no contesta; y lo que SEP devolvió y no se creyó queda, con su razón y el
 * archivo que lo guarda. De la cuarentena nada se borra ni se cambia: sólo se anota cómo se resolvió.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await sql`create index lote_certificado_rechazado on lote_certificado (lote_id)
		where estado = 'rechazado'`.execute(db)
	await sql`create index trabajo_vivo on trabajo (clase, estado, no_antes) where estado <> 'hecho'`.execute(
		db,
	)
	await sql`create index trabajo_con_error on trabajo (clase, no_antes)
		where estado <> 'hecho' and ultimo_error is not null`.execute(db)
	await sql`create index trabajo_terminado on trabajo (terminado) where terminado is not null`.execute(db)
	await db.schema
		.createTable('servicio')
		.addColumn('nombre', 'text', (c) =>
			c.primaryKey().check(sql`nombre in ('cosfac', 'renapo', 'ocsp', 'correo', 'sae')`),
		)
		// La última vez que contestó, y desde cuándo no; nulo si contesta.
		.addColumn('contesto', 'text')
		.addColumn('calla_desde', 'text')
		.addColumn('visto', 'text', (c) => c.notNull())
		.execute()
	await db.schema
		.createTable('cuarentena')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('lote_id', 'text', (c) => c.notNull().references('lote.id'))
		// Nulo: no se sabe de qué certificado es, o es el ZIP entero.
		.addColumn('tramite_id', 'text', (c) => c.references('tramite.id'))
		.addColumn('numero_lote', 'text')
		// Como se llamaba en lo que SEP devolvió.
		.addColumn('archivo', 'text')
		.addColumn('razon', 'text', (c) => c.notNull())
		.addColumn('sha256', 'text', (c) => c.notNull())
		.addColumn('bytes', 'integer', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.addColumn('resuelta', 'text')
		.addColumn('resolucion', 'text', (c) => c.check(sql`resolucion in ('emitido', 'repedido', 'rechazado')`))
		.addCheckConstraint('cuarentena_resuelta_o_no', sql`(resuelta is null) = (resolucion is null)`)
		.execute()
	// La misma descarga, pedida otra vez, no se aparta dos veces.
	await sql`create unique index cuarentena_abierta
		on cuarentena (lote_id, coalesce(tramite_id, ''), sha256) where resuelta is null`.execute(db)
	await db.schema.createIndex('cuarentena_lote').on('cuarentena').column('lote_id').execute()
	await db.schema.createIndex('cuarentena_tramite').on('cuarentena').column('tramite_id').execute()
	await db.schema.createIndex('cuarentena_sha256').on('cuarentena').column('sha256').execute()
	await vigilar(db, 'cuarentena_no_se_borra', 'delete', 'old.id is not null')
	await vigilar(
		db,
		'cuarentena_no_cambia',
		'update',
		`old.resuelta is not null or new.id <> old.id or new.lote_id <> old.lote_id or new.razon <> old.razon
			or coalesce(new.tramite_id, '') <> coalesce(old.tramite_id, '')
			or coalesce(new.archivo, '') <> coalesce(old.archivo, '')
			or new.sha256 <> old.sha256 or new.bytes <> old.bytes
			or new.momento <> old.momento`,
	)
}

/** La base niega lo que se cumpla. */
const vigilar = async (db: Base, nombre: string, cuando: 'update' | 'delete', si: string): Promise<void> => {
	if (!db.getExecutor().adapter.constructor.name.includes('Postgres')) {
		await sql
			.raw(
				`create trigger ${nombre} before ${cuando} on cuarentena when ${si}
				begin select raise(abort, '${nombre}'); end`,
			)
			.execute(db)
		return
	}
	await sql
		.raw(
			`create function ${nombre}() returns trigger language plpgsql as $$ begin
				if ${si} then raise exception '${nombre}'; end if; return ${cuando === 'delete' ? 'old' : 'new'}; end $$`,
		)
		.execute(db)
	await sql
		.raw(`create trigger ${nombre} before ${cuando} on cuarentena for each row execute function ${nombre}()`)
		.execute(db)
}
