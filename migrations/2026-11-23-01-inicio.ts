import { type Kysely, sql } from 'kysely'

/*
 * Primera carta: el esquema entero del camino principal. Momentos: texto ISO 8601 UTC con milésimas; fechas:
 * 'AAAA-MM-DD'; sí/no: entero 0/1; JSON: texto. Así las dos bases guardan y ordenan lo mismo.
 */

const REGISTROS = ['folio', 'asiento', 'nota_marginal', 'sello', 'acuse', 'bitacora', 'bitacora_hoja']

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
export const up = async (db: Kysely<any>): Promise<void> => {
	await catalogos(db)
	await personas(db)
	await egresados(db)
	await tramites(db)
	await registros(db)
	await intercambio(db)
	await entregas(db)
	await servicio(db)
	for (const tabla of REGISTROS) await soloAgregar(db, tabla)
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- ver arriba
type Base = Kysely<any>

const catalogos = async (db: Base) => {
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

const personas = async (db: Base) => {
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

const egresados = async (db: Base) => {
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

const tramites = async (db: Base) => {
	await db.schema
		.createTable('rango_folio')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('modelo', 'text', (c) => c.notNull().check(sql`modelo in ('2008', '2018')`))
		.addColumn('desde', 'integer', (c) => c.notNull().check(sql`desde >= 1`))
		.addColumn('hasta', 'integer', (c) => c.notNull().check(sql`hasta <= 9999999`))
		.addColumn('siguiente', 'integer', (c) => c.notNull())
		.addColumn('asignado', 'text', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.references('persona.id'))
		.addCheckConstraint('rango_orden', sql`desde <= hasta and siguiente between desde and hasta + 1`)
		.execute()
	await db.schema
		.createIndex('rango_plantel')
		.on('rango_folio')
		.columns(['plantel_id', 'modelo', 'desde'])
		.execute()
	await sinTraslape(db)
	await db.schema
		.createTable('tramite')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('matricula', 'text', (c) => c.notNull().references('egresado.matricula'))
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('entidad_id', 'text', (c) => c.notNull().references('entidad.id'))
		.addColumn('modelo', 'text', (c) => c.notNull().check(sql`modelo in ('2008', '2018')`))
		.addColumn('estado', 'text', (c) => c.notNull())
		.addColumn('abierto', 'integer', (c) => c.notNull().defaultTo(1))
		.addColumn('intento', 'integer', (c) => c.notNull().defaultTo(1))
		.addColumn('razon', 'text')
		.addColumn('nombre', 'text')
		.addColumn('primer_apellido', 'text')
		.addColumn('segundo_apellido', 'text')
		.addColumn('nombre_editado', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('folio_digital', 'text', (c) => c.unique())
		.addColumn('creado', 'text', (c) => c.notNull())
		.addColumn('actualizado', 'text', (c) => c.notNull())
		.execute()
	// Un solo trámite abierto por matrícula: lo dice la base, no la página.
	await sql`create unique index tramite_abierto on tramite (matricula) where abierto = 1`.execute(db)
	await db.schema.createIndex('tramite_matricula').on('tramite').columns(['matricula', 'creado']).execute()
	await db.schema.createIndex('tramite_estado').on('tramite').columns(['plantel_id', 'estado']).execute()
	await db.schema.createIndex('tramite_entidad').on('tramite').columns(['entidad_id', 'estado']).execute()
	// Lo que se sella: la foto de los datos al cargar (6), con el nombre ya confirmado (17).
	await db.schema
		.createTable('certificado')
		.addColumn('tramite_id', 'text', (c) => c.primaryKey().references('tramite.id'))
		.addColumn('folio', 'text', (c) => c.notNull().unique())
		.addColumn('dec', 'text', (c) => c.notNull())
		.addColumn('fecha', 'text', (c) => c.notNull())
		.addColumn('sello_calidad', 'integer', (c) => c.notNull())
		.addColumn('xml_sep', 'text')
		.addColumn('fecha_sep', 'text')
		.execute()
}

const registros = async (db: Base) => {
	await db.schema
		.createTable('folio')
		.addColumn('folio', 'text', (c) => c.primaryKey())
		.addColumn('rango_id', 'text', (c) => c.notNull().references('rango_folio.id'))
		.addColumn('modelo', 'text', (c) => c.notNull())
		.addColumn('numero', 'integer', (c) => c.notNull())
		.addColumn('tramite_id', 'text', (c) => c.notNull().unique().references('tramite.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.addUniqueConstraint('folio_numero', ['modelo', 'numero'])
		.execute()
	await db.schema
		.createTable('asiento')
		.addColumn('plantel_id', 'text', (c) => c.notNull().references('plantel.id'))
		.addColumn('numero', 'integer', (c) => c.notNull())
		.addColumn('volumen', 'integer', (c) => c.notNull())
		.addColumn('foja', 'integer', (c) => c.notNull())
		.addColumn('renglon', 'integer', (c) => c.notNull())
		.addColumn('folio', 'text', (c) => c.notNull().unique().references('folio.folio'))
		.addColumn('cuv', 'text', (c) => c.notNull().unique())
		.addColumn('matricula', 'text', (c) => c.notNull())
		.addColumn('tramite_id', 'text', (c) => c.notNull().unique().references('tramite.id'))
		.addColumn('fecha', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('asiento_pk', ['plantel_id', 'numero'])
		// Un renglón del Libro tiene un solo asiento, y una foja se lee sin recorrer el Libro.
		.addUniqueConstraint('asiento_lugar', ['plantel_id', 'volumen', 'foja', 'renglon'])
		.execute()
	await db.schema
		.createTable('nota_marginal')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('folio', 'text', (c) => c.notNull().references('folio.folio'))
		.addColumn('texto', 'text', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.references('persona.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
	await db.schema
		.createTable('sello')
		.addColumn('tramite_id', 'text', (c) => c.notNull().references('tramite.id'))
		.addColumn('rol', 'text', (c) => c.notNull().check(sql`rol in ('plantel', 'estatal')`))
		.addColumn('intento', 'integer', (c) => c.notNull())
		.addColumn('persona_id', 'text', (c) => c.notNull().references('persona.id'))
		.addColumn('firmante', 'text', (c) => c.notNull())
		.addColumn('no_certificado', 'text', (c) => c.notNull())
		.addColumn('certificado', 'text', (c) => c.notNull())
		.addColumn('cadena', 'text', (c) => c.notNull())
		.addColumn('sello', 'text', (c) => c.notNull())
		.addColumn('revocacion', 'text', (c) => c.notNull())
		.addColumn('ocsp', 'text')
		.addColumn('momento', 'text', (c) => c.notNull())
		.addPrimaryKeyConstraint('sello_pk', ['tramite_id', 'rol', 'intento'])
		.execute()
	await db.schema
		.createTable('bitacora')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('momento', 'text', (c) => c.notNull())
		.addColumn('quien', 'text', (c) => c.notNull())
		.addColumn('perfil', 'text', (c) => c.notNull())
		.addColumn('acto', 'text', (c) => c.notNull())
		.addColumn('objeto', 'text', (c) => c.notNull())
		.addColumn('entidad_id', 'text')
		.addColumn('plantel_id', 'text')
		.addColumn('detalle', 'text', (c) => c.notNull())
		.addColumn('hoja', 'text', (c) => c.notNull())
		.execute()
	await db.schema.createIndex('bitacora_objeto').on('bitacora').columns(['objeto', 'momento']).execute()
	// El orden y el encadenado se escriben después, por un solo escritor: así anotar nunca hace fila.
	await db.schema
		.createTable('bitacora_hoja')
		.addColumn('indice', 'integer', (c) => c.primaryKey())
		.addColumn('bitacora_id', 'text', (c) => c.notNull().unique().references('bitacora.id'))
		.addColumn('hoja', 'text', (c) => c.notNull())
		.addColumn('encadenado', 'text', (c) => c.notNull())
		.execute()
}

const intercambio = async (db: Base) => {
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

const entregas = async (db: Base) => {
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
	await db.schema
		.createTable('acuse')
		.addColumn('tramite_id', 'text', (c) => c.primaryKey().references('tramite.id'))
		.addColumn('entrega_id', 'text', (c) => c.notNull().references('entrega.id'))
		.addColumn('quien', 'text', (c) => c.notNull())
		.addColumn('nombre', 'text', (c) => c.notNull())
		.addColumn('correo', 'text', (c) => c.notNull())
		.addColumn('archivos', 'text', (c) => c.notNull())
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
}

const servicio = async (db: Base) => {
	await db.schema
		.createTable('trabajo')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('clase', 'text', (c) => c.notNull())
		.addColumn('clave', 'text', (c) => c.notNull())
		.addColumn('carga', 'text', (c) => c.notNull())
		.addColumn('estado', 'text', (c) =>
			c.notNull().check(sql`estado in ('pendiente', 'en-curso', 'hecho', 'fallido')`),
		)
		.addColumn('no_antes', 'text', (c) => c.notNull())
		.addColumn('intentos', 'integer', (c) => c.notNull().defaultTo(0))
		.addColumn('arriendo_hasta', 'text')
		.addColumn('ultimo_error', 'text')
		.addColumn('creado', 'text', (c) => c.notNull())
		.addColumn('terminado', 'text')
		.execute()
	await sql`create unique index trabajo_pendiente on trabajo (clase, clave) where estado = 'pendiente'`.execute(
		db,
	)
	// Mientras uno corre puede encargarse el que sigue, pero nunca corren dos a la vez.
	await sql`create unique index trabajo_en_curso on trabajo (clase, clave) where estado = 'en-curso'`.execute(
		db,
	)
	await db.schema.createIndex('trabajo_turno').on('trabajo').columns(['estado', 'no_antes']).execute()
}

/** Dos rangos del mismo modelo nunca comparten un número, en toda la nación (4): lo vigila la base. */
const sinTraslape = async (db: Base) => {
	if (esPostgres(db)) {
		await sql`alter table rango_folio add constraint rango_sin_traslape
			exclude using gist (int8range(case modelo when '2008' then 20080000000 else 20180000000 end + desde,
			case modelo when '2008' then 20080000000 else 20180000000 end + hasta, '[]') with &&)`.execute(db)
		return
	}
	// Dar un folio sólo mueve `siguiente`: no hace falta comparar con los demás rangos.
	for (const [cuando, suceso] of [
		['insert', 'insert'],
		['update', 'update of modelo, desde, hasta'],
	] as const) {
		await sql`${sql.raw(`create trigger rango_sin_traslape_${cuando} before ${suceso} on rango_folio
			when exists (select 1 from rango_folio r where r.modelo = new.modelo and r.id <> new.id
				and r.desde <= new.hasta and new.desde <= r.hasta)
			begin select raise(abort, 'rango_sin_traslape'); end`)}`.execute(db)
	}
}

/** Tabla de registro: la base misma niega cambiar y borrar (producto: Libro; casa 11). */
const soloAgregar = async (db: Base, tabla: string) => {
	if (esPostgres(db)) {
		await sql`create or replace function registro_solo_agrega() returns trigger language plpgsql as
			$$ begin raise exception 'registro_solo_agrega: %', tg_table_name; end $$`.execute(db)
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
