import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ponerEnMarcha } from './egreso.ts'

/** Antes de las historias: la demostración se hace una vez y cada historia parte de una copia suya. */
const plantilla = async (): Promise<() => Promise<void>> => {
	const carpeta = await mkdtemp(join(tmpdir(), 'egreso-plantilla-'))
	const egreso = await ponerEnMarcha({ EGRESO_DATOS: carpeta })
	await egreso.cerrar()
	process.env['EGRESO_PLANTILLA'] = carpeta
	return () => rm(carpeta, { recursive: true, force: true })
}

export default plantilla
