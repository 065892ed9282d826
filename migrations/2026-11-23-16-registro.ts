import { type Kysely, sql } from 'kysely'

/*
 * Los dos árboles de Merkle del registro (RFC 6962): el de la bitácora, que nace de `bitacora_hoja`, y el del Libro.
 * Las tres tablas sólo agregan.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('libro_hoja')
		.addColumn('indice', 'integer', (c) => c.primaryKey())
		.addColumn('clase', 'text', (c) => c.notNull().check(sql`clase in ('asiento', 'nota', 'cancelacion')`))
		// El folio del asiento o de la cancelación, o el id de la nota.
		.addColumn('clave', 'text', (c) => c.notNull())
		.addColumn('hoja', 'text', (c) => c.notNull())
		.addColumn('encadenado', 'text', (c) => c.notNull())
		.addUniqueConstraint('libro_hoja_de', ['clase', 'clave'])
		.execute()
	// Quien tiene un asiento sabe su hoja, y por ella pregunta en qué lugar del árbol está.
	await db.schema.createIndex('libro_hoja_hoja').on('libro_hoja').column('hoja').execute()
	await db.schema.createIndex('bitacora_hoja_hoja').on('bitacora_hoja').column('hoja').execute()
	await db.schema
		.createTable('arbol_nodo')
		.addColumn('arbol', 'text', (c) => c.notNull().check(sql`arbol in ('bitacora', 'libro')`))
		// Sólo subárboles completos de dos hojas o más: las hojas ya están en su tabla.
		.addColumn('nivel', 'integer', (c) => c.notNull().check(sql`nivel >= 1`))
		.addColumn('indice', 'integer', (c) => c.notNull())
		.addColumn('hash', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('arbol_nodo_pk', ['arbol', 'nivel', 'indice'])
		.execute()
	await db.schema
		.createTable('punto_control')
		.addColumn('arbol', 'text', (c) => c.notNull().check(sql`arbol in ('bitacora', 'libro')`))
		.addColumn('tamano', 'integer', (c) => c.notNull().check(sql`tamano >= 1`))
		.addColumn('llave_id', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		// La nota firmada entera, como se entrega.
		.addColumn('nota', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('punto_control_pk', ['arbol', 'tamano', 'llave_id'])
		.execute()
	for (const tabla of ['libro_hoja', 'arbol_nodo', 'punto_control']) await soloAgregar(db, tabla)
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
