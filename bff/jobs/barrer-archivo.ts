// Seguro dos veces: apartar o borrar lo que ya lo está no hace nada, y lo nombrado vuelve a su lugar.
import { barrerArchivo, type DepsBarrer } from '../application/archivo/barrer.ts'
import type { Trabajo } from './worker.ts'

const CADA_MS = 24 * 3_600_000

/** Barre una vez al día los archivos que nadie nombra (14). */
export const trabajoBarrerArchivo = (deps: DepsBarrer): Trabajo => ({
	clase: 'barrer-archivo',
	cadaMs: CADA_MS,
	concurrencia: 1,
	ejecutar: async () => {
		const { detenido } = await barrerArchivo(deps)()
		return detenido
			? { resultado: 'fallido', razon: 'demasiados archivos que nadie nombra' }
			: { resultado: 'hecho' }
	},
})
