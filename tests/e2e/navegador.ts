import type { LaunchOptions } from '@playwright/test'
import { buscarChromium } from '../correr/navegadores.mjs'

/**
 * Banderas para que Chromium corra en contenedores, como root y sin pantalla, y no hable con nadie por su cuenta.
 */
const BANDERAS_DE_CHROMIUM = [
	'--no-sandbox',
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-quic',
] as const

/**
 * Con qué Chromium corren las historias y las medidas, y cómo se abre. Lanza una frase para la persona si no hay
 * ninguno: una historia sin navegador es una falla.
 */
export const opcionesDeChromium = (): LaunchOptions & { executablePath: string } => {
	const executablePath = buscarChromium()
	if (executablePath === null) {
		throw new Error(
			'No se encontró Chromium. Instale Chrome o Chromium, o diga dónde está con CHROMIUM=/ruta. «npm test» lo instala donde puede.',
		)
	}
	return { executablePath, args: [...BANDERAS_DE_CHROMIUM] }
}
