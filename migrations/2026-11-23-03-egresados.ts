import type { Kysely } from 'kysely'

/* Lo que el SAE dice de cada egresado, y lo que RENAPO dice de su CURP. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
export const up = async (db: Kysely<any>): Promise<void> => {
	await db.schema
		.createTable('importacion')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('archivo', 'text', (c) => c.notNull())
		.addColumn('sha256', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.references('persona.id'))
		.addColumn('filas', 'integer', (c) => c.notNull())
		.addColumn('altas', 'integer', (c) => c.notNull())
		.addColumn('cambios', 'integer', (c) => c.notNull())
		.execute()
	await db.schema
		.createTable('egresado')
		.addColumn('matricula', 'text', (c) => c.primaryKey())
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('plan_clave', 'text', (c) => c.notNull().references('plan_estudios.clave'))
		.addColumn('generacion', 'text', (c) => c.notNull())
		.addColumn('curp', 'text', (c) => c.notNull())
		.addColumn('nombre', 'text', (c) => c.notNull())
		.addColumn('primer_apellido', 'text', (c) => c.notNull())
		.addColumn('segundo_apellido', 'text')
		.addColumn('fecha_nacimiento', 'text', (c) => c.notNull())
		.addColumn('fecha_inicio', 'text', (c) => c.notNull())
		.addColumn('fecha_termino', 'text', (c) => c.notNull())
		.addColumn('fecha_secundaria', 'text')
		.addColumn('crip', 'text')
		.addColumn('institucion_medica', 'text')
		.addColumn('correo_institucional', 'text')
		.addColumn('datos_validados', 'integer', (c) => c.notNull())
		.addColumn('creditos_obtenidos', 'text', (c) => c.notNull())
		.addColumn('promedio', 'text', (c) => c.notNull())
		.addColumn('importacion_id', 'text', (c) => c.references('importacion.id'))
		.addColumn('actualizado', 'text', (c) => c.notNull())
		.execute()
	await db.schema
		.createIndex('egresado_plantel')
		.on('egresado')
		.columns(['plantel_id', 'generacion'])
		.execute()
	await db.schema
		.createTable('modulo_cursado')
		.addColumn('matricula', 'text', (c) => c.notNull().references('egresado.matricula'))
		.addColumn('clave', 'text', (c) => c.notNull())
		.addColumn('calificacion', 'text')
		.addColumn('aprobado', 'integer', (c) => c.notNull())
		.addPrimaryKeyConstraint('modulo_cursado_pk', ['matricula', 'clave'])
		.execute()
	await db.schema
		.createTable('confronta_renapo')
		.addColumn('curp', 'text', (c) => c.primaryKey())
		.addColumn('resultado', 'text', (c) => c.notNull())
		.addColumn('campos', 'text', (c) => c.notNull().defaultTo('[]'))
		.addColumn('huella_datos', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
}
