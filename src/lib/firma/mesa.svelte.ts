/**
 * La mesa de revisión de un director: lo que llegó ya leído, lo que abrió y lo que le falta abrir. Dura mientras la app esté
 * abierta, aunque se cambie de pantalla; de otra persona no conserva nada.
 */
import { SvelteMap } from 'svelte/reactivity'
import type { PorSellar } from '#core/contract/sellado.ts'
import type { Quien } from './comparar.ts'
import { porAbrir, type Sorteo } from './muestra.ts'
import { revisarSinCongelar, type Revisable } from './revision.ts'

export type Mesa = {
	/** Lo último que se terminó de leer. */
	readonly revisables: readonly Revisable[]
	/** Cuántos van, mientras se lee por primera vez; null si no hay nada que esperar. */
	readonly leyendo: { readonly leidos: number; readonly total: number } | null
	readonly abrir: (revisable: Revisable) => void
	/** Si se abrió ese mismo documento, en ese mismo intento: el que cambió, o volvió de una devolución, se abre otra vez. */
	readonly seAbrio: (revisable: Revisable) => boolean
	/** Los que hay que abrir antes de sellar `sellables`, en el orden de la lista. */
	readonly porAbrir: readonly Revisable[]
	/** De ellos, los que faltan. */
	readonly faltan: readonly Revisable[]
}

type Recuerdo = {
	readonly de: string
	/** Por trámite, lo último que se abrió: de cuál intento y qué documento. */
	readonly abiertos: SvelteMap<string, Pick<Revisable, 'intento' | 'xml'>>
	/** Quien salió sorteado se queda sorteado. */
	readonly sorteados: Set<string>
}

let recuerdo: Recuerdo | null = null

const recordar = (de: string): Recuerdo => {
	if (recuerdo?.de !== de) recuerdo = { de, abiertos: new SvelteMap(), sorteados: new Set() }
	return recuerdo
}

/** Una mesa sobre la lista que va llegando. Se llama al iniciar un componente. */
export const crearMesa = (deps: {
	readonly personaId: string
	readonly quien: Quien
	readonly lista: () => PorSellar | undefined
	/** Los que se sellarían si se firmara ya. */
	readonly sellables: () => readonly Revisable[]
	/** El día del servidor, en milisegundos. */
	readonly hoy: () => number
	readonly reloj: () => number
	readonly ceder: () => Promise<void>
	readonly sortear: Sorteo
}): Mesa => {
	const { abiertos, sorteados } = recordar(deps.personaId)
	let revisables = $state.raw<readonly Revisable[]>([])
	let leyendo = $state.raw<Mesa['leyendo']>(null)

	$effect(() => {
		const lista = deps.lista()
		if (!lista) return
		const control = new AbortController()
		const total = lista.certificados.length
		leyendo = { leidos: 0, total }
		const alAvanzar = (leidos: number) => {
			leyendo = { leidos, total }
		}
		const orden = { lista, quien: deps.quien, hoy: deps.hoy() }
		void revisarSinCongelar(orden, { ...deps, senal: control.signal, alAvanzar }).then((leidos) => {
			if (leidos === null) return
			revisables = leidos
			leyendo = null
		})
		return () => control.abort()
	})

	const seAbrio = ({ tramiteId, intento, xml }: Revisable) => {
		const visto = abiertos.get(tramiteId)
		return visto?.intento === intento && visto.xml === xml
	}
	const obligados = $derived.by(() => {
		const tamano = deps.lista()?.muestra
		const sellables = deps.sellables()
		if (!tamano) return []
		const ids = new Set(porAbrir(sellables, [...sorteados], tamano, deps.sortear))
		for (const id of ids) sorteados.add(id)
		return sellables.filter(({ tramiteId }) => ids.has(tramiteId))
	})
	const faltan = $derived(obligados.filter((uno) => !seAbrio(uno)))

	return {
		get revisables() {
			return revisables
		},
		get leyendo() {
			return leyendo
		},
		abrir: ({ tramiteId, intento, xml }) => void abiertos.set(tramiteId, { intento, xml }),
		seAbrio,
		get porAbrir() {
			return obligados
		},
		get faltan() {
			return faltan
		},
	}
}
