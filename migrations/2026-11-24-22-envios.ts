import { type Kysely, sql } from 'kysely'

/*
 * Cada envío a COSFAC es un renglón, escrito antes de salir y que no se borra; cada número de lote que se conoce de COSFAC
 * es un renglón, de un lote nuestro o ajeno; y cada certificado que sobró ante SEP se anota antes de pedir que lo cancelen.
 * La base niega adoptar dos números para un lote, cancelar el folio digital que vale y cambiar el de un trámite.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('envio_lote')
		.addColumn('lote_id', 'text', (c) => c.notNull().references('lote.id'))
		.addColumn('vez', 'integer', (c) => c.notNull().check(sql`vez >= 1`))
		.addColumn('nombre_archivo', 'text', (c) => c.notNull().unique())
		.addColumn('sha256', 'text', (c) => c.notNull())
		.addColumn('salio', 'text', (c) => c.notNull())
		.addColumn('piso', 'text')
		.addColumn('desenlace', 'text', (c) =>
			c
				.notNull()
				.check(
					sql`desenlace in ('saliendo', 'aceptado', 'negado', 'no-salio', 'desconocido', 'no-lo-tienen', 'hallado')`,
				),
		)
		.addColumn('numero_lote', 'text')
		.addColumn('mensaje', 'text')
		.addColumn('sabido', 'text')
		.addPrimaryKeyConstraint('envio_lote_pk', ['lote_id', 'vez'])
		.execute()
	await db.schema.createIndex('envio_lote_contenido').on('envio_lote').column('sha256').execute()
	await db.schema
		.createTable('lote_numero')
		.addColumn('numero', 'text', (c) => c.primaryKey())
		.addColumn('lote_id', 'text', (c) => c.references('lote.id'))
		.addColumn('papel', 'text', (c) => c.notNull().check(sql`papel in ('adoptado', 'sobrante', 'ajeno')`))
		.addColumn('revisado', 'integer', (c) =>
			c
				.notNull()
				.defaultTo(0)
				.check(sql`revisado in (0, 1)`),
		)
		.addColumn('visto', 'text', (c) => c.notNull())
		.addCheckConstraint('lote_numero_de_quien', sql`(papel = 'ajeno') = (lote_id is null)`)
		.execute()
	await sql`create unique index lote_numero_adoptado on lote_numero (lote_id) where papel = 'adoptado'`.execute(
		db,
	)
	await sql`create index lote_numero_orden on lote_numero (length(numero), numero)`.execute(db)
	await db.schema.createIndex('lote_numero_lote').on('lote_numero').column('lote_id').execute()
	await db.schema
		.createTable('cancelacion_sep')
		.addColumn('folio_digital', 'text', (c) => c.primaryKey())
		.addColumn('tramite_id', 'text', (c) => c.notNull().references('tramite.id'))
		.addColumn('intento', 'integer', (c) => c.notNull())
		.addColumn('lote_id', 'text', (c) => c.notNull().references('lote.id'))
		.addColumn('numero_lote', 'text', (c) => c.notNull())
		.addColumn('estado', 'text', (c) =>
			c.notNull().check(sql`estado in ('pendiente', 'cancelada', 'negada')`),
		)
		// El documento que prueba que era nuestro: lleva el sello que pusimos.
		.addColumn('xml', 'text', (c) => c.notNull())
		.addColumn('razon', 'text', (c) => c.notNull())
		.addColumn('codigo', 'integer')
		.addColumn('mensaje', 'text')
		.addColumn('pedida', 'text', (c) => c.notNull())
		.addColumn('sabida', 'text')
		.execute()
	await db.schema.createIndex('cancelacion_sep_lote').on('cancelacion_sep').column('lote_id').execute()
	await db.schema.createIndex('cancelacion_sep_tramite').on('cancelacion_sep').column('tramite_id').execute()
	for (const columna of ['pendiente', 'avisado', 'escalado']) {
		await db.schema.alterTable('lote').addColumn(columna, 'text').execute()
	}
	await db.schema
		.alterTable('lote_certificado')
		.addColumn('intento', 'integer', (c) => c.notNull().defaultTo(1))
		.execute()
	await db.schema.createIndex('lote_certificado_archivo').on('lote_certificado').column('archivo').execute()
	await pasarLoDeAntes(db)
	for (const regla of REGLAS) await vigilar(db, regla)
}

/** Lo que ya había salido, como si siempre se hubiera anotado así. */
const pasarLoDeAntes = async (db: Base): Promise<void> => {
	await sql`update lote_certificado set intento = (select intento from tramite where id = tramite_id)`.execute(
		db,
	)
	await sql`insert into envio_lote (lote_id, vez, nombre_archivo, sha256, salio, piso, desenlace, numero_lote, mensaje, sabido)
		select id, 1, nombre_archivo, sha256, enviado, null,
			case when numero_lote is not null then 'aceptado' when estado = 'desconocido' then 'desconocido'
				when estado = 'detenido' then 'negado' when estado = 'enviando' then 'saliendo' else 'no-salio' end,
			numero_lote, mensaje, actualizado
		from lote where enviado is not null and estado <> 'deshecho'`.execute(db)
	await sql`insert into lote_numero (numero, lote_id, papel, revisado, visto)
		select numero_lote, min(id), 'adoptado', 1, min(actualizado) from lote
		where numero_lote is not null group by numero_lote`.execute(db)
}

