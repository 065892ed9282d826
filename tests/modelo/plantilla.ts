/** La base de la que parte cada corrida: migrada, con certificados ya sellados por los actos de verdad. */
import Database from 'better-sqlite3'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA, ponerMesa } from '../db/mesa-de-sellos.ts'

/** Certificados con los dos sellos que trae la plantilla. */
const SELLADOS = 6

/** Los bytes de la base: se abre en memoria una copia por corrida. Tarda unos segundos. */
export const hacerPlantilla = async (): Promise<Buffer> => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-modelo-'))
	const ruta = join(carpeta, 'plantilla.sqlite')
	try {
		const mesa = await ponerMesa({ url: `sqlite:${ruta}` })
		const ids = await mesa.confirmados(SELLADOS)
		await mesa.sellarComo(DIRECTOR_TOLUCA, ids)
		await mesa.sellarComo(DIRECTOR_MEX, ids)
		await mesa.base.db.deleteFrom('trabajo').execute()
		// El segundo sello llega a media corrida, cuando ella dice.
		await mesa.base.db
			.updateTable('tramite')
			.set({ estado: 'sellado-plantel' })
			.where('id', 'in', ids)
			.execute()
		await mesa.recoger()
		const base = new Database(ruta)
		// En memoria no hay WAL: una copia con esa marca no se dejaría escribir.
		base.pragma('journal_mode = DELETE')
		base.exec('vacuum')
		base.close()
		return readFileSync(ruta)
	} finally {
		rmSync(carpeta, { recursive: true, force: true })
	}
}
