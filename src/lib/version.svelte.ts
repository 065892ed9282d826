import { urlDePrograma } from './confianza.ts'

let aceptar = $state.raw<(() => void) | null>(null)

export const version = {
	/** Instala la versión que espera, o null si no hay ninguna. */
	get aceptar(): (() => void) | null {
		return aceptar
	},
}

/**
 * Registra el service worker y se entera de las versiones nuevas. La nueva espera a que la persona la acepte; sólo
 * entonces se recarga.
 */
export const vigilarVersion = async (): Promise<void> => {
	if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
	await alDesocuparse()
	const { Workbox } = await import('workbox-window')
	const trabajador = new Workbox(urlDePrograma('/service-worker.js'))
	trabajador.addEventListener('waiting', () => {
		aceptar = () => {
			trabajador.addEventListener('controlling', () => location.reload())
			trabajador.messageSkipWaiting()
		}
	})
	await trabajador.register()
}

/** Guardar la app puede esperar a que la página ya se vea. */
const alDesocuparse = (): Promise<void> =>
	new Promise((listo) => {
		const cuandoPueda = () => ('requestIdleCallback' in window ? requestIdleCallback(() => listo()) : listo())
		if (document.readyState === 'complete') cuandoPueda()
		else addEventListener('load', cuandoPueda, { once: true })
	})
