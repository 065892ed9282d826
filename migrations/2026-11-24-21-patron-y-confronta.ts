import { type Kysely, sql } from 'kysely'

/*
 * Qué matrículas da cada plantel: con su patrón, y no con lo que otro plantel ya tiene, se decide qué puede importar (10).
 * Los errores que lo dejaban ver, de lo que aún se guarda, quedan como los demás.
 *
 * Y cuántas confrontas faltan (6 b), llevadas como las demás cuentas del tablero: contarlas crecía con la generación.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- una migración no conoce los tipos de hoy: es una carta al pasado
type Base = Kysely<any>

export const up = async (db: Base): Promise<void> => {
	await db.schema.alterTable('plantel').addColumn('patron_matricula', 'text').execute()
	await sql`update importacion_error set clase = 'dato' where clase = 'ajeno'`.execute(db)

	await ejecutar(
		db,
		`create table tablero_confronta (
			plantel_id text not null, generacion text not null, ranura integer not null,
			por_preguntar integer not null, sin_respuesta integer not null,
			primary key (plantel_id, generacion, ranura)
		)`,
	)
	await ejecutar(db, sumar('1', deEgresado('confronta_encargada'), 'e', '0'))
	await (esPostgres(db) ? enPostgres(db) : enSqlite(db))
}

/** Suma o resta las encargadas de `origen`, renglones con matrícula y estado, en el plantel y la generación de `quien`. */
const sumar = (signo: '1' | '-1', origen: string, quien: string, ranura: string, donde = 'true'): string => `
	insert into tablero_confronta (plantel_id, generacion, ranura, por_preguntar, sin_respuesta)
	select ${quien}.plantel_id, ${quien}.generacion, ${ranura},
		sum(case c.estado when 'por-preguntar' then ${signo} else 0 end),
		sum(case c.estado when 'sin-respuesta' then ${signo} else 0 end)
	from ${origen} where ${donde} group by 1, 2 order by 1, 2
	on conflict (plantel_id, generacion, ranura) do update set
		por_preguntar = tablero_confronta.por_preguntar + excluded.por_preguntar,
		sin_respuesta = tablero_confronta.sin_respuesta + excluded.sin_respuesta`

const deEgresado = (origen: string): string => `${origen} c join egresado e on e.matricula = c.matricula`

/** A quien cambia de plantel o de generación se le lleva su confronta consigo. */
const mudar = (ranura: string): string =>
	[
		sumar('-1', 'confronta_encargada c', 'old', ranura, 'c.matricula = new.matricula'),
		sumar('1', 'confronta_encargada c', 'new', ranura, 'c.matricula = new.matricula'),
	].join(';')

const enSqlite = async (db: Base): Promise<void> => {
	const disparador = (nombre: string, cuando: string, obra: string) =>
		ejecutar(db, `create trigger tablero_confronta_${nombre} after ${cuando} begin ${obra}; end`)
	const uno = (fila: 'old' | 'new', signo: '1' | '-1') =>
		sumar(signo, deEgresado(`(select ${fila}.matricula as matricula, ${fila}.estado as estado)`), 'e', '0')
	await disparador('insert', 'insert on confronta_encargada', uno('new', '1'))
	await disparador('delete', 'delete on confronta_encargada', uno('old', '-1'))
	await disparador(
		'update',
		'update of estado on confronta_encargada when old.estado <> new.estado',
		`${uno('old', '-1')}; ${uno('new', '1')}`,
	)
	await disparador(
		'mudanza',
		`update of plantel_id, generacion on egresado
			when old.plantel_id <> new.plantel_id or old.generacion <> new.generacion`,
		mudar('0'),
	)
}

/** Una sentencia, una cuenta: cien renglones cuestan lo que uno. La ranura es la de su conexión, como en `tablero_plantel`. */
const enPostgres = async (db: Base): Promise<void> => {
	const ranura = 'pg_backend_pid() % 8'
	const funcion = (nombre: string, obra: string) =>
		ejecutar(
			db,
			`create function tablero_confronta_${nombre}() returns trigger language plpgsql as $$ begin
				${obra}; return null; end $$`,
		)
	const mas = sumar('1', deEgresado('nuevas'), 'e', ranura)
	const menos = sumar('-1', deEgresado('viejas'), 'e', ranura)
	for (const [suceso, tablas, obra] of [
		['insert', 'new table as nuevas', mas],
		['delete', 'old table as viejas', menos],
		['update', 'old table as viejas new table as nuevas', `${menos}; ${mas}`],
	] as const) {
		await funcion(suceso, obra)
		await ejecutar(
			db,
			`create trigger tablero_confronta_${suceso} after ${suceso} on confronta_encargada referencing ${tablas}
				for each statement execute function tablero_confronta_${suceso}()`,
		)
	}
	await funcion('mudanza', mudar(ranura))
	await ejecutar(
		db,
		`create trigger tablero_confronta_mudanza after update of plantel_id, generacion on egresado for each row
			when (old.plantel_id <> new.plantel_id or old.generacion <> new.generacion)
			execute function tablero_confronta_mudanza()`,
	)
}

const ejecutar = async (db: Base, texto: string): Promise<void> => {
	await sql.raw(texto).execute(db)
}

const esPostgres = (db: Base): boolean => db.getExecutor().adapter.constructor.name.includes('Postgres')
