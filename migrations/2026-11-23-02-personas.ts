import type { Kysely } from 'kysely'

/* Quién entra y con qué sesión. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
export const up = async (db: Kysely<any>): Promise<void> => {
	await db.schema
		.createTable('persona')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('tid', 'text')
		.addColumn('oid', 'text')
		.addColumn('correo', 'text', (c) => c.notNull().unique())
		.addColumn('nombre', 'text', (c) => c.notNull())
		.addColumn('primer_apellido', 'text', (c) => c.notNull())
		.addColumn('segundo_apellido', 'text')
		.addColumn('curp', 'text')
		.addColumn('id_cargo', 'text')
		.addColumn('cargo', 'text')
		.addColumn('perfil', 'text', (c) => c.notNull())
		.addColumn('entidad_id', 'text', (c) => c.references('entidad.id'))
		.addColumn('plantel_id', 'text', (c) => c.references('plantel.id'))
		.addColumn('activa', 'integer', (c) => c.notNull().defaultTo(1))
		.addUniqueConstraint('persona_entra', ['tid', 'oid'])
		.execute()
	await db.schema
		.createTable('sesion')
		.addColumn('huella', 'text', (c) => c.primaryKey())
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('creada', 'text', (c) => c.notNull())
		.addColumn('usada', 'text', (c) => c.notNull())
		.addColumn('expira', 'text', (c) => c.notNull())
		.execute()
}
