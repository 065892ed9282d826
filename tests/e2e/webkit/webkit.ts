/**
 * Un WebKit para las historias: WebKitGTK por WebDriver (el motor más cercano a un iPad que corre aquí) o, donde no
 * lo hay, el de Playwright. Las historias hablan con los dos por la misma puerta.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as esperar } from 'node:timers/promises'
import { webkit } from 'playwright'
import { Builder, By, until, type WebElement } from 'selenium-webdriver'
import { buscarWebKit } from '../../correr/navegadores.mjs'

/** Lo que una historia puede hacer en WebKit. Los selectores son CSS; todo espera hasta que el elemento se ve. */
export type WebKit = {
	/** Nombre y versión del motor, para el informe. */
	readonly motor: string
	readonly ir: (direccion: string) => Promise<void>
	readonly direccion: () => Promise<string>
	/** Corre el cuerpo de una función asíncrona en la página y devuelve su valor (lo que JSON puede llevar). */
	readonly evaluar: (cuerpo: string) => Promise<unknown>
	readonly tocar: (selector: string) => Promise<void>
	readonly escribir: (selector: string, texto: string) => Promise<void>
	readonly ponerArchivo: (selector: string, ruta: string) => Promise<void>
	readonly texto: (selector: string) => Promise<string>
	/** Una imagen PNG de lo que se ve. */
	readonly captura: () => Promise<Buffer>
	readonly cerrar: () => Promise<void>
}

const LIMITE_MS = 30_000
const TAMANO = { width: 1024, height: 768 }

/** Abre una ventana de WebKit, sin nada guardado de antes. Lanza una frase si esta máquina no tiene ninguno. */
export const abrirWebKit = async (): Promise<WebKit> => {
	const hallado = buscarWebKit()
	if (hallado === null) {
		throw new Error(
			'No se encontró WebKit. En Debian: apt-get install webkit2gtk-driver xvfb. «npm test» lo instala donde puede.',
		)
	}
	return hallado.motor === 'webkitgtk'
		? abrirWebKitGtk(hallado.conductor, hallado.pantalla)
		: abrirElDePlaywright()
}

/** Lo que corre `evaluar`, con sus fallas como datos: los dos conductores las cuentan cada uno a su modo. */
const envolver = (cuerpo: string): string =>
	`(async () => { ${cuerpo} })().then((valor) => ({ valor }), (error) => ({ falla: String(error) }))`

const desenvolver = (respuesta: unknown): unknown => {
	const { valor, falla } = respuesta as { valor?: unknown; falla?: string }
	if (falla !== undefined) throw new Error(`En la página: ${falla}`)
	return valor
}

const puertoLibre = (): Promise<number> =>
	new Promise((resolver, fallar) => {
		const servidor = createServer()
		servidor.once('error', fallar)
		servidor.listen(0, '127.0.0.1', () => {
			const direccion = servidor.address()
			servidor.close(() =>
				typeof direccion === 'object' && direccion ? resolver(direccion.port) : fallar(new Error()),
			)
		})
	})

const cerrarProceso = async (proceso: ChildProcess): Promise<void> => {
	if (proceso.exitCode !== null || proceso.signalCode !== null) return
	const cerrado = new Promise<void>((resolver) => proceso.once('exit', () => resolver()))
	proceso.kill('SIGTERM')
	const vencido = esperar(3000, 'vencido', { ref: false })
	if ((await Promise.race([cerrado, vencido])) === 'vencido') proceso.kill('SIGKILL')
}

