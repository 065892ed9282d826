import { type Kysely, sql } from 'kysely'

/*
 * Cómo va cada egresado, siempre al día (6), y cuántos van en cada paso. `evaluacion` es un renglón por egresado: su
 * situación, qué inciso lo detiene y lo que hace falta para buscarlo y ordenarlo. `tablero_plantel` lleva las cuentas.
 * Las dos las escriben disparadores, en la transacción de quien cambia el hecho: ningún acto puede olvidarse. Lo único
 * que la base no sabe juzgar son las reglas; cuando cambia un hecho pone `mascara` en nulo («por evaluar»), y la
 * aplicación la escribe.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

/** En qué situaciones los requisitos de hoy todavía deciden algo. */
const CUENTAN = `'sin-tramite', 'solicitado', 'denegado', 'retirado', 'autorizado', 'registrado', 'rechazado', 'baja'`
/** En cuáles no hay un trámite abierto y puede solicitarse otro (5). */
const LIBRES = `'sin-tramite', 'denegado', 'retirado', 'baja'`

export const up = async (db: Base): Promise<void> => {
	const pg = esPostgres(db)
	await columnasDeEgresado(db)
	await crearTablas(db, pg)
	await (pg ? enPostgres(db) : enSqlite(db))
	// Lo que ya había: los disparadores de las cuentas ya corren.
	await ejecutar(db, anotar('egresado', 'true'))
	await ejecutar(db, seguir('select matricula from tramite'))
}

/** Lo que SAE puede decir además: para revisar la CURP, y si ya se le expidió un certificado en papel (22). */
const columnasDeEgresado = async (db: Base): Promise<void> => {
	const agregar = (columna: string) => ejecutar(db, `alter table egresado add column ${columna}`)
	await agregar(`sexo text check (sexo in ('H', 'M', 'X'))`)
	await agregar('entidad_nacimiento text')
	await agregar('certificado_fisico integer check (certificado_fisico in (0, 1))')
	await ejecutar(db, 'create index egresado_curp on egresado (curp)')
}

const crearTablas = async (db: Base, pg: boolean): Promise<void> => {
	// El orden es el de los bytes en las dos bases.
	const texto = pg ? 'text collate "C"' : 'text'
	await ejecutar(
		db,
		`create table evaluacion (
			matricula text primary key references egresado (matricula) on delete cascade,
			entidad_id text not null, plantel_id text not null, generacion text not null, plan_clave text not null,
			tradicional integer not null, tramite_id text, situacion text not null,
			mascara integer, avisos integer not null default 0,
			devuelto integer not null default 0, detenido integer not null default 0, sin_comprobar_desde text,
			orden_nombre ${texto} not null, buscable text not null,
			detiene integer generated always as (case when situacion in (${CUENTAN}) then coalesce(mascara, 0)
				+ case situacion when 'autorizado' then 8 else 0 end else 0 end) stored,
			puede integer generated always as (case when tradicional = 0 and mascara = 0
				and situacion in (${LIBRES}) then 1 else 0 end) stored,
			por_evaluar integer generated always as (case when mascara is null
				and situacion in (${CUENTAN}) then 1 else 0 end) stored
		)`,
	)
	for (const [nombre, columnas] of [
		['nombre', '(orden_nombre, matricula)'],
		['entidad', '(entidad_id, orden_nombre, matricula)'],
		['plantel', '(plantel_id, orden_nombre, matricula)'],
		['situacion', '(plantel_id, situacion)'],
		['plan', '(plan_clave)'],
		['pendiente', '(matricula) where mascara is null'],
		['sin_comprobar', '(sin_comprobar_desde) where sin_comprobar_desde is not null'],
		['sin_comprobar_plantel', '(plantel_id, sin_comprobar_desde) where sin_comprobar_desde is not null'],
	]) {
		await ejecutar(db, `create index evaluacion_${nombre} on evaluacion ${columnas}`)
	}
	// En PostgreSQL cada conexión lleva su ranura: dos que cuentan a la vez en un plantel no se esperan.
	await ejecutar(
		db,
		`create table tablero_plantel (
			plantel_id text not null, generacion text not null, ranura integer not null,
			${CLAVES.map((clave) => `${clave} integer not null`).join(', ')},
			primary key (plantel_id, generacion, ranura)
		)`,
	)
	await ejecutar(
		db,
		`create view tablero_exacto as select plantel_id, generacion,
			${CLAVES.map((clave) => `sum(${cuanto(clave, 'v')}) as ${clave}`).join(', ')}
			from evaluacion v group by plantel_id, generacion`,
	)
}

