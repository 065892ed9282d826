type Politica = { createScriptURL: (url: string) => unknown }
type Fabrica = {
	createPolicy: (nombre: string, reglas: { createScriptURL: (url: string) => string }) => Politica
}

const delMismoOrigen = (url: string): string => {
	const completa = new URL(url, location.origin)
	if (completa.origin !== location.origin)
		throw new TypeError('Sólo se cargan programas de este mismo sitio.')
	return completa.href
}

let politica: Politica | null = null

/**
 * URL de programa para `new Worker` o el service worker bajo Trusted Types: la política `egreso` sólo da paso a este
 * mismo origen. Con Vite: `import url from './x.worker.ts?worker&url'` y `new Worker(urlDePrograma(url), …)`.
 */
export const urlDePrograma = (url: string): string => {
	const fabrica = (globalThis as { trustedTypes?: Fabrica }).trustedTypes
	if (!fabrica) return delMismoOrigen(url)
	politica ??= fabrica.createPolicy('egreso', { createScriptURL: delMismoOrigen })
	// TrustedScriptURL ocupa el lugar de una cadena en las puertas del navegador.
	return politica.createScriptURL(url) as string
}