/** Una pantalla que nadie ve. Xvfb escoge un número libre y lo escribe en su descriptor 3. */
const abrirPantalla = (xvfb: string): Promise<{ proceso: ChildProcess; display: string }> =>
	new Promise((resolver, fallar) => {
		const argumentos = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']
		const proceso = spawn(xvfb, argumentos, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
		proceso.once('error', fallar)
		proceso.once('exit', (codigo) => fallar(new Error(`Xvfb se cerró con código ${codigo}.`)))
		proceso.stdio[3]?.once('data', (numero: Buffer) =>
			resolver({ proceso, display: `:${String(numero).trim()}` }),
		)
	})

const esperarConductor = async (url: string): Promise<void> => {
	const limite = Date.now() + LIMITE_MS
	for (;;) {
		const listo = await fetch(`${url}/status`).then(
			(respuesta) => respuesta.ok,
			() => false,
		)
		if (listo) return
		if (Date.now() > limite) throw new Error('WebKitWebDriver no respondió.')
		await esperar(50)
	}
}

const abrirWebKitGtk = async (conductor: string, xvfb: string | null): Promise<WebKit> => {
	const pantalla = xvfb === null ? null : await abrirPantalla(xvfb)
	const puerto = await puertoLibre()
	const proceso = spawn(conductor, ['--host=127.0.0.1', `--port=${puerto}`], {
		stdio: 'ignore',
		env: {
			...process.env,
			...(pantalla ? { DISPLAY: pantalla.display, GDK_BACKEND: 'x11' } : {}),
			// Sin tarjeta gráfica ni bus de sesión, como en un contenedor.
			LIBGL_ALWAYS_SOFTWARE: '1',
			NO_AT_BRIDGE: '1',
			GTK_A11Y: 'none',
		},
	})
	const recoger = async (): Promise<void> => {
		await cerrarProceso(proceso)
		if (pantalla) await cerrarProceso(pantalla.proceso)
	}
	try {
		const url = `http://127.0.0.1:${puerto}`
		await esperarConductor(url)
		const navegador = await new Builder()
			.usingServer(url)
			.disableEnvironmentOverrides()
			.withCapabilities({ browserName: 'MiniBrowser', acceptInsecureCerts: true })
			.build()
		await navegador.manage().setTimeouts({ script: LIMITE_MS, pageLoad: LIMITE_MS })
		await navegador
			.manage()
			.window()
			.setRect({ ...TAMANO, x: 0, y: 0 })
		const capacidades = await navegador.getCapabilities()
		const visible = async (selector: string): Promise<WebElement> => {
			const elemento = await navegador.wait(until.elementLocated(By.css(selector)), LIMITE_MS)
			return navegador.wait(until.elementIsVisible(elemento), LIMITE_MS)
		}
		return {
			motor: `WebKitGTK ${capacidades.getBrowserVersion()}`,
			ir: (direccion) => navegador.get(direccion),
			direccion: () => navegador.getCurrentUrl(),
			evaluar: async (cuerpo) =>
				desenvolver(
					await navegador.executeAsyncScript(
						`const terminar = arguments[arguments.length - 1]; ${envolver(cuerpo)}.then(terminar)`,
					),
				),
			tocar: async (selector) => (await visible(selector)).click(),
			escribir: async (selector, texto) => (await visible(selector)).sendKeys(texto),
			// Un input de archivo suele estar escondido detrás de su botón: basta con que exista.
			ponerArchivo: async (selector, ruta) =>
				(await navegador.wait(until.elementLocated(By.css(selector)), LIMITE_MS)).sendKeys(ruta),
			texto: async (selector) => (await visible(selector)).getText(),
			captura: async () => Buffer.from(await navegador.takeScreenshot(), 'base64'),
			cerrar: () => navegador.quit().finally(recoger),
		}
	} catch (error) {
		await recoger()
		throw error
	}
}

const abrirElDePlaywright = async (): Promise<WebKit> => {
	const navegador = await webkit.launch()
	const pagina = await navegador.newPage({ viewport: TAMANO, locale: 'es-MX', ignoreHTTPSErrors: true })
	pagina.setDefaultTimeout(LIMITE_MS)
	return {
		motor: `WebKit de Playwright ${navegador.version()}`,
		ir: async (direccion) => void (await pagina.goto(direccion)),
		direccion: () => Promise.resolve(pagina.url()),
		evaluar: async (cuerpo) => desenvolver(await pagina.evaluate(envolver(cuerpo))),
		tocar: (selector) => pagina.click(selector),
		escribir: (selector, texto) => pagina.locator(selector).pressSequentially(texto),
		ponerArchivo: (selector, ruta) => pagina.setInputFiles(selector, ruta),
		texto: (selector) => pagina.locator(selector).innerText(),
		captura: () => pagina.screenshot(),
		cerrar: () => navegador.close(),
	}
}
