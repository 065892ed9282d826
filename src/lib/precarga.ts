/** Cuánto vale lo que se trajo por adelantado: pasado esto, se vuelve a pedir. */
const VALE_MS = 30_000
const GUARDADAS = 4

/**
 * Pide por su ruta, y trae por adelantado lo que se va a querer ver. Se guarda sólo en memoria y por un rato; lo que falló
 * al adelantarse se pide otra vez cuando toca.
 */
export const conPrecarga = <T>(pedir: (ruta: string, senal?: AbortSignal) => Promise<T>) => {
	const guardadas = new Map<string, { readonly promesa: Promise<T>; readonly pedida: number }>()
	return {
		obtener: (ruta: string, senal: AbortSignal): Promise<T> => {
			const guardada = guardadas.get(ruta)
			// Una vez: si se vuelve a pedir la misma es porque se quiere lo de ahora.
			guardadas.delete(ruta)
			return guardada && Date.now() - guardada.pedida < VALE_MS
				? guardada.promesa.catch(() => pedir(ruta, senal))
				: pedir(ruta, senal)
		},
		precargar: (ruta: string): void => {
			if (guardadas.has(ruta)) return
			const promesa = pedir(ruta)
			// Nadie la espera todavía: si falla, se sabrá cuando se pida.
			promesa.catch(() => undefined)
			guardadas.set(ruta, { promesa, pedida: Date.now() })
			const vieja = guardadas.size > GUARDADAS ? guardadas.keys().next().value : undefined
			if (vieja !== undefined) guardadas.delete(vieja)
		},
		olvidar: (): void => guardadas.clear(),
	}
}
