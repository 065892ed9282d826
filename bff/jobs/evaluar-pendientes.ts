/*
 * Seguro dos veces: evaluar con los mismos hechos escribe lo mismo, y sólo se toma a quien sigue por evaluar.
 */
import { evaluarPendientes } from '../application/egresados/evaluar.ts'
import type { Base, Huella } from '../application/ports.ts'
import type { Trabajo } from './worker.ts'

/** Quien cambia un hecho evalúa en su misma transacción; esto alcanza a los demás (un plan corregido, una base recién migrada). */
const CADA_MS = 5_000

/** Evalúa los ocho requisitos (6) de quienes un cambio dejó por evaluar. */
export const trabajoEvaluarPendientes = (deps: {
	readonly base: Base
	readonly huella: Huella
}): Trabajo => ({
	clase: 'evaluar-pendientes',
	cadaMs: CADA_MS,
	ejecutar: async () => {
		await evaluarPendientes(deps)
		return { resultado: 'hecho' }
	},
})