/** Una columna por situación: así el tablero lee un renglón por plantel y generación, haya los trámites que haya. */
const SITUACIONES =
	`sin-tramite via-tradicional solicitado denegado retirado autorizado registrado cargado nombre-confirmado
	sellado-plantel sellado-estatal enviado rechazado baja emitido descargado entregado acusado`.split(/\s+/)

/** Lo que un renglón de `evaluacion` suma en cada cuenta. */
const CUENTAS: Readonly<Record<string, (v: string) => string>> = {
	cuantos: () => '1',
	...Object.fromEntries(
		SITUACIONES.map((una) => [
			una.replaceAll('-', '_'),
			(v: string) => `case ${v}.situacion when '${una}' then 1 else 0 end`,
		]),
	),
	...Object.fromEntries(
		[...'abcdefgh'].map((regla, i) => [`regla_${regla}`, (v: string) => `((${v}.detiene >> ${i}) & 1)`]),
	),
	por_solicitar: (v) => `${v}.puede`,
	por_evaluar: (v) => `${v}.por_evaluar`,
	con_avisos: (v) => `case when ${v}.avisos <> 0 then 1 else 0 end`,
	devueltos: (v) => `${v}.devuelto`,
	detenidos: (v) => `${v}.detenido`,
	sin_comprobar: (v) => `case when ${v}.sin_comprobar_desde is null then 0 else 1 end`,
}
const CLAVES = Object.keys(CUENTAS)
const cuanto = (clave: string, v: string): string => CUENTAS[clave]?.(v) ?? ''

/** Todo lo que, si cambia, mueve una cuenta. */
const tupla = (v: string): string =>
	`(${v}.plantel_id, ${v}.generacion, ${v}.situacion, ${v}.detiene, ${v}.puede, ${v}.por_evaluar, ${v}.avisos,
		${v}.devuelto, ${v}.detenido, ${v}.sin_comprobar_desde)`

const SUMA = `do update set ${CLAVES.map((clave) => `${clave} = tablero_plantel.${clave} + excluded.${clave}`).join(', ')}`

/** El texto en mayúsculas y sin acentos: ni SQLite ni PostgreSQL traen lo mismo de fábrica. */
const llano = (texto: string, enie: string): string =>
	['áÁA', 'éÉE', 'íÍI', 'óÓO', 'úÚU', 'üÜU', `ñÑ${enie}`].reduce(
		(todo, [minuscula = '', mayuscula = '', ...llana]) =>
			`replace(replace(${todo}, '${minuscula}', '${llana.join('')}'), '${mayuscula}', '${llana.join('')}')`,
		`upper(${texto})`,
	)

/** Anota o corrige a los egresados de `origen`; lo que se sabía de sus requisitos deja de valer. */
const anotar = (origen: string, donde: string): string => `insert into evaluacion
	(matricula, entidad_id, plantel_id, generacion, plan_clave, tradicional, situacion, orden_nombre, buscable)
	select e.matricula, p.entidad_id, e.plantel_id, e.generacion, e.plan_clave,
		case when s.modelo = 'anterior' or e.certificado_fisico = 1 then 1 else 0 end,
		case when s.modelo = 'anterior' or e.certificado_fisico = 1 then 'via-tradicional' else 'sin-tramite' end,
		${llano(`e.primer_apellido || ' ' || coalesce(e.segundo_apellido, '') || ' ' || e.nombre`, 'N}')},
		${llano(`e.nombre || ' ' || e.primer_apellido || ' ' || coalesce(e.segundo_apellido, '')`, 'N')}
			|| ' ' || upper(e.matricula) || ' ' || replace(e.curp, 'Ñ', 'N')
	from ${origen} e join plantel p on p.id = e.plantel_id join plan_estudios s on s.clave = e.plan_clave
	where ${donde}
	on conflict (matricula) do update set entidad_id = excluded.entidad_id, plantel_id = excluded.plantel_id,
		generacion = excluded.generacion, plan_clave = excluded.plan_clave, tradicional = excluded.tradicional,
		situacion = case when evaluacion.tramite_id is null then excluded.situacion else evaluacion.situacion end,
		orden_nombre = excluded.orden_nombre, buscable = excluded.buscable, mascara = null`

