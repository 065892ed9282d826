const LLAVE = 'egreso.volver'

/** Sólo una ruta de esta app: nada de otro sitio ni la propia /entrar. */
export const rutaPropia = (texto: string | null, origen: string): string | null => {
	if (texto === null || !texto.startsWith('/')) return null
	let destino: URL
	try {
		destino = new URL(texto, origen)
	} catch {
		return null
	}
	if (destino.origin !== origen || destino.pathname.startsWith('/entrar')) return null
	return destino.pathname + destino.search
}

/** Guarda a dónde volver mientras la persona está con el proveedor de identidad. */
export const guardarRegreso = (texto: string | null): void => {
	const ruta = rutaPropia(texto, location.origin)
	if (ruta === null) sessionStorage.removeItem(LLAVE)
	else sessionStorage.setItem(LLAVE, ruta)
}

/** A dónde volver, una sola vez; null si no hay dónde. */
export const tomarRegreso = (): string | null => {
	const ruta = rutaPropia(sessionStorage.getItem(LLAVE), location.origin)
	sessionStorage.removeItem(LLAVE)
	return ruta
}

const LLAVE_REANUDAR = 'egreso.reanudar'
const VENTANA_MS = 60_000

/**
 * Si la entrada se puede reanudar sola: una vez por minuto. Un navegador apurado puede perder, al volver del proveedor,
 * lo que MSAL dejó en la pestaña; la marca va en localStorage para que ni así haya vueltas sin fin.
 */
export const reanudarUnaVez = (ahoraMs: number): boolean => {
	const antes = Number(localStorage.getItem(LLAVE_REANUDAR) ?? 0)
	if (ahoraMs - antes < VENTANA_MS) return false
	localStorage.setItem(LLAVE_REANUDAR, String(ahoraMs))
	return true
}
