/** Dónde está PDFBox preflight, el juez de PDF/A-1b. Lo usan el corredor (para instalarlo) y las pruebas de los PDF. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { buscarOrden } from './navegadores.mjs'

/** De Debian; activation y jaxb venían con Java hasta la versión 8, y preflight los sigue pidiendo. */
export const PAQUETES_DE_PREFLIGHT = [
	'default-jre-headless',
	'libpdfbox2-java',
	'libactivation-java',
	'libjaxb-api-java',
]

const CARPETA = '/usr/share/java'
const ARCHIVOS = [
	'preflight.jar',
	'pdfbox2.jar',
	'fontbox2.jar',
	'xmpbox.jar',
	'commons-logging.jar',
	'javax.activation.jar',
	'jaxb-api.jar',
]

/** La orden que revisa una carpeta entera, o null si falta algo. @returns {{ orden: string, argumentos: string[] } | null} */
export const buscarPreflight = () => {
	const orden = buscarOrden('java')
	const rutas = ARCHIVOS.map((archivo) => join(CARPETA, archivo))
	if (orden === null || !rutas.every((ruta) => existsSync(ruta))) return null
	return {
		orden,
		argumentos: ['-cp', rutas.join(delimiter), 'org.apache.pdfbox.preflight.Validator_A1b', 'batch'],
	}
}
