type ConPrioridad = { readonly scheduler?: { readonly yield?: () => Promise<void> } }

/** Deja que el navegador pinte y atienda a la persona antes de seguir con un trabajo largo. */
export const ceder = (): Promise<void> => {
	const { scheduler } = globalThis as ConPrioridad
	// Safari todavía no lo tiene; ahí se sigue en la siguiente vuelta.
	return scheduler?.yield?.() ?? new Promise((seguir) => setTimeout(seguir, 0))
}
