import { SvelteMap } from 'svelte/reactivity'

/**
 * Cómo va un certificado: `espera` · `sellado` (en el dispositivo) · `recibido` (el BFF lo verificó) · `guardado`
 * (sellado, espera red) · `fallo`, con su porqué.
 */
export type EstadoDeSello =
	| { readonly estado: 'espera' | 'sellado' | 'recibido' | 'guardado' }
	| { readonly estado: 'fallo'; readonly frase: string }

export type Avance = {
	readonly total: number
	readonly cuenta: Readonly<Record<EstadoDeSello['estado'], number>>
	readonly de: (tramiteId: string) => EstadoDeSello | undefined
	readonly fallos: readonly { readonly tramiteId: string; readonly frase: string }[]
	readonly empezar: (tramites: readonly string[]) => void
	readonly marcar: (tramiteId: string, estado: EstadoDeSello) => void
}

/** El avance por certificado, reactivo, con sus cuentas al día. */
export const crearAvance = (): Avance => {
	const estados = new SvelteMap<string, EstadoDeSello>()
	const cuenta = $state({ espera: 0, sellado: 0, recibido: 0, guardado: 0, fallo: 0 })
	return {
		get total() {
			return estados.size
		},
		cuenta,
		de: (tramiteId) => estados.get(tramiteId),
		get fallos() {
			return [...estados].flatMap(([tramiteId, estado]) =>
				estado.estado === 'fallo' ? [{ tramiteId, frase: estado.frase }] : [],
			)
		},
		empezar: (tramites) => {
			estados.clear()
			Object.assign(cuenta, { espera: tramites.length, sellado: 0, recibido: 0, guardado: 0, fallo: 0 })
			for (const tramiteId of tramites) estados.set(tramiteId, { estado: 'espera' })
		},
		marcar: (tramiteId, estado) => {
			const antes = estados.get(tramiteId)
			if (!antes) return
			cuenta[antes.estado] -= 1
			cuenta[estado.estado] += 1
			estados.set(tramiteId, estado)
		},
	}
}
