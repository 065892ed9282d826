import type { Recurso } from '../recurso.svelte.ts'

const CADA_MS = 1_000
/** Si el servidor no contesta no se le insiste cada segundo. */
const CADA_CON_ERROR_MS = 5_000

/** Vuelve a leer mientras el servidor trabaja y la página está a la vista; al volver a ella, enseguida. */
export const mirarMientras = <T>(recurso: Recurso<T>, trabaja: (datos: T) => boolean): void => {
	const mirando = $derived(recurso.datos !== undefined && trabaja(recurso.datos))
	$effect(() => {
		// Cada lectura que termina forma la siguiente.
		if (!mirando || recurso.cargando) return
		const leer = () => void recurso.recargar()
		const alVolver = () => {
			if (!document.hidden) leer()
		}
		document.addEventListener('visibilitychange', alVolver)
		const pulso = document.hidden
			? undefined
			: setTimeout(leer, recurso.error === null ? CADA_MS : CADA_CON_ERROR_MS)
		return () => {
			clearTimeout(pulso)
			document.removeEventListener('visibilitychange', alVolver)
		}
	})
}
