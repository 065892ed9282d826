/** Dónde se guarda, en sessionStorage, a dónde volver. */
export const LLAVE_REGRESO = 'egreso.volver'

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
	if (ruta === null) sessionStorage.removeItem(LLAVE_REGRESO)
	else sessionStorage.setItem(LLAVE_REGRESO, ruta)
}

/** A dónde volver, una sola vez; null si no hay dónde. */
export const tomarRegreso = (): string | null => {
	const ruta = rutaPropia(sessionStorage.getItem(LLAVE_REGRESO), location.origin)
	sessionStorage.removeItem(LLAVE_REGRESO)
	return ruta
}
