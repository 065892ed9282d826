import type { Kysely } from 'kysely'

/* El buzón del egresado y lo que se le entrega. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
export const up = async (db: Kysely<any>): Promise<void> => {
	await db.schema
		.createTable('buzon')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('tramite_id', 'text', (c) => c.notNull().references('tramite.id'))
		.addColumn('ficha', 'text', (c) => c.notNull().unique())
		.addColumn('vence', 'text', (c) => c.notNull())
		.addColumn('intentos_identidad', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('correo', 'text')
		.addColumn('manifiesta', 'text')
		.addColumn('manifiesta_nombre', 'text')
		.addColumn('codigo', 'text')
		.addColumn('codigo_vence', 'text')
		.addColumn('codigos_enviados', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('intentos_codigo', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('confirmado', 'text')
		.addColumn('anulado', 'text')
		.addColumn('creado', 'text', (c) => c.notNull())
		.execute()
	await db.schema.createIndex('buzon_tramite').on('buzon').column('tramite_id').execute()
	await db.schema
		.createTable('entrega')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('tramite_id', 'text', (c) => c.notNull().references('tramite.id'))
		.addColumn('buzon_id', 'text', (c) => c.notNull().references('buzon.id'))
		.addColumn('correo', 'text', (c) => c.notNull())
		.addColumn('ficha', 'text', (c) => c.notNull().unique())
		.addColumn('estado', 'text', (c) => c.notNull())
		.addColumn('enviado', 'text')
		.addColumn('error', 'text')
		.addColumn('creado', 'text', (c) => c.notNull())
		.execute()
	await db.schema.createIndex('entrega_tramite').on('entrega').column('tramite_id').execute()
}
