import { CamelCasePlugin, Kysely, PostgresDialect, type Dialect } from 'kysely'
import { setTimeout as esperar } from 'node:timers/promises'
import pg from 'pg'
import type { Base, EnTransaccion, Lectura } from '../../application/ports.ts'
import type { Tablas } from '../../application/tablas.ts'
import { dialectoSqlite, estaOcupada } from './sqlite.ts'

const INTENTOS = 6
const CONEXIONES = 16

/**
 * Abre la base de `url`: `sqlite:RUTA` (o `sqlite://RUTA`) o `postgres://…`. No migra. `enTransaccion` repite la
 * obra completa si la base la deshizo por choque con otra: la obra no debe tener efectos fuera de la base.
 */
export const abrirBase = async ({ url }: { readonly url: string }): Promise<Base> => {
	const { dialecto, dialect } = dialectoDe(url)
	const db: Lectura = new Kysely<Tablas>({ dialect, plugins: [new CamelCasePlugin()] })
	return { db, dialecto, enTransaccion: enTransaccionDe(db), cerrar: () => db.destroy() }
}

/** El dialecto de Kysely de una URL, sin nada nuestro encima: también lo usan las migraciones. */
export const dialectoDe = (url: string): { dialecto: Base['dialecto']; dialect: Dialect } => {
	const ruta = /^sqlite:(?:\/\/)?(.+)$/.exec(url)?.[1]
	if (ruta !== undefined && ruta !== ':memory:') {
		return { dialecto: 'sqlite', dialect: dialectoSqlite(ruta) }
	}
	if (/^postgres(ql)?:\/\//.test(url)) {
		return { dialecto: 'postgres', dialect: new PostgresDialect({ pool: abrirPool(url) }) }
	}
	// La URL puede traer contraseña: no se repite.
	throw new Error('La base se nombra con sqlite:RUTA o postgres://usuario:clave@servidor/base.')
}

const abrirPool = (url: string): pg.Pool => {
	const pool = new pg.Pool({
		connectionString: url,
		max: CONEXIONES,
		connectionTimeoutMillis: 10_000,
		types: {
			// int8 (count, sum) llega como texto: aquí ninguna cuenta pasa de 2^53.
			getTypeParser: ((oid: number, formato?: 'text' | 'binary') =>
				oid === pg.types.builtins.INT8
					? Number
					: pg.types.getTypeParser(oid, formato as 'text')) as typeof pg.types.getTypeParser,
		},
	})
	// Una conexión ociosa que el servidor corta se repone sola; sin este oyente, tumbaría el proceso.
	pool.on('error', () => undefined)
	return pool
}

const enTransaccionDe =
	(db: Lectura): EnTransaccion =>
	async (obra) => {
		for (let intento = 1; ; intento += 1) {
			try {
				return await db.transaction().execute(obra)
			} catch (error) {
				if (intento >= INTENTOS || !valeRepetir(error)) throw error
				await esperar(Math.random() * 10 * 2 ** intento)
			}
		}
	}

/** La base deshizo la transacción por choque con otra (serialización, abrazo mortal, archivo ocupado). */
const valeRepetir = (error: unknown): boolean => {
	if (estaOcupada(error)) return true
	const codigo = error instanceof Error && 'code' in error ? error.code : undefined
	return codigo === '40001' || codigo === '40P01'
}
