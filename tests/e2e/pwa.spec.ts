import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import * as v from 'valibot'
import { entrar, type EgresoEnMarcha, ponerEnMarcha } from './egreso.ts'
import { movido, observarMovimientos } from './movimientos.ts'
import { abrirMuestra } from './pasos.ts'

// Con el service worker, como quien la usa instalada.
test.use({ serviceWorkers: 'allow' })

/* La app instalada: manifiesto, cascarón sin red, nada personal en su memoria, y una CSP que nadie viola. */

let egreso: EgresoEnMarcha

test.beforeAll(async () => {
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const Manifiesto = v.object({
	id: v.literal('/'),
	name: v.pipe(v.string(), v.minLength(1)),
	short_name: v.pipe(v.string(), v.maxLength(12)),
	lang: v.literal('es-MX'),
	start_url: v.literal('/'),
	scope: v.literal('/'),
	display: v.literal('standalone'),
	theme_color: v.pipe(v.string(), v.hexColor()),
	background_color: v.pipe(v.string(), v.hexColor()),
	icons: v.array(
		v.object({
			src: v.string(),
			type: v.string(),
			sizes: v.string(),
			purpose: v.picklist(['any', 'maskable']),
		}),
	),
	shortcuts: v.array(v.object({ name: v.string(), url: v.pipe(v.string(), v.startsWith('/')) })),
})

/** Espera a que el service worker mande en la página, como en la segunda visita. */
const conServiceWorker = async (pagina: Page): Promise<void> => {
	await pagina.evaluate(async () => void (await navigator.serviceWorker.ready))
	await pagina.reload()
	await expect.poll(() => pagina.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
}

const guardado = (pagina: Page): Promise<string[]> =>
	pagina.evaluate(async () => {
		const rutas: string[] = []
		for (const nombre of await caches.keys()) {
			for (const { url } of await (await caches.open(nombre)).keys()) rutas.push(new URL(url).pathname)
		}
		return rutas
	})

/** Anota en `violaciones` cada violación de la CSP de cualquier página del contexto. */
const vigilarCsp = async (contexto: BrowserContext): Promise<string[]> => {
	const violaciones: string[] = []
	await contexto.exposeFunction('anotarViolacion', (dicho: string) => void violaciones.push(dicho))
	await contexto.addInitScript(() => {
		addEventListener('securitypolicyviolation', (evento) => {
			const { effectiveDirective, blockedURI, sourceFile, sample } = evento as SecurityPolicyViolationEvent
			const { anotarViolacion } = window as unknown as { anotarViolacion: (dicho: string) => void }
			anotarViolacion(`${location.pathname}: ${effectiveDirective} ${blockedURI} ${sourceFile} ${sample}`)
		})
	})
	return violaciones
}

test('el manifiesto vale, y sus iconos son lo que dicen', async ({ page, request }) => {
	await page.goto(`${egreso.origen}/`)
	const enlace = await page.locator('link[rel=manifest]').getAttribute('href')
	const respuesta = await request.get(new URL(enlace ?? '', egreso.origen).href)
	expect(respuesta.headers()['content-type']).toMatch(/^application\/(manifest\+)?json/)
	const manifiesto = v.parse(Manifiesto, await respuesta.json())
	for (const proposito of ['any', 'maskable']) {
		const tamanos = manifiesto.icons.filter(({ purpose }) => purpose === proposito).map(({ sizes }) => sizes)
		expect(tamanos).toEqual(expect.arrayContaining(['192x192', '512x512']))
	}
	for (const { src, type, sizes } of manifiesto.icons) {
		const icono = await request.get(`${egreso.origen}${src}`)
		expect(icono.headers()['content-type']?.split(';')[0]).toBe(type)
		if (type !== 'image/png') continue
		const bytes = await icono.body()
		// PNG: ancho y alto, en los bytes 16 a 23 (ISO/IEC 15948 §11.2.2).
		expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes)
	}
	const cdp = await page.context().newCDPSession(page)
	expect((await cdp.send('Page.getAppManifest')).errors).toEqual([])
})

test('se guarda entera, abre sin red, y de /api no guarda nada', async ({ page, context }) => {
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await conServiceWorker(page)
	for (const ruta of ['/plantel', '/plantel/egresados', '/plantel/libro']) {
		const pedido = page.waitForResponse((respuesta) => respuesta.url().includes('/api/'))
		await page.goto(`${egreso.origen}${ruta}`)
		const respuesta = await pedido
		expect(respuesta.fromServiceWorker()).toBe(false)
		expect(respuesta.headers()['cache-control']).toBe('no-store')
		await expect(page.locator('.esqueleto')).toHaveCount(0)
	}
	const rutas = await guardado(page)
	expect(rutas).toContain('/index.html')
	expect(rutas.filter((ruta) => ruta.endsWith('.js')).length).toBeGreaterThan(10)
	expect(rutas.filter((ruta) => ruta.startsWith('/api') || ruta.startsWith('/entrar'))).toEqual([])

	await context.setOffline(true)
	await page.goto(`${egreso.origen}/verificar`)
	await expect(page.getByRole('heading', { level: 1, name: 'Compruebe un certificado' })).toBeVisible()
	await expect(page.getByText(/^Sin conexión\./)).toBeVisible()
	await page.goto(`${egreso.origen}/plantel/egresados`)
	await expect(page.getByRole('alert')).toHaveText(/No hay conexión/)
	await context.setOffline(false)
	await page.getByRole('button', { name: 'Intentar de nuevo' }).click()
	await expect(page.getByRole('table')).toBeVisible()
})

test('toda respuesta lleva la CSP, y ninguna pantalla la viola', async ({ page, context, request }) => {
	for (const ruta of ['/', '/verificar', '/plantel', '/entrar', '/api/salud', '/service-worker.js']) {
		const encabezados = (await request.get(`${egreso.origen}${ruta}`)).headers()
		const csp = encabezados['content-security-policy'] ?? ''
		expect(csp, ruta).toContain("default-src 'none'")
		expect(csp, ruta).toContain("require-trusted-types-for 'script'")
		expect(csp, ruta).toContain('trusted-types egreso svelte-trusted-html')
		expect(csp, ruta).not.toContain('unsafe-')
		expect(encabezados['x-content-type-options'], ruta).toBe('nosniff')
		expect(encabezados['cross-origin-opener-policy'], ruta).toBe('same-origin')
		// Sólo la entrada habla con el proveedor.
		expect(/connect-src 'self'(;|$)/.test(csp), ruta).toBe(ruta !== '/entrar')
	}
	const violaciones = await vigilarCsp(context)
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	for (const ruta of [
		'/',
		'/verificar',
		'/v/00000000-0000-4000-8000-000000000000',
		'/buzon',
		'/acuse',
		'/plantel',
		'/plantel/egresados',
		'/plantel/importar',
		'/plantel/libro',
		'/plantel/rangos',
	]) {
		await page.goto(`${egreso.origen}${ruta}`)
		await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached()
		await expect(page.locator('.esqueleto')).toHaveCount(0)
	}
	await context.clearCookies()
	await entrar(page, egreso.origen, /Beatriz Olmedo/)
	await abrirMuestra(page)
	await page.getByRole('button', { name: /^Firmar/ }).click()
	await page
		.getByLabel(/Elija su \.cer y su \.key/)
		.setInputFiles([egreso.efirma('mex-garzas-direccion.cer'), egreso.efirma('mex-garzas-direccion.key')])
	await expect(page.getByText(/^RFC /)).toBeVisible()
	expect(violaciones).toEqual([])
	// Una violación de verdad sí se oye: la lista vacía dice algo.
	await page.evaluate(() => {
		document.body.append(Object.assign(document.createElement('img'), { src: 'https://ajeno.example/x.png' }))
	})
	await expect.poll(() => violaciones.join()).toContain('img-src')
})

test('Trusted Types: nadie más puede decir qué es de confianza', async ({ page, context }) => {
	const violaciones = await vigilarCsp(context)
	await page.goto(`${egreso.origen}/verificar`)
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
	expect(violaciones).toEqual([])
	const crear = (nombre: string): Promise<string> =>
		page.evaluate((cual) => {
			const { trustedTypes } = window as unknown as {
				trustedTypes: { createPolicy: (nombre: string, reglas: object) => unknown }
			}
			try {
				trustedTypes.createPolicy(cual, {})
				return 'creada'
			} catch (causa) {
				return String(causa)
			}
		}, nombre)
	// Ni una con otro nombre, ni la de Svelte, que ya existe, otra vez.
	for (const nombre of ['default', 'ajena', 'svelte-trusted-html']) {
		expect(await crear(nombre)).toMatch(/^TypeError/)
	}
	const alInsertar = await page.evaluate(() => {
		try {
			document.createElement('div').innerHTML = '<b>x</b>'
			return 'puesto'
		} catch (causa) {
			return String(causa)
		}
	})
	expect(alInsertar).toMatch(/^TypeError/)
})

test('lo construido viaja comprimido, y quien no lo entiende lo recibe entero', async ({ request }) => {
	const html = await (await request.get(`${egreso.origen}/verificar`)).text()
	const guion = /\/_app\/immutable\/entry\/[\w.-]+\.js/.exec(html)?.[0] ?? ''
	expect(guion).not.toBe('')
	const cuerpos = new Set<string>()
	for (const [admite, dice] of [
		['br, gzip', 'br'],
		['gzip', 'gzip'],
		['identity', undefined],
	] as const) {
		const respuesta = await request.get(`${egreso.origen}${guion}`, {
			headers: { 'accept-encoding': admite },
		})
		const encabezados = respuesta.headers()
		expect(encabezados['content-encoding'], admite).toBe(dice)
		expect(encabezados['content-type'], admite).toContain('javascript')
		expect(encabezados['cache-control'], admite).toContain('immutable')
		if (dice) expect(encabezados['vary'], admite).toContain('Accept-Encoding')
		cuerpos.add(await respuesta.text())
	}
	expect(cuerpos.size).toBe(1)
})

test('la letra llega antes que la app; la que llega tarde ya no mueve nada', async ({ browser }) => {
	for (const tardaMs of [0, 2_000]) {
		const contexto = await browser.newContext({ serviceWorkers: 'block' })
		const pagina = await contexto.newPage()
		await observarMovimientos(pagina)
		// La cinta de la demostración, que sólo la primera vez llega después, no es lo que se mira aquí.
		await pagina.addInitScript(() => localStorage.setItem('egreso.demo', '1'))
		await pagina.route('**/*.woff2', async (ruta) => {
			await new Promise((listo) => setTimeout(listo, tardaMs))
			await ruta.continue()
		})
		await pagina.goto(`${egreso.origen}/verificar`)
		await expect(pagina.getByRole('heading', { level: 1 })).toBeVisible()
		const estados = () => pagina.evaluate(() => [...document.fonts].map(({ status }) => status))
		const listas = ['loaded', 'loaded']
		if (tardaMs === 0) expect(await estados()).toEqual(listas)
		else expect(await estados()).not.toEqual(listas)
		await expect.poll(estados).toEqual(listas)
		expect(await movido(pagina)).toEqual({ cuanto: 0, que: [] })
		await contexto.close()
	}
})
