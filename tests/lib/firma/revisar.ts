import { type PorRevisar, type Revisable, revisarPorPasos } from '../../../src/lib/firma/revision.ts'

/** {@link revisarPorPasos} de una vez, sin ceder la pantalla. */
export const revisar = (orden: PorRevisar): readonly Revisable[] => {
	const pasos = revisarPorPasos(orden)
	for (;;) {
		const paso = pasos.next()
		if (paso.done) return paso.value
	}
}
