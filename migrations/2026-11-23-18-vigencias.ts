import { type Kysely, sql } from 'kysely'

/*
 * Los catálogos con vigencia: cada valor vale de un día a otro, los dos inclusive, y dos vigencias de una clave nunca
 * comparten un día. `catalogo_importacion` y `catalogo_cambio` cuentan qué cambió cada archivo, y sólo agregan. En `entidad`,
 * `plantel`, `plan_estudios` y `modulo_plan` queda lo que otras tablas nombran, como vale hoy; lo que un certificado
 * lleva se toma de `catalogo_valor` por su fecha (19).
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema
		.createTable('catalogo_importacion')
		.addColumn('id', 'text', (c) => c.primaryKey())
		.addColumn('catalogo', 'text', (c) => c.notNull())
		.addColumn('archivo', 'text', (c) => c.notNull())
		.addColumn('sha256', 'text', (c) => c.notNull())
		.addColumn('filas', 'integer', (c) => c.notNull())
		.addColumn('altas', 'integer', (c) => c.notNull())
		.addColumn('cambios', 'integer', (c) => c.notNull())
		.addColumn('bajas', 'integer', (c) => c.notNull())
		.addColumn('quitadas', 'integer', (c) => c.notNull())
		// Sin persona: desde la terminal.
		.addColumn('persona_id', 'text', (c) => c.references('persona.id'))
		.addColumn('momento', 'text', (c) => c.notNull())
		.execute()
	await db.schema
		.createIndex('catalogo_importacion_de')
		.on('catalogo_importacion')
		.columns(['catalogo', 'momento'])
		.execute()
	await db.schema
		.createTable('catalogo_cambio')
		.addColumn('importacion_id', 'text', (c) => c.notNull().references('catalogo_importacion.id'))
		.addColumn('orden', 'integer', (c) => c.notNull())
		.addColumn('suceso', 'text', (c) =>
			c.notNull().check(sql`suceso in ('alta', 'cambio', 'baja', 'quitada')`),
		)
		.addColumn('clave', 'text', (c) => c.notNull())
		.addColumn('desde', 'text', (c) => c.notNull())
		// JSON con hasta y datos; nulos en un alta y en lo quitado.
		.addColumn('antes', 'text')
		.addColumn('despues', 'text')
		.addPrimaryKeyConstraint('catalogo_cambio_pk', ['importacion_id', 'orden'])
		.execute()
	await db.schema
		.createTable('catalogo_valor')
		.addColumn('catalogo', 'text', (c) => c.notNull())
		.addColumn('clave', 'text', (c) => c.notNull())
		.addColumn('desde', 'text', (c) => c.notNull())
		// Sin término: 9999-12-31.
		.addColumn('hasta', 'text', (c) => c.notNull())
		// Con quién se lee junto: el plan, en un módulo.
		.addColumn('grupo', 'text', (c) => c.notNull().defaultTo(''))
		// JSON: un texto o nulo por dato del catálogo.
		.addColumn('datos', 'text', (c) => c.notNull())
		// Sin importación: ya estaba cuando los catálogos empezaron a tener vigencia.
		.addColumn('importacion_id', 'text', (c) => c.references('catalogo_importacion.id'))
		.addPrimaryKeyConstraint('catalogo_valor_pk', ['catalogo', 'clave', 'desde'])
		.addCheckConstraint(
			'catalogo_valor_vigencia',
			sql`desde <= hasta and length(desde) = 10 and length(hasta) = 10`,
		)
		.execute()
	await db.schema
		.createIndex('catalogo_valor_grupo')
		.on('catalogo_valor')
		.columns(['catalogo', 'grupo'])
		.execute()
	await (esPostgres(db) ? sinTraslapeEnPostgres(db) : sinTraslapeEnSqlite(db))
	await pasarLoQueHabia(db)
	await db.schema.dropTable('pc_sinems').execute()
	for (const [tabla, columnas] of Object.entries(YA_NO)) {
		for (const columna of columnas) await db.schema.alterTable(tabla).dropColumn(columna).execute()
	}
	for (const tabla of ['catalogo_importacion', 'catalogo_cambio']) await soloAgregar(db, tabla)
}

/** Lo que sólo el certificado lleva. */
const YA_NO = {
	entidad:
		`entidad_federativa servicio_firmante nombre_sen nombre_dependencia id_iems nombre_iems id_tipo_iems
		tipo_iems id_opcion_educativa opcion_educativa`.split(/\s+/),
	plantel: `id_tipo_plantel tipo_plantel id_municipio municipio id_genero_plantel id_sostenimiento`.split(
		/\s+/,
	),
	plan_estudios: `id_nivel_estudios id_tipo_estudios tipo_perfil_laboral trayecto id_campo_disciplinar
		campo_disciplinar total_creditos competencias`.split(/\s+/),
}

