const LLAVE = 'egreso.sin-atajos'

let apagados = $state(leer())

/** Si «/» busca. La persona lo apaga o lo prende, y su navegador lo recuerda. */
export const atajos = {
	get activos(): boolean {
		return !apagados
	},
	alternar: (): void => {
		apagados = !apagados
		try {
			if (apagados) localStorage.setItem(LLAVE, '1')
			else localStorage.removeItem(LLAVE)
		} catch {
			// Sin almacenamiento vale mientras la página esté abierta.
		}
	},
}

function leer(): boolean {
	try {
		return localStorage.getItem(LLAVE) === '1'
	} catch {
		return false
	}
}

/** Si quien teclea está escribiendo: ahí un atajo estorba. */
export const escribiendo = (evento: KeyboardEvent): boolean =>
	evento.target instanceof HTMLElement &&
	(evento.target.isContentEditable || evento.target.matches('input:not([type=checkbox]), textarea, select'))
