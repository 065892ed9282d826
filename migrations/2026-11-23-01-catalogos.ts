import { type Kysely, sql } from 'kysely'

/*
 * Primera carta: quién expide y qué se estudia. En todas, momentos: texto ISO 8601 UTC con milésimas; fechas:
 * 'AAAA-MM-DD'; sí/no: entero 0/1; JSON: texto. Así las dos bases guardan y ordenan lo mismo.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
export const up = async (db: Kysely<any>): Promise<void> => {
	await db.schema
		.createTable('entidad')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('nombre', 'text', (c) => c.notNull())
		.addColumn('tipo', 'text', (c) => c.notNull().check(sql`tipo in ('colegio-estatal', 'uodcdmx', 'rceo')`))
		.addColumn('firmante', 'text', (c) =>
			c
				.notNull()
				.defaultTo('estatal')
				.check(sql`firmante in ('plantel', 'estatal')`),
		)
		.addColumn('entidad_federativa', 'text', (c) => c.notNull())
		.addColumn('servicio_firmante', 'text', (c) => c.notNull())
		.addColumn('nombre_sen', 'text', (c) => c.notNull())
		.addColumn('nombre_dependencia', 'text', (c) => c.notNull())
		.addColumn('id_iems', 'text', (c) => c.notNull())
		.addColumn('nombre_iems', 'text', (c) => c.notNull())
		.addColumn('id_tipo_iems', 'text', (c) => c.notNull())
		.addColumn('tipo_iems', 'text')
		.addColumn('id_opcion_educativa', 'text', (c) => c.notNull())
		.addColumn('opcion_educativa', 'text')
		.addColumn('patron_matricula', 'text', (c) => c.notNull())
		.execute()
	await db.schema
		.createTable('plantel')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('nombre', 'text', (c) => c.notNull())
		.addColumn('cct', 'text', (c) => c.notNull().unique())
		.addColumn('id_tipo_plantel', 'text', (c) => c.notNull())
		.addColumn('tipo_plantel', 'text')
		.addColumn('id_municipio', 'text', (c) => c.notNull())
		.addColumn('municipio', 'text', (c) => c.notNull())
		.addColumn('id_genero_plantel', 'text')
		.addColumn('id_sostenimiento', 'text', (c) => c.notNull())
		.addColumn('fojas_por_volumen', 'integer', (c) => c.notNull().defaultTo(200))
		.addColumn('asientos_por_foja', 'integer', (c) => c.notNull().defaultTo(20))
		.addColumn('asientos_dados', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('aviso_folios', 'integer', (c) => c.notNull().defaultTo(20))
		.execute()
	await db.schema
		.createTable('pc_sinems')
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('desde', 'text', (c) => c.notNull())
		.addColumn('hasta', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('pc_sinems_pk', ['plantel_id', 'desde'])
		.execute()
	await db.schema
		.createTable('plan_estudios')
		.addColumn('clave', 'text', (c) => c.primaryKey())
		.addColumn('carrera', 'text', (c) => c.notNull())
		.addColumn('modelo', 'text', (c) => c.notNull().check(sql`modelo in ('2008', '2018', 'anterior')`))
		.addColumn('id_nivel_estudios', 'text', (c) => c.notNull())
		.addColumn('id_tipo_estudios', 'text', (c) => c.notNull())
		.addColumn('tipo_perfil_laboral', 'text')
		.addColumn('trayecto', 'text')
		.addColumn('id_campo_disciplinar', 'text')
		.addColumn('campo_disciplinar', 'text')
		.addColumn('total_creditos', 'text', (c) => c.notNull())
		.addColumn('competencias', 'text', (c) => c.notNull().defaultTo('[]'))
		.execute()
	await db.schema
		.createTable('modulo_plan')
		.addColumn('plan_clave', 'text', (c) => c.notNull().references('plan_estudios.clave'))
		.addColumn('orden', 'integer', (c) => c.notNull())
		.addColumn('clave', 'text', (c) => c.notNull())
		.addColumn('nombre', 'text', (c) => c.notNull())
		.addColumn('horas', 'text', (c) => c.notNull())
		.addColumn('creditos', 'text')
		.addColumn('formacion_trabajo', 'integer', (c) => c.notNull())
		.addPrimaryKeyConstraint('modulo_plan_pk', ['plan_clave', 'clave'])
		.execute()
}
