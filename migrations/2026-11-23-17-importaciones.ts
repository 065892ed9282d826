import { type Kysely, sql } from 'kysely'

/*
 * La importación de SAE en dos tiempos (5, 18): lo que se sube se guarda por trozos en el almacén, se revisa sin tocar a
 * nadie y la persona decide. `importacion` dice en qué va; lo que trae (trozos, errores, cambios) se borra al decidir o al
 * vencer. `mapeo_sae` sólo agrega: de cada entidad vale el último.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

const ESTADOS = `'subiendo', 'trayendo', 'revisando', 'columnas', 'revisada', 'aplicando', 'aplicada', 'descartada',
	'vencida', 'fallida', 'sin-novedad'`
const CUENTAS = ['sin_cambio', 'con_error', 'errores', 'sellados', 'requisitos', 'reabre', 'reconfronta']

export const up = async (db: Base): Promise<void> => {
	const agregar = (columna: string) => ejecutar(db, `alter table importacion add column ${columna}`)
	await agregar('entidad_id text references entidad (id)')
	await agregar('plantel_id text references plantel (id)')
	await agregar(`origen text not null default 'archivo' check (origen in ('archivo', 'sae'))`)
	// Las que ya había se guardaban enteras o nada: están aplicadas.
	await agregar(`estado text not null default 'aplicada' check (estado in (${ESTADOS}))`)
	await agregar(`formato text check (formato in ('csv', 'xlsx', 'json'))`)
	await agregar('bytes integer not null default 0')
	await agregar('aplica_id text references persona (id)')
	await agregar('aplica_perfil text')
	await agregar('razon text')
	// El encabezado, los primeros valores y lo propuesto; y el mapeo con que se lee. JSON.
	await agregar('columnas text')
	await agregar('mapeo text')
	await agregar('hechos integer not null default 0')
	await agregar('total integer')
	for (const cuenta of CUENTAS) await agregar(`${cuenta} integer not null default 0`)
	await agregar('etag text')
	// Hasta cuándo se guarda lo que trae; nulo: ya no se guarda nada.
	await agregar('vence text')
	await ejecutar(db, 'create index importacion_plantel on importacion (plantel_id, momento)')
	await ejecutar(db, 'create index importacion_vence on importacion (vence) where vence is not null')

	await db.schema
		.createTable('importacion_trozo')
		.addColumn('importacion_id', 'text', (c) => c.notNull().references('importacion.id'))
		// El archivo como llegó, o sus renglones malos.
		.addColumn('clase', 'text', (c) => c.notNull().check(sql`clase in ('archivo', 'malos')`))
		.addColumn('orden', 'integer', (c) => c.notNull())
		.addColumn('bytes', 'integer', (c) => c.notNull())
		.addColumn('sha256', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('importacion_trozo_pk', ['importacion_id', 'clase', 'orden'])
		.execute()
	await db.schema
		.createTable('importacion_error')
		.addColumn('importacion_id', 'text', (c) => c.notNull().references('importacion.id'))
		.addColumn('orden', 'integer', (c) => c.notNull())
		.addColumn('clase', 'text', (c) => c.notNull().check(sql`clase in ('dato', 'sellado', 'ajeno')`))
		.addColumn('linea', 'integer', (c) => c.notNull())
		.addColumn('columna', 'text', (c) => c.notNull())
		.addColumn('valor', 'text', (c) => c.notNull())
		.addColumn('razon', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('importacion_error_pk', ['importacion_id', 'orden'])
		.execute()
	await db.schema
		.createTable('importacion_cambio')
		.addColumn('importacion_id', 'text', (c) => c.notNull().references('importacion.id'))
		.addColumn('linea', 'integer', (c) => c.notNull())
		.addColumn('matricula', 'text', (c) => c.notNull())
		// Qué dato, de qué a qué. JSON.
		.addColumn('datos', 'text', (c) => c.notNull())
		.addColumn('efecto', 'text', (c) =>
			c.notNull().check(sql`efecto in ('sin-tramite', 'requisitos', 'reabre')`),
		)
		.addColumn('reconfronta', 'integer', (c) => c.notNull())
		.addColumn('tramite_id', 'text')
		.addColumn('estado', 'text')
		.addColumn('folio', 'text')
		.addPrimaryKeyConstraint('importacion_cambio_pk', ['importacion_id', 'linea'])
		.execute()
	await db.schema
		.createIndex('importacion_cambio_efecto')
		.on('importacion_cambio')
		.columns(['importacion_id', 'efecto', 'linea'])
		.execute()
	await db.schema
		.createTable('mapeo_sae')
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('version', 'integer', (c) => c.notNull())
		.addColumn('mapeo', 'text', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.references('persona.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('mapeo_sae_pk', ['entidad_id', 'version'])
		.execute()
	await soloAgregar(db, 'mapeo_sae')
}

/** Tabla de registro: la base misma niega cambiar y borrar (casa 11). La función de PostgreSQL es la de los registros. */
const soloAgregar = async (db: Base, tabla: string) => {
	if (esPostgres(db)) {
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
		return
	}
	for (const acto of ['update', 'delete']) {
		await ejecutar(
			db,
			`create trigger ${tabla}_sin_${acto} before ${acto} on ${tabla}
				begin select raise(abort, 'registro_solo_agrega: ${tabla}'); end`,
		)
	}
}

const ejecutar = async (db: Base, texto: string): Promise<void> => {
	await sql.raw(texto).execute(db)
}

const esPostgres = (db: Base): boolean => db.getExecutor().adapter.constructor.name.includes('Postgres')
