// La cuenta va aparte de lo que se pinta: al deshacerse un efecto, Svelte lee lo que había antes de los cambios de esa
// vuelta, y restar de ahí dejaría una obra de más.
let cuenta = 0
let obras = $state(0)

/** Mientras haya una ceremonia en curso no se ofrece recargar ni cambiar de versión. */
export const ocupado = {
	get valor(): boolean {
		return obras > 0
	},
}

/** Marca el comienzo de algo que no debe interrumpirse; devuelve cómo marcar su fin (vale llamarlo dos veces). */
export const ocupar = (): (() => void) => {
	cuenta += 1
	obras = cuenta
	let terminada = false
	return () => {
		if (terminada) return
		terminada = true
		cuenta -= 1
		obras = cuenta
	}
}
