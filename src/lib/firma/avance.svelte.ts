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
	/** Los trámites del lote, en su orden. */
	readonly tramites: readonly string[]
	readonly de: (tramiteId: string) => EstadoDeSello | undefined
	readonly fallos: readonly { readonly tramiteId: string; readonly frase: string }[]
	readonly empezar: (tramites: readonly string[]) => void
	readonly marcar: (tramiteId: string, estado: EstadoDeSello) => void
}

/**
 * El avance por certificado, reactivo, con sus cuentas al día. Quien pregunta por uno sólo se entera de ése, y los
 * fallos se llevan aparte: con mil certificados, marcar uno no recorre los demás.
 */
export const crearAvance = (): Avance => {
	const estados = new SvelteMap<string, EstadoDeSello>()
	const cuenta = $state({ espera: 0, sellado: 0, recibido: 0, guardado: 0, fallo: 0 })
	let tramites = $state.raw<readonly string[]>([])
	let fallos = $state.raw<Avance['fallos']>([])
	return {
		get total() {
			return tramites.length
		},
		cuenta,
		get tramites() {
			return tramites
		},
		de: (tramiteId) => estados.get(tramiteId),
		get fallos() {
			return fallos
		},
		empezar: (nuevos) => {
			tramites = [...new Set(nuevos)]
			fallos = []
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
			const otros =
				antes.estado === 'fallo' ? fallos.filter((fallo) => fallo.tramiteId !== tramiteId) : fallos
			if (estado.estado === 'fallo') fallos = [...otros, { tramiteId, frase: estado.frase }]
			else if (otros !== fallos) fallos = otros
		},
	}
}
