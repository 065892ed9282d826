import { type Kysely, sql } from 'kysely'

/*
 * La mesa de servicio (10, 15, 23). El asunto cambia de estado; lo que se dijo y se hizo en él, y sus adjuntos, sólo se
 * agregan. La base misma niega cerrar sin respuesta y escribir en lo cerrado.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('asunto')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('clase', 'text', (c) => c.notNull().check(sql`clase in ('baja', 'perfil', 'duda')`))
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('plantel_id', 'text', (c) => c.references('plantel.id'))
		.addColumn('abre_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('asignado_id', 'text', (c) => c.references('persona.id'))
		.addColumn('estado', 'text', (c) =>
			c.notNull().check(sql`estado in ('abierto', 'en-atencion', 'contestado', 'cerrado', 'reabierto')`),
		)
		.addColumn('tramite_id', 'text', (c) => c.references('tramite.id'))
		.addColumn('titulo', 'text', (c) => c.notNull())
		// Lo que la entidad pide de un perfil de usuario (10), en JSON.
		.addColumn('peticion', 'text')
		// Cuánto se ha dicho, hecho y adjuntado: el orden del siguiente renglón, y con qué se sabe si algo cambió.
		.addColumn('movimientos', 'integer', (c) => c.notNull())
		.addColumn('creado', 'text', (c) => c.notNull())
		.addColumn('actualizado', 'text', (c) => c.notNull())
		.addCheckConstraint('asunto_baja', sql`(clase = 'baja') = (tramite_id is not null)`)
		.addCheckConstraint('asunto_perfil', sql`(clase = 'perfil') = (peticion is not null)`)
		.execute()
	await db.schema
		.createIndex('asunto_nacional')
		.on('asunto')
		.columns(['clase', 'estado', 'actualizado'])
		.execute()
	await db.schema.createIndex('asunto_entidad').on('asunto').columns(['entidad_id', 'actualizado']).execute()
	await db.schema.createIndex('asunto_plantel').on('asunto').columns(['plantel_id', 'actualizado']).execute()
	// Una sola baja en curso por trámite: lo dice la base, no la página.
	await sql`create unique index asunto_baja_abierta on asunto (tramite_id)
		where clase = 'baja' and estado <> 'cerrado'`.execute(db)
	await db.schema
		.createTable('asunto_suceso')
		.addColumn('asunto_id', 'text', (c) => c.notNull().references('asunto.id'))
		.addColumn('orden', 'integer', (c) => c.notNull())
		.addColumn('suceso', 'text', (c) =>
			c
				.notNull()
				.check(sql`suceso in ('abierto', 'mensaje', 'asignado', 'ejecutado', 'cerrado', 'reabierto')`),
		)
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('lado', 'text', (c) => c.notNull().check(sql`lado in ('solicita', 'atiende')`))
		.addColumn('texto', 'text')
		.addColumn('asignado_id', 'text', (c) => c.references('persona.id'))
		// El acto que se hizo desde el asunto, y sobre qué: como en la bitácora.
		.addColumn('acto', 'text')
		.addColumn('objeto', 'text')
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('asunto_suceso_pk', ['asunto_id', 'orden'])
		.addCheckConstraint(
			'asunto_suceso_texto',
			sql`(texto is not null) = (suceso in ('abierto', 'mensaje', 'ejecutado', 'reabierto'))`,
		)
		.addCheckConstraint('asunto_suceso_acto', sql`(suceso = 'ejecutado') = (acto is not null)`)
		.execute()
	await db.schema
		.createTable('asunto_adjunto')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('asunto_id', 'text', (c) => c.notNull().references('asunto.id'))
		.addColumn('orden', 'integer', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('lado', 'text', (c) => c.notNull().check(sql`lado in ('solicita', 'atiende')`))
		.addColumn('nombre', 'text', (c) => c.notNull())
		.addColumn('tipo', 'text', (c) => c.notNull())
		.addColumn('bytes', 'integer', (c) => c.notNull().check(sql`bytes between 1 and 5242880`))
		.addColumn('sha256', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.addUniqueConstraint('asunto_adjunto_orden', ['asunto_id', 'orden'])
		.execute()
	for (const tabla of ['asunto_suceso', 'asunto_adjunto']) await soloAgregar(db, tabla)
	for (const regla of REGLAS) await vigilar(db, regla)
}

type Regla = {
	readonly nombre: string
	readonly tabla: string
	readonly cuando: 'insert' | 'update' | 'delete'
	/** Se niega si se cumple. */
	readonly si: string
}

const REGLAS: readonly Regla[] = [
	{ nombre: 'asunto_nace_abierto', tabla: 'asunto', cuando: 'insert', si: `new.estado <> 'abierto'` },
	{ nombre: 'asunto_no_se_borra', tabla: 'asunto', cuando: 'delete', si: 'old.id is not null' },
	{
		nombre: 'asunto_no_cambia',
		tabla: 'asunto',
		cuando: 'update',
		si: `new.id <> old.id or new.clase <> old.clase or new.entidad_id <> old.entidad_id
			or coalesce(new.plantel_id, '') <> coalesce(old.plantel_id, '') or new.abre_id <> old.abre_id
			or coalesce(new.tramite_id, '') <> coalesce(old.tramite_id, '') or new.titulo <> old.titulo
			or coalesce(new.peticion, '') <> coalesce(old.peticion, '') or new.creado <> old.creado
			or new.movimientos < old.movimientos`,
	},
	{
		// Nada se cierra sin respuesta: lo último que se dijo lo dijo quien atiende.
		nombre: 'asunto_sin_respuesta',
		tabla: 'asunto',
		cuando: 'update',
		si: `new.estado = 'cerrado' and old.estado <> 'cerrado' and not exists (
			select 1 from asunto_suceso s where s.asunto_id = new.id and s.lado = 'atiende'
			and s.suceso in ('mensaje', 'ejecutado') and not exists (
				select 1 from asunto_suceso m where m.asunto_id = new.id and m.orden > s.orden
				and m.texto is not null and (m.lado = 'solicita' or m.suceso = 'reabierto')))`,
	},
	{
		nombre: 'asunto_cerrado',
		tabla: 'asunto_suceso',
		cuando: 'insert',
		si: `new.suceso <> 'cerrado' and exists (
			select 1 from asunto a where a.id = new.asunto_id and a.estado = 'cerrado')`,
	},
	{
		nombre: 'asunto_cerrado_adjunto',
		tabla: 'asunto_adjunto',
		cuando: 'insert',
		si: `exists (select 1 from asunto a where a.id = new.asunto_id and a.estado = 'cerrado')`,
	},
]

const vigilar = async (db: Base, { nombre, tabla, cuando, si }: Regla): Promise<void> => {
	if (!esPostgres(db)) {
		await sql`${sql.raw(`create trigger ${nombre} before ${cuando} on ${tabla} when ${si}
			begin select raise(abort, '${nombre}'); end`)}`.execute(db)
		return
	}
	await sql`${sql.raw(`create function ${nombre}() returns trigger language plpgsql as $$ begin
		if ${si} then raise exception '${nombre}'; end if;
		return ${cuando === 'delete' ? 'old' : 'new'}; end $$`)}`.execute(db)
	await sql`${sql.raw(`create trigger ${nombre} before ${cuando} on ${tabla}
		for each row execute function ${nombre}()`)}`.execute(db)
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
