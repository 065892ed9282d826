// Seguro dos veces: repasar una tanda otra vez lee lo mismo, y un hallazgo abierto no se anota dos veces.
import { repasarTanda, type DepsRepasar } from '../application/archivo/repasar.ts'
import { leerTarea } from '../application/archivo/tarea.ts'
import type { Trabajo } from './worker.ts'

const CADA_MS = 60_000
/** Cada archivo se relee por lo menos una vez por semana, si en una semana da tiempo. */
const VUELTA_MS = 7 * 24 * 3_600_000

/** Repasa el archivo por tandas (14): una cada minuto, y al acabar la vuelta espera a que se cumpla la semana. */
export const trabajoRepasarArchivo = (deps: DepsRepasar): Trabajo => ({
	clase: 'repasar-archivo',
	cadaMs: CADA_MS,
	concurrencia: 1,
	ejecutar: async () => {
		const tarea = await leerTarea(deps.base.db, 'repasar')
		const espera =
			tarea !== undefined &&
			tarea.terminada !== null &&
			Date.parse(deps.reloj()) - Date.parse(tarea.iniciada) < VUELTA_MS
		if (!espera) await repasarTanda(deps)()
		return { resultado: 'hecho' }
	},
})
