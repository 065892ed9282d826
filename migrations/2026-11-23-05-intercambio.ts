import type { Kysely } from 'kysely'

/* Lo que va y viene con la SEP, y los archivos que deja. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
export const up = async (db: Kysely<any>): Promise<void> => {
	await db.schema
		.createTable('lote')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('estado', 'text', (c) => c.notNull())
		.addColumn('nombre_archivo', 'text', (c) => c.notNull().unique())
		.addColumn('sha256', 'text', (c) => c.notNull())
		.addColumn('numero_lote', 'text')
		.addColumn('mensaje', 'text')
		.addColumn('creado', 'text', (c) => c.notNull())
		.addColumn('enviado', 'text')
		.addColumn('actualizado', 'text', (c) => c.notNull())
		.execute()
	await db.schema
		.createTable('lote_certificado')
		.addColumn('lote_id', 'text', (c) => c.notNull().references('lote.id'))
		.addColumn('tramite_id', 'text', (c) => c.notNull().references('tramite.id'))
		.addColumn('archivo', 'text', (c) => c.notNull())
		.addColumn('xml', 'text', (c) => c.notNull())
		.addColumn('estado', 'text', (c) => c.notNull())
		.addColumn('descripcion', 'text')
		.addPrimaryKeyConstraint('lote_certificado_pk', ['lote_id', 'tramite_id'])
		.execute()
	await db.schema
		.createIndex('lote_certificado_tramite')
		.on('lote_certificado')
		.column('tramite_id')
		.execute()
	await db.schema
		.createTable('archivo')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('tramite_id', 'text', (c) => c.notNull().references('tramite.id'))
		.addColumn('clase', 'text', (c) => c.notNull())
		.addColumn('nombre', 'text', (c) => c.notNull())
		.addColumn('sha256', 'text', (c) => c.notNull())
		.addColumn('bytes', 'integer', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
	await db.schema.createIndex('archivo_tramite').on('archivo').columns(['tramite_id', 'clase']).execute()
}
