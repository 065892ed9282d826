import type { Servicio } from '#core/contract/trabajo.ts'
import type { Base, Reloj } from '../ports.ts'

/** Anota si un servicio contestó a lo que se le pidió. No lanza: de anotar no depende nada. */
export type AnotarServicio = (servicio: Servicio, contesto: boolean) => Promise<void>

/** Cuánto vale lo anotado, si nada cambió: la base no se entera de cada llamada. */
const VALE_MS = 60_000

/** Uno por proceso: sólo escribe cuando algo cambia, o una vez por minuto. */
export const crearAnotarServicio = ({
	base,
	reloj,
}: {
	readonly base: Base
	readonly reloj: Reloj
}): AnotarServicio => {
	const anotados = new Map<Servicio, { readonly contesto: boolean; readonly cuando: number }>()
	return async (servicio, contesto) => {
		const ahora = reloj()
		const antes = anotados.get(servicio)
		if (antes?.contesto === contesto && Date.parse(ahora) - antes.cuando < VALE_MS) return
		anotados.set(servicio, { contesto, cuando: Date.parse(ahora) })
		await escribir(base, servicio, contesto, ahora).catch(() => anotados.delete(servicio))
	}
}

const escribir = ({ enTransaccion }: Base, nombre: Servicio, contesto: boolean, ahora: string) =>
	enTransaccion((tx) =>
		tx
			.insertInto('servicio')
			.values({
				nombre,
				contesto: contesto ? ahora : null,
				callaDesde: contesto ? null : ahora,
				visto: ahora,
			})
			.onConflict((conflicto) =>
				conflicto.column('nombre').doUpdateSet((e) => ({
					visto: ahora,
					...(contesto
						? { contesto: ahora, callaDesde: null }
						: // Desde la primera vez que no contestó, no desde la última.
							{ callaDesde: e.fn.coalesce('servicio.callaDesde', e.val(ahora)) }),
				})),
			)
			.execute(),
	)
