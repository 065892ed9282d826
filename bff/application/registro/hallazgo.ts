/** Algo que no cuadra, y en qué renglón, hoja, nodo o punto. */
export type Hallazgo = {
	readonly clase:
		| 'cambiado'
		| 'quitado'
		| 'metido'
		| 'reordenado'
		| 'eslabon-cambiado'
		| 'eslabon-quitado'
		| 'nodo-cambiado'
		| 'nodo-quitado'
		| 'nodo-metido'
		| 'punto-falso'
		| 'punto-cambiado'
		| 'no-corresponde'
	/** El índice de la hoja (desde 1), cuando se trata de una. */
	readonly indice: number | null
	/** De qué: la llave del renglón, el nodo, el punto. */
	readonly id: string
	/** Qué pasó, en una frase que nombra al renglón. */
	readonly detalle: string
}
