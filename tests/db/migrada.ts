import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrar } from '../../bff/adapters/db/migrar.ts'

const MIGRACIONES = 'migrations'

/** De qué migraciones es la plantilla: si cambia una, es otra. */
const huellaDeMigraciones = (): string => {
	const huella = createHash('sha256')
	for (const nombre of readdirSync(MIGRACIONES).sort()) {
		huella.update(nombre).update(readFileSync(join(MIGRACIONES, nombre)))
	}
	return huella.digest('hex').slice(0, 16)
}

/** La base migrada y vacía de la que se copian las demás; se hace una vez, aunque la pidan varios procesos a la vez. */
const plantilla = async (): Promise<string> => {
	const ruta = join(tmpdir(), `egreso-migrada-${process.getuid?.() ?? 0}-${huellaDeMigraciones()}.sqlite`)
	if (existsSync(ruta)) return ruta
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-migrada-'))
	try {
		const nueva = join(carpeta, 'nueva.sqlite')
		await migrar({ url: `sqlite:${nueva}` })
		// Con el WAL ya vaciado, la base es un solo archivo; y de dos que la hicieron, queda una.
		if (existsSync(`${nueva}-wal`)) throw new Error('La plantilla quedó con cambios fuera de su archivo.')
		renameSync(nueva, ruta)
	} finally {
		rmSync(carpeta, { recursive: true, force: true })
	}
	return ruta
}

/** Migra la base de una prueba. En SQLite, copiando una ya migrada: migrar de cero es medio segundo, y son cientos. */
export const ponerMigrada = async ({ url }: { readonly url: string }): Promise<void> => {
	const ruta = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : null
	if (ruta !== null && !existsSync(ruta)) copyFileSync(await plantilla(), ruta)
	await migrar({ url })
}
