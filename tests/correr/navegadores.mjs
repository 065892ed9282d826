/** Dónde están los navegadores de las historias. Lo usan el corredor (para instalarlos) y las historias. */
import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, isAbsolute, join } from 'node:path'
import process from 'node:process'

/** La ruta de una orden del PATH, o null. @param {string} orden @returns {string | null} */
export const buscarOrden = (orden) => {
	const carpetas = isAbsolute(orden) ? [''] : (process.env['PATH'] ?? '').split(delimiter)
	for (const carpeta of carpetas) {
		const ruta = carpeta ? join(carpeta, orden) : orden
		try {
			accessSync(ruta, constants.X_OK)
			return ruta
		} catch {
			// No está aquí: se mira en la siguiente.
		}
	}
	return null
}

// Primero el que no dibuja ventana: el mismo motor, con un sexto menos de trabajo por historia.
const CHROMIUM_DEL_SISTEMA = [
	'chromium-headless-shell',
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable',
	'chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** El navegador que Playwright descargó, si lo hizo. @param {'chromium' | 'webkit'} motor @returns {string | null} */
const dePlaywright = (motor) => {
	try {
		const ruta = createRequire(import.meta.url)('playwright')[motor].executablePath()
		return existsSync(ruta) ? ruta : null
	} catch {
		return null
	}
}

/**
 * El Chromium de las historias: el que diga CHROMIUM o CHROME, el del sistema o el de Playwright, en ese orden.
 * @returns {string | null}
 */
export const buscarChromium = () => {
	const pedidos = [process.env['CHROMIUM'], process.env['CHROME']].filter(
		(ruta) => ruta !== undefined && ruta !== '',
	)
	for (const orden of [...pedidos, ...CHROMIUM_DEL_SISTEMA]) {
		const ruta = buscarOrden(String(orden))
		if (ruta) return ruta
	}
	return dePlaywright('chromium')
}

/**
 * El WebKit de las historias: WebKitGTK por WebDriver donde lo hay (con su pantalla), o el de Playwright.
 * @returns {{ motor: 'webkitgtk', conductor: string, pantalla: string | null } | { motor: 'playwright' } | null}
 */
export const buscarWebKit = () => {
	const conductor = buscarOrden('WebKitWebDriver')
	const pantalla = buscarOrden('Xvfb')
	if (conductor && (pantalla || process.env['DISPLAY'])) return { motor: 'webkitgtk', conductor, pantalla }
	return dePlaywright('webkit') ? { motor: 'playwright' } : null
}
