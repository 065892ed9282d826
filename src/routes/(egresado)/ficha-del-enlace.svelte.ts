import { afterNavigate, replaceState } from '$app/navigation'

/**
 * La ficha del enlace viaja en el fragmento, que no llega a ningún servidor. Se toma, se quita de la barra de
 * direcciones y se recuerda sólo en esta pestaña, para que recargar no obligue a abrir otra vez el correo.
 * `lista` es falso hasta haber mirado. Se llama al iniciar un componente.
 */
export const fichaDelEnlace = (
	cual: 'buzon' | 'acuse',
): { readonly valor: string | null; readonly lista: boolean } => {
	const llave = `egreso.ficha.${cual}`
	let valor = $state<string | null>(null)
	let lista = $state(false)
	afterNavigate(() => {
		const delEnlace = decodeURIComponent(location.hash.slice(1))
		if (delEnlace !== '') {
			sessionStorage.setItem(llave, delEnlace)
			replaceState(location.pathname, {})
		}
		valor = sessionStorage.getItem(llave)
		lista = true
	})
	return {
		get valor() {
			return valor
		},
		get lista() {
			return lista
		},
	}
}
