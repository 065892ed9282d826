/**
 * Background Sync: donde existe, el navegador despierta al service worker cuando vuelve la red, aunque la app esté
 * cerrada. Donde no (iOS, Firefox), la cola sale al abrir la app.
 */
export const ETIQUETA_DE_COLA = 'egreso-cola'

type ConSincronia = ServiceWorkerRegistration & {
	readonly sync?: { readonly register: (etiqueta: string) => Promise<void> }
}

/** Pide el aviso de que volvió la red. Que no se pueda no es una falla: hay otros momentos para enviar. */
export const pedirSincronia = async (): Promise<void> => {
	try {
		const registro: ConSincronia | undefined = await navigator.serviceWorker?.getRegistration()
		await registro?.sync?.register(ETIQUETA_DE_COLA)
	} catch {
		// Negado por el navegador o por la persona.
	}
}
