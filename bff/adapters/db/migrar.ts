import { Kysely } from 'kysely'
import { FileMigrationProvider, Migrator } from 'kysely/migration'
import fs from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { dialectoDe } from './abrir.ts'

const CARPETA = fileURLToPath(new URL('../../../migrations/', import.meta.url))

/**
 * Aplica las migraciones pendientes, todas o ninguna, y devuelve sus nombres. Varios procesos pueden llamarla a la
 * vez: uno migra y los demás esperan. Sin CamelCasePlugin: cada migración escribe los nombres tal como son.
 */
export const migrar = async ({ url }: { readonly url: string }): Promise<readonly string[]> => {
	const db = new Kysely<unknown>({ dialect: dialectoDe(url).dialect })
	try {
		const provider = new FileMigrationProvider({
			fs,
			path,
			migrationFolder: CARPETA,
			import: (ruta) => import(/* @vite-ignore */ pathToFileURL(ruta).href) as Promise<never>,
		})
		const { error, results } = await new Migrator({ db, provider }).migrateToLatest()
		if (error !== undefined) {
			const fallida = results?.find((resultado) => resultado.status === 'Error')?.migrationName
			throw new Error(`No se pudo migrar la base${fallida ? ` (${fallida})` : ''}; no quedó nada a medias.`, {
				cause: error,
			})
		}
		return (results ?? []).map((resultado) => resultado.migrationName)
	} finally {
		await db.destroy()
	}
}
