import Database from 'better-sqlite3'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import type { Base } from '../../bff/application/ports.ts'
import type { Tablas } from '../../bff/application/tablas.ts'

/** Una base en memoria que se usa muchas veces: cada corrida la encuentra como la plantilla. */
export type Banco = {
	readonly base: Base
	/** Lee sin pasar por Kysely: lo que quien lleva la corrida mira a cada paso. */
	readonly mirar: (sql: string) => readonly Readonly<Record<string, string | null>>[]
	/** Corre la obra y deja la base como estaba. */
	readonly prestar: <T>(obra: () => Promise<T>) => Promise<T>
}

/** Las transacciones de la corrida van dentro de otra, que al final se deshace: por eso son puntos de guardado. */
const ANIDADAS: Readonly<Record<string, string>> = {
	begin: 'savepoint corrida',
	commit: 'release corrida',
	rollback: 'rollback to corrida',
}

/** Abre la plantilla en memoria, con los mismos disparadores y reglas que la de verdad. */
export const abrirBanco = (plantilla: Buffer): Banco => {
	const base = new Database(plantilla)
	base.pragma('foreign_keys = ON')
	base.pragma('recursive_triggers = ON')
	const preparadas = new Map<string, Database.Statement<unknown[]>>()
	const dialect = new SqliteDialect({
		database: {
			close: () => base.close(),
			prepare: (sql) => {
				const lista = preparadas.get(sql) ?? base.prepare<unknown[]>(ANIDADAS[sql] ?? sql)
				preparadas.set(sql, lista)
				return lista as never
			},
		},
	})
	const db = new Kysely<Tablas>({ dialect, plugins: [new CamelCasePlugin()] })
	return {
		base: {
			db,
			dialecto: 'sqlite',
			enTransaccion: (obra) => db.transaction().execute(obra),
			cerrar: () => db.destroy(),
		},
		mirar: (sql) => {
			const lista = preparadas.get(sql) ?? base.prepare<unknown[]>(sql)
			preparadas.set(sql, lista)
			return lista.all() as Record<string, string | null>[]
		},
		prestar: async (obra) => {
			base.exec('begin')
			try {
				return await obra()
			} finally {
				base.exec('rollback')
			}
		},
	}
}
