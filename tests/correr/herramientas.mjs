/** Lo que las pruebas piden a la máquina: se busca, se instala donde se puede y, si no, se dice en una frase. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { nodeFijado } from '../../bff/cli/instalar.mjs'
import { callada, decir, raiz } from '../../bff/cli/proceso.mjs'
import { buscarChromium, buscarOrden, buscarWebKit } from './navegadores.mjs'
import { buscarPreflight, PAQUETES_DE_PREFLIGHT } from './preflight.mjs'

/**
 * @typedef {object} Herramienta
 * @property {string} nombre
 * @property {() => boolean} esta
 * @property {string[]} paquetes de Debian
 * @property {'chromium' | 'webkit'} [playwright] el que Playwright puede descargar en su lugar
 * @property {string} sinElla la frase, cuando no hubo modo
 * @property {true} [aparte] se instala sola: si sus paquetes no están en este Debian, no arrastra a los demás ni impide nada
 */

/** @param {string} orden @param {string} paquete @param {string} para @returns {Herramienta} */
const juez = (orden, paquete, para) => ({
	nombre: orden,
	esta: () => buscarOrden(orden) !== null,
	paquetes: [paquete],
	sinElla: `Falta ${orden}, ${para}. En Debian: apt-get install ${paquete}`,
})

/** @type {readonly Herramienta[]} */
const HERRAMIENTAS = [
	{
		nombre: 'Chromium',
		esta: () => buscarChromium() !== null,
		paquetes: ['chromium-headless-shell'],
		playwright: 'chromium',
		sinElla:
			'Falta un Chromium para las historias de navegador: instale Chrome o Chromium, o diga dónde está con CHROMIUM=/ruta.',
	},
	{
		nombre: 'WebKit',
		esta: () => buscarWebKit() !== null,
		paquetes: ['webkit2gtk-driver', 'xvfb'],
		playwright: 'webkit',
		sinElla: 'Falta WebKit, el motor de iPad y iPhone. En Debian: apt-get install webkit2gtk-driver xvfb',
	},
	juez('xmllint', 'libxml2-utils', 'que valida los XML con el esquema de la SEP'),
	juez('pdftotext', 'poppler-utils', 'que lee los PDF que escribimos'),
	juez('qpdf', 'qpdf', 'que revisa la estructura de los PDF'),
	juez('openssl', 'openssl', 'que verifica los sellos sin nuestro código'),
	juez('zbarimg', 'zbar-tools', 'que lee los QR impresos'),
	{
		nombre: 'PDFBox preflight',
		esta: () => buscarPreflight() !== null,
		paquetes: PAQUETES_DE_PREFLIGHT,
		aparte: true,
		sinElla: `Falta PDFBox preflight, que revisa los PDF como PDF/A. En Debian: apt-get install ${PAQUETES_DE_PREFLIGHT.join(' ')}`,
	},
]

const ausentes = () => HERRAMIENTAS.filter((herramienta) => !herramienta.esta())

const puedeAptGet = () => process.getuid?.() === 0 && buscarOrden('apt-get') !== null

/** @param {readonly Herramienta[]} faltan */
const instalarConApt = async (faltan) => {
	const paquetes = faltan.flatMap((herramienta) => herramienta.paquetes)
	if (paquetes.length === 0) return
	decir(`Instalando para las pruebas: ${paquetes.join(' ')}…`)
	// Otro apt-get puede estar en uso; se espera su turno en vez de fallar.
	const espera = ['-o', 'DPkg::Lock::Timeout=180', '-qq']
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	const lista = await callada('apt-get', [...espera, 'update'], { env })
	const puesto = await callada(
		'apt-get',
		[...espera, 'install', '-y', '--no-install-recommends', ...paquetes],
		{ env },
	)
	if (puesto.codigo !== 0) decir(`${lista.salida}${puesto.salida}`.trim())
}

/** @param {'chromium' | 'webkit'} motor */
const instalarConPlaywright = async (motor) => {
	const cli = join(raiz, 'node_modules', 'playwright', 'cli.js')
	if (!existsSync(cli)) return
	decir(`Descargando ${motor} con Playwright…`)
	const { codigo, salida } = await callada(nodeFijado(), [cli, 'install', motor])
	// Playwright cuenta cada intento con su traza; basta el primero.
	if (codigo !== 0) decir(salida.trim().split('\n', 1)[0] ?? '')
}

/**
 * Busca e instala. `impiden`: frases de lo que falta y sin lo cual la revisión no vale; `avisan`: de lo que sólo algunas
 * pruebas piden, y en la máquina de quien desarrolla puede faltar (en la integración, no).
 * @returns {Promise<{ impiden: string[], avisan: string[] }>}
 */
export const prepararHerramientas = async () => {
	if (puedeAptGet()) {
		await instalarConApt(ausentes().filter(({ aparte }) => !aparte))
		for (const herramienta of ausentes().filter(({ aparte }) => aparte)) await instalarConApt([herramienta])
	}
	for (const { playwright } of ausentes()) if (playwright) await instalarConPlaywright(playwright)
	const enIntegracion = Boolean(process.env['CI'])
	const impide = (/** @type {Herramienta} */ { playwright, aparte }) =>
		!aparte && (playwright !== undefined || enIntegracion)
	return {
		impiden: ausentes()
			.filter(impide)
			.map(({ sinElla }) => sinElla),
		avisan: ausentes()
			.filter((herramienta) => !impide(herramienta))
			.map(({ sinElla }) => sinElla),
	}
}