/** Pone al día a los egresados de `matriculas` con su último trámite, lo devuelto (16) y lo que dijo el SAT (16). */
const seguir = (matriculas: string): string => `update evaluacion
	set (tramite_id, situacion, devuelto, detenido, sin_comprobar_desde) = (select t.id, t.estado,
		case when t.estado in ('registrado', 'cargado') and exists (select 1 from devolucion d
			where d.tramite_id = t.id and d.intento = t.intento - 1) then 1 else 0 end,
		case when exists (select 1 from revocacion_comprobada r where r.tramite_id = t.id and r.intento = t.intento
			and r.resultado = 'revocado-antes') then 1 else 0 end,
		(select min(s.momento) from sello s where s.tramite_id = t.id and s.intento = t.intento
			and s.revocacion = 'no-comprobado' and not exists (select 1 from revocacion_comprobada r
			where r.tramite_id = s.tramite_id and r.rol = s.rol and r.intento = s.intento))
		from tramite t where t.matricula = evaluacion.matricula
		order by t.abierto desc, t.creado desc, t.id desc limit 1)
	where matricula in (${matriculas})`

/** Quien evalúa toma el renglón y después lee los hechos: por eso aquí se escribe aunque ya sea nula, y así se esperan. */
const olvidar = (donde: string): string => `update evaluacion set mascara = null where ${donde}`

/** Las tablas de las que un renglón nuevo cambia lo que se sabe de un trámite. */
const DEL_TRAMITE = ['devolucion', 'sello', 'revocacion_comprobada']

const enSqlite = async (db: Base): Promise<void> => {
	const disparador = (nombre: string, cuando: string, obra: string) =>
		ejecutar(db, `create trigger ${nombre} after ${cuando} begin ${obra}; end`)
	const sumar = (v: string, signo: '' | '-') => `insert into tablero_plantel
		(plantel_id, generacion, ranura, ${CLAVES.join(', ')})
		values (${v}.plantel_id, ${v}.generacion, 0,
			${CLAVES.map((clave) => `${signo}(${cuanto(clave, v)})`).join(', ')})
		on conflict (plantel_id, generacion, ranura) ${SUMA}`
	await disparador('tablero_alta', 'insert on evaluacion', sumar('new', ''))
	await disparador('tablero_baja', 'delete on evaluacion', sumar('old', '-'))
	await disparador(
		'tablero_cambio',
		`update on evaluacion when ${tupla('old')} is not ${tupla('new')}`,
		`${sumar('old', '-')}; ${sumar('new', '')}`,
	)
	for (const suceso of ['insert', 'update']) {
		await disparador(
			`evaluacion_egresado_${suceso}`,
			`${suceso} on egresado`,
			anotar('egresado', 'e.matricula = new.matricula'),
		)
	}
	for (const suceso of ['insert', 'update', 'delete']) {
		const fila = suceso === 'delete' ? 'old' : 'new'
		await disparador(
			`evaluacion_renapo_${suceso}`,
			`${suceso} on confronta_renapo`,
			olvidar(`matricula in (select matricula from egresado where curp = ${fila}.curp)`),
		)
		await disparador(
			`evaluacion_plan_${suceso}`,
			`${suceso} on modulo_plan`,
			olvidar(`plan_clave = ${fila}.plan_clave`),
		)
	}
	for (const [nombre, suceso, cuales] of [
		['modelo', 'update of modelo on plan_estudios', 'e.plan_clave = new.clave'],
		['lugar', 'update of entidad_id on plantel', 'e.plantel_id = new.id'],
	] as const) {
		await disparador(`evaluacion_${nombre}`, suceso, anotar('egresado', cuales))
	}
	const mover = 'update of estado, abierto, intento on tramite'
	await disparador('evaluacion_tramite_alta', 'insert on tramite', seguir('new.matricula'))
	await disparador('evaluacion_tramite_cambio', mover, seguir('new.matricula'))
	for (const tabla of DEL_TRAMITE) {
		await disparador(
			`evaluacion_${tabla}`,
			`insert on ${tabla}`,
			seguir('select matricula from tramite where id = new.tramite_id'),
		)
	}
}

