import { tick } from 'svelte'

/** De dónde se abrió algo: lo enfocado y lo que lo contiene, de adentro hacia afuera. */
export type Origen = readonly HTMLElement[]

/** Se toma al abrir: después, lo que se quite ya no dice de quién era. */
export const origenDelFoco = (): Origen => {
	const camino: HTMLElement[] = []
	for (let nodo: Element | null = document.activeElement; nodo; nodo = nodo.parentElement) {
		if (nodo instanceof HTMLElement) camino.push(nodo)
	}
	return camino
}

/**
 * Si de donde se abrió ya no se puede enfocar (lo que se hizo quitó el botón), enfoca el título de lo más cercano que quede
 * a su alrededor, para que la lectura y el teclado sigan ahí. Dice si lo hizo.
 */
export const enfocarCercaDe = ([quien, ...alrededor]: Origen): boolean => {
	if (quien === undefined || quien === document.body || sePuedeEnfocar(quien)) return false
	for (const lugar of alrededor) {
		const titulo = lugar.isConnected ? lugar.querySelector<HTMLElement>('h1, h2, h3') : null
		if (!titulo) continue
		titulo.tabIndex = -1
		titulo.focus()
		return true
	}
	return false
}

/** Al mandar un formulario en el que algo falta: el primer campo que lo dice recibe el foco; puede no estar a la vista. */
export const enfocarLoQueFalta = async (): Promise<void> => {
	await tick()
	document.querySelector<HTMLElement>('[role="dialog"] [aria-invalid="true"]')?.focus()
}

const sePuedeEnfocar = (quien: HTMLElement): boolean =>
	quien.isConnected && !quien.matches(':disabled') && quien.getClientRects().length > 0
