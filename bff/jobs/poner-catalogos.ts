/*
 * Seguro dos veces: sólo escribe lo que hoy rige y todavía no estaba escrito; la segunda vez no hay nada.
 */
import { formarse } from '../application/catalogos/importar.ts'
import { proyectar } from '../application/catalogos/proyectar.ts'
import type { Base, Reloj } from '../application/ports.ts'
import type { Trabajo } from './worker.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'

/** Una importación pone lo suyo al aplicarse; esto alcanza a lo que empieza o termina al cambiar el día. */
const CADA_MS = 60_000

/** Pone al día lo que otras tablas nombran de los catálogos. */
export const trabajoPonerCatalogos = (deps: { readonly base: Base; readonly reloj: Reloj }): Trabajo => {
	let hecho: string | null = null
	return {
		clase: 'poner-catalogos',
		cadaMs: CADA_MS,
		ejecutar: async () => {
			const hoy = fechaEnMexico(deps.reloj())
			// Dentro del mismo día nada cambia solo.
			if (hecho === hoy) return { resultado: 'hecho' }
			await deps.base.enTransaccion(async (tx) => {
				await formarse(deps.base, tx)
				await proyectar(tx, hoy)
			})
			hecho = hoy
			return { resultado: 'hecho' }
		},
	}
}