type Regla = {
	readonly nombre: string
	readonly tabla: string
	readonly cuando: 'insert' | 'update' | 'delete' | `update of ${string}`
	/** Se niega si se cumple. */
	readonly si: string
}

const REGLAS: readonly Regla[] = [
	{ nombre: 'envio_no_se_borra', tabla: 'envio_lote', cuando: 'delete', si: 'old.vez > 0' },
	{
		nombre: 'envio_nace_saliendo',
		tabla: 'envio_lote',
		cuando: 'insert',
		si: `new.desenlace <> 'saliendo' or new.numero_lote is not null`,
	},
	{
		// No sale otra vez mientras del anterior no conste que no lo tienen.
		nombre: 'envio_de_uno_en_uno',
		tabla: 'envio_lote',
		cuando: 'insert',
		si: `new.vez <> 1 + (select count(*) from envio_lote e where e.lote_id = new.lote_id)
			or exists (select 1 from envio_lote e where e.lote_id = new.lote_id
				and e.desenlace not in ('negado', 'no-salio', 'no-lo-tienen'))`,
	},
	{
		// Lo sabido no se olvida; que no lo tienen lo desmiente hallarlo después.
		nombre: 'envio_no_cambia',
		tabla: 'envio_lote',
		cuando: 'update',
		si: `new.lote_id <> old.lote_id or new.vez <> old.vez or new.nombre_archivo <> old.nombre_archivo
			or new.sha256 <> old.sha256 or new.salio <> old.salio or coalesce(new.piso, '') <> coalesce(old.piso, '')
			or (old.numero_lote is not null and coalesce(new.numero_lote, '') <> old.numero_lote)
			or (old.desenlace <> new.desenlace and (old.desenlace in ('aceptado', 'negado', 'no-salio', 'hallado')
				or new.desenlace = 'saliendo' or (old.desenlace = 'no-lo-tienen' and new.desenlace = 'desconocido')))`,
	},
	{ nombre: 'lote_numero_no_se_borra', tabla: 'lote_numero', cuando: 'delete', si: 'old.numero is not null' },
	{
		nombre: 'lote_numero_no_cambia_de_lote',
		tabla: 'lote_numero',
		cuando: 'update',
		si: `new.numero <> old.numero or (old.lote_id is not null and coalesce(new.lote_id, '') <> old.lote_id)`,
	},
	{
		nombre: 'lote_un_numero',
		tabla: 'lote',
		cuando: 'update of numero_lote',
		si: `old.numero_lote is not null and coalesce(new.numero_lote, '') <> old.numero_lote`,
	},
	{
		nombre: 'tramite_un_folio_digital',
		tabla: 'tramite',
		cuando: 'update of folio_digital',
		si: `(old.folio_digital is not null and coalesce(new.folio_digital, '') <> old.folio_digital)
			or (old.folio_digital is null and new.folio_digital is not null and exists (
				select 1 from cancelacion_sep c where c.folio_digital = new.folio_digital))`,
	},
	{
		// El que vale no se cancela nunca.
		nombre: 'cancelacion_de_lo_vigente',
		tabla: 'cancelacion_sep',
		cuando: 'insert',
		si: `new.estado <> 'pendiente' or exists (select 1 from tramite t where t.folio_digital = new.folio_digital)`,
	},
	{
		nombre: 'cancelacion_no_cambia',
		tabla: 'cancelacion_sep',
		cuando: 'update',
		si: `new.folio_digital <> old.folio_digital or new.tramite_id <> old.tramite_id or new.intento <> old.intento
			or new.lote_id <> old.lote_id or new.numero_lote <> old.numero_lote or new.xml <> old.xml
			or new.pedida <> old.pedida or (old.estado = 'cancelada' and new.estado <> 'cancelada')`,
	},
	{ nombre: 'cancelacion_no_se_borra', tabla: 'cancelacion_sep', cuando: 'delete', si: 'old.intento > 0' },
]

const vigilar = async (db: Base, { nombre, tabla, cuando, si }: Regla): Promise<void> => {
	if (!esPostgres(db)) {
		await sql
			.raw(
				`create trigger ${nombre} before ${cuando} on ${tabla} when ${si}
				begin select raise(abort, '${nombre}'); end`,
			)
			.execute(db)
		return
	}
	const fila = cuando === 'delete' ? 'old' : 'new'
	await sql
		.raw(
			`create function ${nombre}() returns trigger language plpgsql as $$ begin
				if ${si} then raise exception '${nombre}'; end if; return ${fila}; end $$`,
		)
		.execute(db)
	await sql
		.raw(`create trigger ${nombre} before ${cuando} on ${tabla} for each row execute function ${nombre}()`)
		.execute(db)
}

const esPostgres = (db: Base): boolean => db.getExecutor().adapter.constructor.name.includes('Postgres')
