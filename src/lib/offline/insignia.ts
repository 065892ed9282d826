type ConInsignia = {
	readonly setAppBadge?: (cuantos: number) => Promise<void>
	readonly clearAppBadge?: () => Promise<void>
}

/** Pone en el icono de la app cuántos certificados esperan firma, donde se puede; cero la quita. */
export const marcarInsignia = (cuantos: number): void => {
	const { setAppBadge, clearAppBadge } = navigator as ConInsignia
	const hecho = cuantos > 0 ? setAppBadge?.call(navigator, cuantos) : clearAppBadge?.call(navigator)
	// Negada por el sistema: el número sigue en la pantalla.
	hecho?.catch(() => undefined)
}
