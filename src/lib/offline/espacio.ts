/** Si este navegador puede guardar la app y los datos, y por qué no cuando no. */
import { ErrorApi } from '../error-api.ts'

const ESPERA_MS = 15_000

/** Lo que se dice si la app misma aún no está guardada: sin ella, lo guardado no se podría abrir. */
export const SIN_CASCARON =
	'Egreso todavía no termina de guardarse en este dispositivo. Espere unos segundos con internet e intente de nuevo.'

/** Espera a que la app misma esté guardada para abrir sin red; falso si este navegador no lo logra. */
export const esperarCascaron = async (): Promise<boolean> => {
	if (!('serviceWorker' in navigator)) return false
	const plazo = new Promise<null>((resolver) => setTimeout(() => resolver(null), ESPERA_MS))
	return (await Promise.race([navigator.serviceWorker.ready, plazo])) !== null
}

/** Pide que lo guardado dure aunque falte espacio; falso si el navegador no lo promete. */
export const pedirQueDure = async (): Promise<boolean> => {
	try {
		return (await navigator.storage?.persist?.()) ?? false
	} catch {
		return false
	}
}

/** Por qué no se guardó, y qué hacer. */
export const fraseDeGuardado = (causa: unknown): string => {
	if (causa instanceof ErrorApi) return causa.frase
	const nombre = causa instanceof DOMException ? causa.name : ''
	if (nombre === 'QuotaExceededError') {
		return 'No hay espacio en este dispositivo para guardar los certificados. Libere espacio e intente de nuevo; lo que ya estaba guardado no cambió.'
	}
	return 'Este navegador no deja guardar datos: suele pasar en una ventana privada o con el almacenamiento bloqueado. Abra Egreso en una ventana normal e intente de nuevo.'
}