const sinTraslapeEnPostgres = async (db: Base): Promise<void> => {
	// Un intervalo de textos, byte por byte, que empieza por la clave: los de dos claves nunca se tocan.
	await ejecutar(db, `create type vigencia_de_clave as range (subtype = text, collation = "C")`)
	await ejecutar(
		db,
		`alter table catalogo_valor add constraint catalogo_sin_traslape exclude using gist (vigencia_de_clave(
			catalogo || chr(1) || clave || chr(1) || desde, catalogo || chr(1) || clave || chr(1) || hasta, '[]') with &&)`,
	)
	await ejecutar(
		db,
		`alter table catalogo_valor add constraint catalogo_valor_clave
			check (strpos(catalogo, chr(1)) = 0 and strpos(clave, chr(1)) = 0)`,
	)
}

const sinTraslapeEnSqlite = async (db: Base): Promise<void> => {
	for (const [cuando, suceso, otra] of [
		['insert', 'insert', 'true'],
		[
			'update',
			'update of catalogo, clave, desde, hasta',
			'not (v.catalogo = old.catalogo and v.clave = old.clave and v.desde = old.desde)',
		],
	] as const) {
		await ejecutar(
			db,
			`create trigger catalogo_sin_traslape_${cuando} before ${suceso} on catalogo_valor
				when exists (select 1 from catalogo_valor v where v.catalogo = new.catalogo and v.clave = new.clave
					and v.desde <= new.hasta and new.desde <= v.hasta and ${otra})
				begin select raise(abort, 'catalogo_sin_traslape'); end`,
		)
	}
}

type Fila = Record<string, string | number | null>
type Datos = Record<string, string | null>

const SIEMPRE = { desde: '1900-01-01', hasta: '9999-12-31' }

