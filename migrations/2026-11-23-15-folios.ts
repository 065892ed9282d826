import { type Kysely, sql } from 'kysely'

/*
 * Los rangos que se parten y se recuperan, los folios cancelados y la encuadernación del Libro (4, 8). Las tres tablas
 * sólo agregan.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('rango_suceso')
		.addColumn('id', 'text', (c) => c.primaryKey())
		// Sin llave foránea: un rango del que no se usó nada se borra al recuperarlo, y su historia queda.
		.addColumn('rango_id', 'text', (c) => c.notNull())
		.addColumn('suceso', 'text', (c) =>
			c.notNull().check(sql`suceso in ('asignado', 'partido', 'recibido', 'recuperado')`),
		)
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		// A qué plantel se pasaron, o de cuál llegaron.
		.addColumn('otro_plantel_id', 'text', (c) => c.references('plantel.id'))
		.addColumn('modelo', 'text', (c) => c.notNull().check(sql`modelo in ('2008', '2018')`))
		.addColumn('desde', 'integer', (c) => c.notNull())
		.addColumn('hasta', 'integer', (c) => c.notNull())
		.addColumn('razon', 'text')
		.addColumn('persona_id', 'text', (c) => c.references('persona.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.addCheckConstraint('rango_suceso_orden', sql`desde <= hasta`)
		.addCheckConstraint(
			'rango_suceso_otro',
			sql`(suceso in ('partido', 'recibido')) = (otro_plantel_id is not null)`,
		)
		.execute()
	await db.schema
		.createIndex('rango_suceso_plantel')
		.on('rango_suceso')
		.columns(['plantel_id', 'momento'])
		.execute()
	await db.schema
		.createTable('folio_cancelado')
		// Un folio se cancela una vez; el suyo no vuelve a darse: `folio` tampoco se borra.
		.addColumn('folio', 'text', (c) => c.primaryKey().references('folio.folio'))
		.addColumn('nota_id', 'text', (c) => c.notNull().unique().references('nota_marginal.id'))
		.addColumn('razon', 'text', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
	await db.schema
		.createTable('encuadernacion')
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('desde_numero', 'integer', (c) => c.notNull().check(sql`desde_numero >= 1`))
		.addColumn('volumen', 'integer', (c) => c.notNull().check(sql`volumen >= 1`))
		.addColumn('asientos_por_foja', 'integer', (c) => c.notNull().check(sql`asientos_por_foja >= 1`))
		.addColumn('fojas_por_volumen', 'integer', (c) => c.notNull().check(sql`fojas_por_volumen >= 1`))
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('encuadernacion_pk', ['plantel_id', 'desde_numero'])
		.addUniqueConstraint('encuadernacion_volumen', ['plantel_id', 'volumen'])
		.execute()
	await contarLoPasado(db)
	for (const columna of ['fojas_por_volumen', 'asientos_por_foja', 'aviso_folios']) {
		await db.schema.alterTable('plantel').dropColumn(columna).execute()
	}
	for (const tabla of ['rango_suceso', 'folio_cancelado', 'encuadernacion']) await soloAgregar(db, tabla)
	for (const regla of REGLAS) await vigilar(db, regla)
}

/** Los rangos de antes entran a la historia como se asignaron, y los Libros empezados siguen como iban. */
const contarLoPasado = async (db: Base): Promise<void> => {
	await sql`insert into rango_suceso
		(id, rango_id, suceso, entidad_id, plantel_id, modelo, desde, hasta, persona_id, momento)
		select id, id, 'asignado', entidad_id, plantel_id, modelo, desde, hasta, persona_id, asignado
		from rango_folio`.execute(db)
	await sql`insert into encuadernacion
		(plantel_id, desde_numero, volumen, asientos_por_foja, fojas_por_volumen, momento)
		select p.id, 1, 1, p.asientos_por_foja, p.fojas_por_volumen, a.momento
		from plantel p join asiento a on a.plantel_id = p.id and a.numero = 1`.execute(db)
}

type Regla = {
	readonly nombre: string
	readonly tabla: string
	readonly cuando: string
	/** Se niega si se cumple. `cifras` escribe un número con siete cifras. */
	readonly si: (cifras: (columna: string) => string) => string
	/** PostgreSQL no admite consultas en `when`: van dentro de la función. */
	readonly consulta?: true
}

const REGLAS: readonly Regla[] = [
	{
		// Un número dado no vuelve a darse: `siguiente` no baja, y el rango no cambia de principio, de modelo ni de dueño.
		nombre: 'rango_no_regresa',
		tabla: 'rango_folio',
		cuando: 'update',
		si: () => `new.siguiente < old.siguiente or new.desde <> old.desde or new.modelo <> old.modelo
			or new.plantel_id <> old.plantel_id or new.entidad_id <> old.entidad_id or new.id <> old.id`,
	},
	{
		nombre: 'rango_con_folios',
		tabla: 'rango_folio',
		cuando: 'delete',
		si: () => 'old.siguiente > old.desde',
	},
	{
		// El folio dice la serie, el modelo y el número de su rango, y es del modelo de su trámite (8).
		nombre: 'folio_en_su_rango',
		tabla: 'folio',
		cuando: 'insert',
		consulta: true,
		si: (cifras) => `new.folio <> 'CE' || new.modelo || ${cifras('new.numero')} or not exists (
			select 1 from rango_folio r join tramite t on t.modelo = r.modelo
			where r.id = new.rango_id and r.modelo = new.modelo and new.numero between r.desde and r.hasta
			and t.id = new.tramite_id)`,
	},
]

const vigilar = async (db: Base, { nombre, tabla, cuando, si, consulta }: Regla): Promise<void> => {
	if (!esPostgres(db)) {
		const condicion = si((columna) => `printf('%07d', ${columna})`)
		await sql`${sql.raw(`create trigger ${nombre} before ${cuando} on ${tabla} when ${condicion}
			begin select raise(abort, '${nombre}'); end`)}`.execute(db)
		return
	}
	const condicion = si((columna) => `lpad(${columna}::text, 7, '0')`)
	const negar = `raise exception '${nombre}';`
	await sql`${sql.raw(`create function ${nombre}() returns trigger language plpgsql as $$ begin
		${consulta ? `if ${condicion} then ${negar} end if; return new;` : negar} end $$`)}`.execute(db)
	await sql`${sql.raw(`create trigger ${nombre} before ${cuando} on ${tabla}
		for each row ${consulta ? '' : `when (${condicion})`} execute function ${nombre}()`)}`.execute(db)
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