const enPostgres = async (db: Base): Promise<void> => {
	/** Una función y su disparador por sentencia: cien renglones cuestan lo que uno. */
	const disparador = async (nombre: string, tabla: string, sucesos: readonly string[], obra: string) => {
		await ejecutar(
			db,
			`create function ${nombre}() returns trigger language plpgsql as $$ begin ${obra}; return null; end $$`,
		)
		for (const suceso of sucesos) {
			await ejecutar(
				db,
				`create trigger ${nombre}_${suceso} after ${suceso} on ${tabla} referencing
					${suceso === 'delete' ? 'old' : 'new'} table as nuevas for each statement execute function ${nombre}()`,
			)
		}
	}
	const sumar = (origen: string) => `insert into tablero_plantel
		(plantel_id, generacion, ranura, ${CLAVES.join(', ')})
		select v.plantel_id, v.generacion, pg_backend_pid() % 8,
			${CLAVES.map((clave) => `sum(v.signo * (${cuanto(clave, 'v')}))`).join(', ')}
		from (${origen}) v group by 1, 2 order by 1, 2
		on conflict (plantel_id, generacion, ranura) ${SUMA}`
	await disparador('tablero_alta', 'evaluacion', ['insert'], sumar('select 1 as signo, * from nuevas'))
	await disparador('tablero_baja', 'evaluacion', ['delete'], sumar('select -1 as signo, * from nuevas'))
	const cambiados = `from nuevas n join viejas o using (matricula) where ${tupla('n')} is distinct from ${tupla('o')}`
	await ejecutar(
		db,
		`create function tablero_cambio() returns trigger language plpgsql as $$ begin
			${sumar(`select 1 as signo, n.* ${cambiados} union all select -1, o.* ${cambiados}`)}; return null; end $$`,
	)
	await ejecutar(
		db,
		`create trigger tablero_cambio_update after update on evaluacion
			referencing old table as viejas new table as nuevas for each statement execute function tablero_cambio()`,
	)
	const alEscribir = ['insert', 'update']
	await disparador('evaluacion_egresado', 'egresado', alEscribir, anotar('nuevas', 'true'))
	await disparador(
		'evaluacion_renapo',
		'confronta_renapo',
		[...alEscribir, 'delete'],
		olvidar('matricula in (select e.matricula from egresado e join nuevas n on n.curp = e.curp)'),
	)
	await disparador(
		'evaluacion_plan',
		'modulo_plan',
		[...alEscribir, 'delete'],
		olvidar('plan_clave in (select plan_clave from nuevas)'),
	)
	await disparador(
		'evaluacion_modelo',
		'plan_estudios',
		['update'],
		anotar('egresado', 'e.plan_clave in (select clave from nuevas)'),
	)
	await disparador('evaluacion_tramite', 'tramite', alEscribir, seguir('select matricula from nuevas'))
	for (const tabla of DEL_TRAMITE) {
		await disparador(
			`evaluacion_${tabla}`,
			tabla,
			['insert'],
			seguir('select t.matricula from tramite t join nuevas n on n.tramite_id = t.id'),
		)
	}
	// Registrar un folio mueve el contador de su plantel: sólo si cambia de entidad se toca a sus egresados.
	await ejecutar(
		db,
		`create function evaluacion_lugar() returns trigger language plpgsql as $$ begin
			${anotar('egresado', 'e.plantel_id = new.id')}; return null; end $$`,
	)
	await ejecutar(
		db,
		`create trigger evaluacion_lugar after update of entidad_id on plantel
			for each row when (old.entidad_id is distinct from new.entidad_id) execute function evaluacion_lugar()`,
	)
}

const ejecutar = async (db: Base, texto: string): Promise<void> => {
	await sql.raw(texto).execute(db)
}

const esPostgres = (db: Base): boolean => db.getExecutor().adapter.constructor.name.includes('Postgres')
