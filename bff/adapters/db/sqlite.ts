import Database from 'better-sqlite3'
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	type QueryResult,
} from 'kysely'
import { setTimeout as esperar } from 'node:timers/promises'
import { crearTurno } from './turno.ts'

/*
 * El dialecto SQLite de Kysely con dos conexiones al mismo archivo: una escribe (una transacción a la vez, en
 * turno) y otra lee la última versión confirmada, sin esperar a nadie (WAL). El de Kysely tiene una sola, y una
 * transacción abierta detendría toda lectura del proceso.
 */

/** Cuánto espera una escritura su turno, dentro del proceso y ante otros procesos, antes de fallar con claridad. */
const ESPERA_MS = 15_000
/** better-sqlite3 es síncrono: esperar adentro detiene el proceso, así que adentro se espera poco. */
const ESPERA_INTERNA_MS = 200
const SENTENCIAS_PREPARADAS = 256

type Conexion = DatabaseConnection & {
	readonly iniciar: () => Promise<void>
	readonly terminar: (orden: 'commit' | 'rollback') => void
	readonly soltar: () => void
}

/** Dialecto de Kysely sobre el archivo `ruta`. Lo crea si no existe. */
export const dialectoSqlite = (ruta: string): Dialect => ({
	createDriver: () => crearDriver(ruta),
	createQueryCompiler: () => new SqliteQueryCompiler(),
	createAdapter: () => new AdaptadorSqlite(),
	createIntrospector: (db) => new SqliteIntrospector(db),
})

class AdaptadorSqlite extends SqliteAdapter {
	// El turno de las escrituras lo lleva este archivo.
	override get supportsMultipleConnections(): boolean {
		return true
	}
	// Con BEGIN IMMEDIATE, dos procesos que migran a la vez se forman, y el segundo no encuentra pendientes.
	override get supportsTransactionalDdl(): boolean {
		return true
	}
}

const crearDriver = (ruta: string): Driver => {
	const escritora = abrirArchivo(ruta)
	const lectora = abrirArchivo(ruta)
	lectora.pragma('query_only = ON')
	const preparadasEscritora = preparadas(escritora)
	const preparadasLectora = preparadas(lectora)
	const turno = crearTurno(ESPERA_MS)

	const escribir = async <R>(consulta: CompiledQuery): Promise<QueryResult<R>> => {
		const soltar = await turno()
		try {
			return await reintentandoOcupada(() => correr<R>(preparadasEscritora(consulta.sql), consulta))
		} finally {
			soltar()
		}
	}

	const conexion = (): Conexion => {
		let soltarTurno: (() => void) | null = null
		const soltar = (): void => {
			soltarTurno?.()
			soltarTurno = null
		}
		return {
			executeQuery: async <R>(consulta: CompiledQuery): Promise<QueryResult<R>> => {
				if (soltarTurno !== null) return correr<R>(preparadasEscritora(consulta.sql), consulta)
				const sentencia = preparadasLectora(consulta.sql)
				return sentencia.readonly ? correr<R>(sentencia, consulta) : escribir<R>(consulta)
			},
			streamQuery: async function* <R>(consulta: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
				const base = soltarTurno === null ? lectora : escritora
				for (const fila of base.prepare<unknown[], R>(consulta.sql).iterate(...consulta.parameters)) {
					yield { rows: [fila] }
				}
			},
			iniciar: async () => {
				soltarTurno = await turno()
				try {
					await reintentandoOcupada(() => escritora.exec('begin immediate'))
				} catch (error) {
					soltar()
					throw error
				}
			},
			terminar: (orden) => {
				// Un disco lleno o un error de lectura ya deshizo la transacción por su cuenta: no hay qué deshacer.
				if (orden === 'commit' || escritora.inTransaction) escritora.exec(orden)
				soltar()
			},
			soltar: () => {
				if (soltarTurno !== null && escritora.inTransaction) escritora.exec('rollback')
				soltar()
			},
		}
	}

	return {
		init: async () => {},
		acquireConnection: async () => conexion(),
		beginTransaction: (c) => propia(c).iniciar(),
		commitTransaction: async (c) => propia(c).terminar('commit'),
		rollbackTransaction: async (c) => propia(c).terminar('rollback'),
		savepoint: async (c, nombre) => void (await c.executeQuery(orden(`savepoint ${citado(nombre)}`))),
		rollbackToSavepoint: async (c, nombre) =>
			void (await c.executeQuery(orden(`rollback to ${citado(nombre)}`))),
		releaseSavepoint: async (c, nombre) => void (await c.executeQuery(orden(`release ${citado(nombre)}`))),
		releaseConnection: async (c) => propia(c).soltar(),
		destroy: async () => {
			lectora.close()
			escritora.close()
		},
	}
}

const propia = (conexion: DatabaseConnection): Conexion => conexion as Conexion

const orden = (sql: string): CompiledQuery => CompiledQuery.raw(sql)

const citado = (nombre: string): string => `"${nombre.replaceAll('"', '""')}"`

const abrirArchivo = (ruta: string): Database.Database => {
	const base = new Database(ruta, { timeout: ESPERA_INTERNA_MS })
	base.pragma('journal_mode = WAL')
	base.pragma('foreign_keys = ON')
	base.pragma('synchronous = FULL')
	// Sin esto, REPLACE borra renglones sin despertar a los disparadores que lo niegan.
	base.pragma('recursive_triggers = ON')
	return base
}

const correr = <R>(
	sentencia: Database.Statement<unknown[]>,
	{ parameters }: CompiledQuery,
): QueryResult<R> => {
	if (sentencia.reader) return { rows: sentencia.all(...parameters) as R[] }
	const { changes, lastInsertRowid } = sentencia.run(...parameters)
	return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] }
}

/** Sentencias ya preparadas, las más recientes; las muy largas (altas de mil renglones) no se guardan. */
const preparadas = (base: Database.Database): ((sql: string) => Database.Statement<unknown[]>) => {
	const guardadas = new Map<string, Database.Statement<unknown[]>>()
	return (sql) => {
		if (sql.length > 4000) return base.prepare<unknown[]>(sql)
		const sentencia = guardadas.get(sql) ?? base.prepare<unknown[]>(sql)
		guardadas.delete(sql)
		guardadas.set(sql, sentencia)
		const masVieja = guardadas.size > SENTENCIAS_PREPARADAS ? guardadas.keys().next().value : undefined
		if (masVieja !== undefined) guardadas.delete(masVieja)
		return sentencia
	}
}

/** Otro proceso escribe: se espera fuera de SQLite, para no detener el proceso, y se prueba de nuevo. */
const reintentandoOcupada = async <T>(obra: () => T): Promise<T> => {
	const limite = Date.now() + ESPERA_MS
	for (let intento = 0; ; intento += 1) {
		try {
			return obra()
		} catch (error) {
			if (!estaOcupada(error) || Date.now() > limite) throw error
			await esperar(Math.min(10 * 2 ** intento, 200))
		}
	}
}

/** Si el error es que otro proceso tiene la base (SQLITE_BUSY y sus variantes). */
export const estaOcupada = (error: unknown): boolean =>
	error instanceof Database.SqliteError &&
	(error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED'))
