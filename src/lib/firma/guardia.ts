/** Dos minutos sin tocar la pantalla, o con ella apagada, y la e.firma se suelta. */
const OCIO_MS = 120_000

const CADA_MS = 5_000

/** Llama a `alVencer` tras dos minutos de ocio; devuelve cómo dejar de vigilar. */
export const vigilarOcio = (alVencer: () => void): (() => void) => {
	let ultimo = Date.now()
	const revisar = () => {
		if (Date.now() - ultimo >= OCIO_MS) alVencer()
	}
	// Un dispositivo dormido no corre relojes: al despertar se mira primero cuánto pasó.
	const alTocar = () => {
		revisar()
		ultimo = Date.now()
	}
	const reloj = setInterval(revisar, CADA_MS)
	const eventos = ['pointerdown', 'keydown'] as const
	for (const evento of eventos) window.addEventListener(evento, alTocar, { capture: true, passive: true })
	document.addEventListener('visibilitychange', revisar)
	return () => {
		clearInterval(reloj)
		for (const evento of eventos) window.removeEventListener(evento, alTocar, { capture: true })
		document.removeEventListener('visibilitychange', revisar)
	}
}

/** Mantiene la pantalla encendida donde se puede, también al volver a la pestaña; devuelve cómo soltarla. */
export const mantenerPantalla = (): (() => void) => {
	let candado: WakeLockSentinel | null = null
	let vigente = true
	const pedir = async () => {
		if (!vigente || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
		// Al esconderse la pestaña el sistema lo suelta; si no se escondió, el de antes sigue valiendo.
		if (candado && !candado.released) return
		try {
			const nuevo = await navigator.wakeLock.request('screen')
			if (vigente) candado = nuevo
			else await nuevo.release()
		} catch {
			// Con batería baja el sistema lo niega: se sella igual.
		}
	}
	const alVer = () => void pedir()
	document.addEventListener('visibilitychange', alVer)
	void pedir()
	return () => {
		vigente = false
		document.removeEventListener('visibilitychange', alVer)
		void candado?.release()
	}
}