/** Lo que ya estaba vale desde siempre y sin término; el PC-SINEMS, lo que su registro diga. */
const pasarLoQueHabia = async (db: Base): Promise<void> => {
	const todas = (tabla: string): Promise<Fila[]> => db.selectFrom(tabla).selectAll().execute()
	const valores = new Map<string, Fila>()
	const poner = (
		catalogo: string,
		clave: unknown,
		datos: Datos,
		{ grupo = '', vigencia = SIEMPRE }: { grupo?: string; vigencia?: { desde: string; hasta: string } } = {},
	): void => {
		if (clave === null || clave === undefined) return
		const llave = `${catalogo}\u0001${String(clave)}\u0001${vigencia.desde}`
		// Donde una clave tenía dos nombres queda el primero: se corrige importando el catálogo.
		if (valores.has(llave)) return
		const datosJson = JSON.stringify(datos)
		valores.set(llave, {
			catalogo,
			clave: String(clave),
			...vigencia,
			grupo,
			datos: datosJson,
			importacion_id: null,
		})
	}
	const texto = (fila: Fila | undefined, columna: string): string | null => {
		const valor = fila?.[columna]
		return valor === null || valor === undefined ? null : String(valor)
	}
	const entidades = await todas('entidad')
	for (const fila of entidades) {
		const t = (columna: string) => texto(fila, columna)
		poner('entidad-federativa', fila.entidad_federativa, { nombre: t('entidad_federativa') })
		poner('tipo-iems', fila.id_tipo_iems, { nombre: t('tipo_iems') })
		poner('iems', fila.id_iems, { nombre: t('nombre_iems'), tipo: t('id_tipo_iems') })
		poner('opcion-educativa', fila.id_opcion_educativa, { nombre: t('opcion_educativa') })
		poner('entidad', fila.id, {
			nombre: t('nombre'),
			tipo: t('tipo'),
			entidadFederativa: t('entidad_federativa'),
			servicioFirmante: t('servicio_firmante'),
			nombreSen: t('nombre_sen'),
			nombreDependencia: t('nombre_dependencia'),
			iems: t('id_iems'),
			opcionEducativa: t('id_opcion_educativa'),
			patronMatricula: t('patron_matricula'),
		})
	}
	for (const fila of await todas('plantel')) {
		const t = (columna: string) => texto(fila, columna)
		const suya = entidades.find(({ id }) => id === fila.entidad_id)
		const municipio = `${texto(suya, 'entidad_federativa') ?? ''}${t('id_municipio') ?? ''}`
		poner('municipio', municipio, { nombre: t('municipio') })
		poner('tipo-plantel', fila.id_tipo_plantel, { nombre: t('tipo_plantel') })
		poner('genero-plantel', fila.id_genero_plantel, { nombre: null })
		poner('sostenimiento', fila.id_sostenimiento, { nombre: null })
		poner('plantel', fila.id, {
			entidad: t('entidad_id'),
			nombre: t('nombre'),
			cct: t('cct'),
			tipoPlantel: t('id_tipo_plantel'),
			municipio,
			generoPlantel: t('id_genero_plantel'),
			sostenimiento: t('id_sostenimiento'),
		})
	}
	const carreras = new Map<string, string>()
	for (const fila of await todas('plan_estudios')) {
		const t = (columna: string) => texto(fila, columna)
		const nombre = t('carrera') ?? ''
		const carrera = carreras.get(nombre) ?? String(fila.clave)
		carreras.set(nombre, carrera)
		poner('carrera', carrera, { nombre })
		poner('nivel-estudios', fila.id_nivel_estudios, { nombre: null })
		poner('tipo-estudios', fila.id_tipo_estudios, { nombre: null })
		poner('campo-disciplinar', fila.id_campo_disciplinar, { nombre: t('campo_disciplinar') })
		poner('plan', fila.clave, {
			carrera,
			modelo: t('modelo'),
			nivelEstudios: t('id_nivel_estudios'),
			tipoEstudios: t('id_tipo_estudios'),
			tipoPerfilLaboral: t('tipo_perfil_laboral'),
			trayecto: t('trayecto'),
			campoDisciplinar: t('id_campo_disciplinar'),
			totalCreditos: t('total_creditos'),
			competencias: (JSON.parse(t('competencias') ?? '[]') as string[]).join('|') || null,
		})
	}
	for (const fila of await todas('modulo_plan')) {
		const t = (columna: string) => texto(fila, columna)
		const grupo = String(fila.plan_clave)
		poner(
			'modulo',
			`${grupo}/${String(fila.clave)}`,
			{
				plan: grupo,
				modulo: t('clave'),
				orden: t('orden'),
				nombre: t('nombre'),
				horas: t('horas'),
				creditos: t('creditos'),
				formacionTrabajo: Number(fila.formacion_trabajo) === 1 ? 'SI' : 'NO',
			},
			{ grupo },
		)
	}
	const registros = await db
		.selectFrom('pc_sinems')
		.selectAll()
		.orderBy('plantel_id')
		.orderBy('desde')
		.execute()
	for (const [i, fila] of (registros as Fila[]).entries()) {
		const siguiente = (registros as Fila[])[i + 1]
		// Antes podían encimarse: el que empieza releva al otro, y entre los dos cubren los mismos días.
		const relevado =
			siguiente?.plantel_id === fila.plantel_id && String(siguiente?.desde) <= String(fila.hasta)
		const hasta = relevado ? diaAntes(String(siguiente?.desde)) : String(fila.hasta)
		const vigencia = { desde: String(fila.desde), hasta }
		poner('pc-sinems', fila.plantel_id, { plantel: texto(fila, 'plantel_id') }, { vigencia })
	}
	for (const fila of await todas('persona')) {
		if (fila.id_cargo !== null) poner('cargo', fila.id_cargo, { nombre: texto(fila, 'cargo') })
	}
	const filas = [...valores.values()]
	for (let i = 0; i < filas.length; i += 500) {
		await db
			.insertInto('catalogo_valor')
			.values(filas.slice(i, i + 500))
			.execute()
	}
}

const diaAntes = (dia: string): string =>
	new Date(Date.parse(`${dia}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** Tabla de registro: la base misma niega cambiar y borrar (casa 11). La función de PostgreSQL es la de los registros. */
const soloAgregar = async (db: Base, tabla: string): Promise<void> => {
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
