import deTexto from '@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2?url'
import deTitulo from '@fontsource-variable/montserrat/files/montserrat-latin-wght-normal.woff2?url'

const LETRAS = [
	['Montserrat Variable', deTitulo],
	['Noto Sans Variable', deTexto],
] as const

/** Lo más que la app espera por la letra antes de mostrarse, en milisegundos. */
const ESPERA_MS = 800

/**
 * Trae la letra de la casa antes de que la app se dibuje. La que no llegó a tiempo ya no entra en esta página
 * (`font-display: optional`): cambiarla con todo en su lugar mueve lo que la persona está por tocar (CLS).
 */
export const esperarLetras = async (): Promise<void> => {
	const letras = LETRAS.map(
		([familia, direccion]) =>
			new FontFace(familia, `url(${direccion}) format('woff2')`, { weight: '100 900', display: 'optional' }),
	)
	for (const letra of letras) document.fonts.add(letra)
	const llegadas = Promise.allSettled(letras.map((letra) => letra.load()))
	await Promise.race([llegadas, new Promise((listo) => setTimeout(listo, ESPERA_MS))])
}
