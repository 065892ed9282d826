let obras = $state(0)

/** Mientras haya una ceremonia en curso no se ofrece recargar ni cambiar de versión. */
export const ocupado = {
	get valor(): boolean {
		return obras > 0
	},
}

/** Marca el comienzo de algo que no debe interrumpirse; devuelve cómo marcar su fin (vale llamarlo dos veces). */
export const ocupar = (): (() => void) => {
	obras += 1
	let terminada = false
	return () => {
		if (terminada) return
		terminada = true
		obras -= 1
	}
}
