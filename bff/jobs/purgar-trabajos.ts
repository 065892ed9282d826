// Seguro dos veces: borrar lo ya borrado no hace nada.
import { purgarTrabajos } from '../application/colas/purgar.ts'
import type { Trabajo } from './worker.ts'

const CADA_MS = 6 * 3_600_000

/** Borra lo hecho hace más de treinta días: la tabla de trabajos no crece con los años. */
export const trabajoPurgarTrabajos = (deps: Parameters<typeof purgarTrabajos>[0]): Trabajo => ({
	clase: 'purgar-trabajos',
	cadaMs: CADA_MS,
	concurrencia: 1,
	ejecutar: async () => {
		await purgarTrabajos(deps)
		return { resultado: 'hecho' }
	},
})
