import { tick } from 'svelte'

type Orden = {
	/** Escoge o suelta el renglón; falso si la tabla no se escoge. */
	readonly escoger: (indice: number) => boolean
	/** Pide la página de un lado; falso si no la hay. */
	readonly paginar: (paso: 1 | -1) => boolean
}

/**
 * Una tabla con el teclado, desde el enlace o la casilla de cualquier renglón: flechas, Inicio y Fin van de uno a otro, ← y
 * → cambian de página, Espacio escoge y Entrar abre. Lo que no obedece, lo hace el navegador como siempre.
 */
export const teclasDeTabla = ({ escoger, paginar }: Orden) => {
	let tabla: HTMLElement | null = null
	/** El renglón que toma el foco cuando llegue la página que se pidió. */
	let pendiente: { readonly indice: number; readonly como: HTMLElement } | null = null

	const renglones = (): readonly HTMLElement[] => [
		...(tabla?.querySelectorAll<HTMLElement>('tbody > tr') ?? []),
	]
	/** De la casilla se va a la casilla de otro renglón, y del enlace al enlace. */
	const enfocar = (indice: number, como: HTMLElement): void => {
		const todos = renglones()
		const renglon = todos[Math.max(0, Math.min(indice, todos.length - 1))]
		renglon?.querySelector<HTMLElement>(como.matches('a') ? 'a' : 'input, a')?.focus({ preventScroll: true })
		// Lo justo para verlo: al centrarlo, la página brincaría.
		renglon?.scrollIntoView({ block: 'nearest' })
	}
	const obedecer = (tecla: string, foco: HTMLElement, indice: number): boolean => {
		switch (tecla) {
			case 'ArrowDown':
			case 'ArrowUp':
				enfocar(indice + (tecla === 'ArrowDown' ? 1 : -1), foco)
				return true
			case 'Home':
				enfocar(0, foco)
				return true
			case 'End':
				enfocar(Number.MAX_SAFE_INTEGER, foco)
				return true
			case 'ArrowLeft':
			case 'ArrowRight':
				if (!paginar(tecla === 'ArrowRight' ? 1 : -1)) return false
				pendiente = { indice, como: foco }
				return true
			case ' ':
				return foco.matches('a') && escoger(indice)
			case 'Enter': {
				const enlace = foco.matches('input') ? renglones()[indice]?.querySelector('a') : null
				enlace?.click()
				return enlace != null
			}
			default:
				return false
		}
	}
	const alTeclear = (evento: KeyboardEvent): void => {
		const foco = evento.target
		if (
			!(foco instanceof HTMLElement) ||
			evento.altKey ||
			evento.ctrlKey ||
			evento.metaKey ||
			evento.shiftKey
		)
			return
		const indice = renglones().findIndex((uno) => uno.contains(foco))
		if (indice >= 0 && obedecer(evento.key, foco, indice)) evento.preventDefault()
	}

	return {
		escuchar: (nodo: HTMLElement): (() => void) => {
			tabla = nodo
			nodo.addEventListener('keydown', alTeclear)
			return () => nodo.removeEventListener('keydown', alTeclear)
		},
		/** Al llegar la página pedida, el foco va al mismo renglón; si no se pidió ninguna, no se mueve. */
		retomar: (_filas: readonly unknown[]): void => {
			if (pendiente === null) return
			const { indice, como } = pendiente
			pendiente = null
			// Ya pintada.
			void tick().then(() => enfocar(indice, como))
		},
	}
}
