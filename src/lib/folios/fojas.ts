export type Foja = { readonly volumen: number; readonly foja: number }

type Libro = {
	readonly ultimoVolumen: number
	readonly ultimaFoja: number
	/** Las de cada volumen, del primero al último. */
	readonly fojasPorVolumen: readonly number[]
}

/** La última foja escrita del volumen: los anteriores al último están llenos. */
export const ultimaDe = (volumen: number, libro: Libro): number =>
	volumen < libro.ultimoVolumen ? (libro.fojasPorVolumen[volumen - 1] ?? 1) : libro.ultimaFoja

/** La foja anterior y la siguiente, pasando de un volumen a otro; null donde el Libro empieza o acaba. */
export const vecinas = (
	libro: Foja & Libro,
): { readonly anterior: Foja | null; readonly siguiente: Foja | null } => {
	const { volumen, foja, ultimoVolumen } = libro
	const anterior =
		foja > 1
			? { volumen, foja: foja - 1 }
			: volumen > 1
				? { volumen: volumen - 1, foja: ultimaDe(volumen - 1, libro) }
				: null
	const siguiente =
		foja < ultimaDe(volumen, libro)
			? { volumen, foja: foja + 1 }
			: volumen < ultimoVolumen
				? { volumen: volumen + 1, foja: 1 }
				: null
	return { anterior, siguiente }
}
