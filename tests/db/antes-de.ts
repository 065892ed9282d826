import { Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { dialectoDe } from '../../bff/adapters/db/abrir.ts'

const CARPETA = new URL('../../migrations/', import.meta.url)

/**
 * Una base como estaba antes de una migración (`2026-11-23-13`): con las anteriores y ninguna más, para llenarla como entonces
 * y ver qué hace la migración con lo que ya había. Quien la abre la cierra. Lanza si una de las anteriores falla.
 */
export const abrirAntesDe = async (
	url: string,
	migracion: string,
): Promise<{
	readonly correr: (texto: string) => Promise<readonly unknown[]>
	readonly cerrar: () => Promise<void>
}> => {
	const db = new Kysely<unknown>({ dialect: dialectoDe(url).dialect })
	const getMigrations = () => leerAntesDe(migracion)
	const { error } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest()
	if (error !== undefined) throw new Error(`No se llegó a antes de ${migracion}.`, { cause: error })
	return {
		correr: async (texto) => (await sql.raw(texto).execute(db)).rows,
		cerrar: () => db.destroy(),
	}
}

const leerAntesDe = async (migracion: string): Promise<Record<string, Migration>> => {
	const archivos = readdirSync(CARPETA).filter((uno) => uno < migracion)
	const leidas = archivos.map(async (archivo) => {
		const ruta = new URL(archivo, CARPETA).href
		return [basename(archivo, '.ts'), (await import(/* @vite-ignore */ ruta)) as Migration] as const
	})
	return Object.fromEntries(await Promise.all(leidas))
}
