export type Foja = { readonly volumen: number; readonly foja: number }

/** La última foja escrita del volumen: los anteriores al último están llenos. */
export const ultimaDe = (
	volumen: number,
	libro: { readonly ultimoVolumen: number; readonly ultimaFoja: number; readonly fojasPorVolumen: number },
): number => (volumen < libro.ultimoVolumen ? libro.fojasPorVolumen : libro.ultimaFoja)

/** La foja anterior y la siguiente, pasando de un volumen a otro; null donde el Libro empieza o acaba. */
export const vecinas = (
	libro: Foja & {
		readonly ultimoVolumen: number
		readonly ultimaFoja: number
		readonly fojasPorVolumen: number
	},
): { readonly anterior: Foja | null; readonly siguiente: Foja | null } => {
	const { volumen, foja, fojasPorVolumen, ultimoVolumen } = libro
	const anterior =
		foja > 1
			? { volumen, foja: foja - 1 }
			: volumen > 1
				? { volumen: volumen - 1, foja: fojasPorVolumen }
				: null
	const siguiente =
		foja < ultimaDe(volumen, libro)
			? { volumen, foja: foja + 1 }
			: volumen < ultimoVolumen
				? { volumen: volumen + 1, foja: 1 }
				: null
	return { anterior, siguiente }
}
