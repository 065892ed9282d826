import { type Kysely, sql } from 'kysely'

/*
 * El archivo (12, 14): en qué van el repaso, el barrido y la rotación; lo que se halló dañado; las descargas de una
 * generación; y la carta responsiva con sus envíos a la DSE. Los hallazgos no se borran; la carta y sus envíos sólo se agregan.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('archivo_tarea')
		.addColumn('clase', 'text', (c) => c.primaryKey().check(sql`clase in ('repasar', 'barrer', 'rotar')`))
		// Hasta dónde va: la fuente y el renglón. Nulo entre vuelta y vuelta.
		.addColumn('cursor', 'text')
		.addColumn('total', 'integer')
		.addColumn('vistos', 'integer', (c) => c.notNull())
		// Hallazgos del repaso, borrados del barrido, recifrados de la rotación.
		.addColumn('hechos', 'integer', (c) => c.notNull())
		.addColumn('iniciada', 'text', (c) => c.notNull())
		.addColumn('actualizada', 'text', (c) => c.notNull())
		.addColumn('terminada', 'text')
		// Por qué se detuvo la última vez: el almacén no respondía.
		.addColumn('error', 'text')
		.execute()
	await db.schema
		.createTable('archivo_hallazgo')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('fuente', 'text', (c) => c.notNull())
		// El renglón de esa fuente que nombra el archivo.
		.addColumn('renglon', 'text', (c) => c.notNull())
		.addColumn('sha256', 'text', (c) => c.notNull())
		.addColumn('tramite_id', 'text', (c) => c.references('tramite.id'))
		.addColumn('clase', 'text', (c) => c.notNull())
		.addColumn('problema', 'text', (c) =>
			c.notNull().check(sql`problema in ('falta', 'danado', 'llave', 'tamano')`),
		)
		.addColumn('hallado', 'text', (c) => c.notNull())
		.addColumn('visto', 'text', (c) => c.notNull())
		// Cuándo volvió a leerse bien.
		.addColumn('resuelto', 'text')
		.execute()
	await sql`create unique index archivo_hallazgo_abierto on archivo_hallazgo (fuente, renglon)
		where resuelto is null`.execute(db)
	// El barrido pregunta por huella quién nombra cada archivo.
	for (const tabla of ['archivo', 'asunto_adjunto', 'importacion_trozo']) {
		await db.schema.createIndex(`${tabla}_sha256`).on(tabla).column('sha256').execute()
	}
	await db.schema
		.createTable('descarga')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('plantel_id', 'text', (c) => c.references('plantel.id'))
		.addColumn('generacion', 'text')
		.addColumn('total', 'integer', (c) => c.notNull())
		.addColumn('hechos', 'integer', (c) => c.notNull())
		// Certificados a los que les faltó un archivo.
		.addColumn('incompletos', 'integer', (c) => c.notNull())
		.addColumn('estado', 'text', (c) =>
			c.notNull().check(sql`estado in ('lista', 'en-curso', 'hecha', 'cortada')`),
		)
		.addColumn('creado', 'text', (c) => c.notNull())
		.addColumn('vence', 'text', (c) => c.notNull())
		.addColumn('actualizado', 'text', (c) => c.notNull())
		.execute()
	await db.schema.createIndex('descarga_persona').on('descarga').columns(['persona_id', 'creado']).execute()
	await db.schema
		.createTable('carta')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('numero', 'integer', (c) => c.notNull().check(sql`numero >= 1`))
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		// Quien firmó, como estaba su cuenta al firmar, en JSON.
		.addColumn('firmante', 'text', (c) => c.notNull())
		.addColumn('corte', 'text', (c) => c.notNull())
		.addColumn('certificados', 'integer', (c) => c.notNull().check(sql`certificados >= 0`))
		.addColumn('relacion_sha256', 'text', (c) => c.notNull())
		.addColumn('relacion_bytes', 'integer', (c) => c.notNull())
		.addColumn('inicio', 'text', (c) => c.notNull())
		.addColumn('limite', 'text', (c) => c.notNull())
		.addColumn('no_certificado', 'text', (c) => c.notNull())
		.addColumn('certificado', 'text', (c) => c.notNull())
		.addColumn('cadena', 'text', (c) => c.notNull())
		.addColumn('sello', 'text', (c) => c.notNull())
		.addColumn('ocsp', 'text', (c) => c.notNull())
		.addColumn('pdf_sha256', 'text', (c) => c.notNull())
		.addColumn('pdf_bytes', 'integer', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.addUniqueConstraint('carta_numero', ['entidad_id', 'numero'])
		.execute()
	await db.schema
		.createTable('carta_envio')
		.addColumn('carta_id', 'text', (c) => c.notNull().references('carta.id'))
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('carta_envio_pk', ['carta_id', 'persona_id'])
		.execute()
	for (const tabla of ['carta', 'carta_envio']) await soloAgregar(db, tabla)
	await sinBorrar(db, 'archivo_hallazgo')
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
	for (const acto of ['update', 'delete']) await negarEnSqlite(db, tabla, acto)
}

const sinBorrar = async (db: Base, tabla: string) => {
	if (!esPostgres(db)) return negarEnSqlite(db, tabla, 'delete')
	await sql`${sql.raw(`create trigger ${tabla}_sin_delete before delete on ${tabla}
		for each row execute function registro_solo_agrega()`)}`.execute(db)
}

const negarEnSqlite = async (db: Base, tabla: string, acto: string) => {
	await sql`${sql.raw(`create trigger ${tabla}_sin_${acto} before ${acto} on ${tabla}
		begin select raise(abort, 'registro_solo_agrega: ${tabla}'); end`)}`.execute(db)
}

const esPostgres = (db: Base): boolean => db.getExecutor().adapter.constructor.name.includes('Postgres')
