// Seguro dos veces: cada aviso se marca al encargarlo, y encargar lo ya encargado no hace nada.
import { barrerLotes } from '../../application/lotes/barrer.ts'
import { vigilarLotes, type DepsVigilar } from '../../application/lotes/vigilar.ts'
import type { Trabajo } from '../worker.ts'

/** Avisa de los lotes que tardan (11) y vuelve a encargar lo que se quedó sin quien lo mueva. */
export const trabajoVigilarLotes = (deps: DepsVigilar & { readonly barridoMs: number }): Trabajo => ({
	clase: 'vigilar-lotes',
	concurrencia: 1,
	cadaMs: deps.barridoMs,
	ejecutar: async () => {
		await barrerLotes(deps)
		await vigilarLotes(deps)
		return { resultado: 'hecho' }
	},
})
