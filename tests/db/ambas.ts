import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, inject } from 'vitest'
import { crearBase } from './postgres.ts'

type Dialecto = 'sqlite' | 'postgres'

/** Una base recién creada y vacía: todavía sin migrar. */
export type BaseDePrueba = { readonly dialecto: Dialecto; readonly url: string }

/** Da una base nueva cada vez que se llama. */
export type Abrir = () => Promise<BaseDePrueba>

const nombreNuevo = (): string => `prueba_${randomBytes(8).toString('hex')}`

const enPostgres: Abrir = async () => {
	const servidor = inject('urlDePostgres')
	const url = (base: string): string => Object.assign(new URL(servidor), { pathname: `/${base}` }).href
	return { dialecto: 'postgres', url: await crearBase(url, nombreNuevo()) }
}

/** Una suite sólo en SQLite: para lo que ya no toca la base, porque lo de las dos bases se probó antes. */
export const enSqlite = (nombre: string, suite: (abrir: Abrir) => void): void => {
	describe(`${nombre} · SQLite`, () => {
		const carpeta = mkdtempSync(join(tmpdir(), 'egreso-sqlite-'))
		afterAll(() => rmSync(carpeta, { recursive: true, force: true }))
		suite(() =>
			Promise.resolve({ dialecto: 'sqlite', url: `sqlite:${join(carpeta, `${nombreNuevo()}.sqlite`)}` }),
		)
	})
}

/**
 * La misma suite en las dos bases de datos: `describe` por dialecto, con un `abrir` que da bases nuevas. Quien abre
 * una conexión la cierra (`afterAll`); las bases se van con la corrida.
 */
export const enAmbasBases = (nombre: string, suite: (abrir: Abrir) => void): void => {
	enSqlite(nombre, suite)
	describe(`${nombre} · PostgreSQL`, () => suite(enPostgres))
}
