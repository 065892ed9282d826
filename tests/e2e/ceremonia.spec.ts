import { expect, test, type Page, type Route } from '@playwright/test'
import { entrar, type EgresoEnMarcha, ponerEnMarcha, salir } from './egreso.ts'
import {
	archivosDe,
	esperanEnPlantel,
	pausarConAlgoSellado,
	prepararSellado,
	pulsarSellar,
	sellosPorRol,
	sinLlave,
	workersDeFirma,
} from './sellado.ts'
import { sembrarPorSellar } from './sembrar.ts'

// Con el service worker, como quien la usa instalada.
test.use({ serviceWorkers: 'allow' })

/*
 * Lo que le pasa a un lote grande en un teléfono de verdad: la pestaña muere a la mitad, las respuestas se pierden, dos
 * pestañas sellan lo mismo, la sesión se acaba. Al final, un sello por certificado y por rol, ni uno más.
 */

const PLANTEL = 'mex-garzas'
const LOTE = 500

let egreso: EgresoEnMarcha

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const entrarAFirmar = async (pagina: Page, quien: RegExp): Promise<void> => {
	await entrar(pagina, egreso.origen, quien)
	await expect(pagina).toHaveURL(/\/firma$/)
}

const SELLADO = '**/api/sellado'
const esEnvio = (ruta: Route): boolean => ruta.request().method() === 'POST'

const verSellados = (pagina: Page, cuantos: number): Promise<void> =>
	expect(
		pagina
			.getByText(new RegExp(`^${cuantos.toLocaleString('es-MX')} certificados? sellados? y verificados?$`))
			.first(),
	).toBeVisible({ timeout: 240_000 })

test('se mata la pestaña a la mitad de 500, se vuelve, y hay exactamente 500 sellos del plantel', async ({
	page,
	context,
}) => {
	test.setTimeout(300_000)
	await sembrarPorSellar(egreso, { cuantos: LOTE - esperanEnPlantel(egreso, PLANTEL), plantelId: PLANTEL })
	expect(esperanEnPlantel(egreso, PLANTEL)).toBe(LOTE)
	await entrarAFirmar(page, /Beatriz Olmedo/)

	await test.step('la pestaña muere con unos grupos entregados y otro en camino', async () => {
		let enCamino = 0
		const detenido = new Promise<void>((resolver) => {
			void page.route(SELLADO, async (ruta) => {
				if (!esEnvio(ruta)) return ruta.continue()
				enCamino += 1
				if (enCamino <= 3) return ruta.continue()
				resolver()
			})
		})
		expect(await prepararSellado(page, archivosDe(egreso, `${PLANTEL}-direccion`))).toBe(LOTE)
		await pulsarSellar(page)
		await detenido
		const cdp = await context.newCDPSession(page)
		const murio = new Promise((resolver) => page.once('crash', resolver))
		// La respuesta nunca llega: se fue con la pestaña.
		void cdp.send('Page.crash').catch(() => undefined)
		await murio
		await page.close()
	})
	const { plantel } = sellosPorRol(egreso, PLANTEL)
	const entregados = plantel?.filas ?? 0
	expect(entregados).toBeGreaterThanOrEqual(50)
	expect(entregados).toBeLessThan(LOTE)

	const otra = await context.newPage()
	await test.step('al volver sólo se ofrece lo que falta; a media vuelta se pierde la respuesta de un grupo', async () => {
		await otra.goto(`${egreso.origen}/firma`)
		let envios = 0
		await otra.route(SELLADO, async (ruta) => {
			envios += esEnvio(ruta) ? 1 : 0
			if (!esEnvio(ruta) || envios !== 2) return ruta.continue()
			await ruta.fetch()
			return ruta.abort('connectionreset')
		})
		expect(await prepararSellado(otra, archivosDe(egreso, `${PLANTEL}-direccion`))).toBe(LOTE - entregados)
		await pulsarSellar(otra)
		await expect(otra.getByRole('button', { name: 'Ver lo que espera mi firma' })).toBeVisible({
			timeout: 90_000,
		})
		await sinLlave(otra)
	})
	await test.step('lo que no supo si llegó se envía solo, y nada queda dos veces', async () => {
		await expect
			.poll(() => sellosPorRol(egreso, PLANTEL)['plantel'], { timeout: 60_000 })
			.toEqual({ filas: LOTE, tramites: LOTE })
		await otra.goto(`${egreso.origen}/firma`)
		await expect(otra.getByText('Nada espera su firma')).toBeVisible()
		expect(sellosPorRol(egreso, PLANTEL)['plantel']).toEqual({ filas: LOTE, tramites: LOTE })
	})
})

test('dos pestañas del director estatal sellan los mismos 500 a la vez: 500 sellos estatales', async ({
	page,
	context,
}) => {
	test.setTimeout(300_000)
	await entrarAFirmar(page, /Armando Zepeda/)
	const otra = await context.newPage()
	await otra.goto(`${egreso.origen}/firma`)
	const pestanas = [page, otra] as const
	for (const pestana of pestanas) {
		expect(await prepararSellado(pestana, archivosDe(egreso, 'mex-direccion'))).toBe(LOTE)
	}
	await Promise.all(pestanas.map(pulsarSellar))
	// La que llega tarde encuentra el sello puesto, y para ella también está.
	for (const pestana of pestanas) await verSellados(pestana, LOTE)
	expect(sellosPorRol(egreso, PLANTEL)).toEqual({
		plantel: { filas: LOTE, tramites: LOTE },
		estatal: { filas: LOTE, tramites: LOTE },
	})
	await salir(page)
})

test('mil certificados pasan por la API y por la pantalla', async ({ page }) => {
	test.setTimeout(600_000)
	const antes = sellosPorRol(egreso, PLANTEL)['plantel']?.filas ?? 0
	await sembrarPorSellar(egreso, { cuantos: 1000 - esperanEnPlantel(egreso, PLANTEL), plantelId: PLANTEL })
	await entrarAFirmar(page, /Beatriz Olmedo/)
	expect(await prepararSellado(page, archivosDe(egreso, `${PLANTEL}-direccion`))).toBe(1000)
	await pulsarSellar(page)
	await expect(page.getByRole('button', { name: /^Mostrar 50 más de 950$/ })).toBeVisible({ timeout: 30_000 })
	await verSellados(page, 1000)
	expect(sellosPorRol(egreso, PLANTEL)['plantel']).toEqual({ filas: antes + 1000, tramites: antes + 1000 })
})

test('pausar detiene y suelta nada; seguir continúa; dejar de sellar suelta la llave y conserva lo hecho', async ({
	page,
}) => {
	test.setTimeout(300_000)
	const antes = sellosPorRol(egreso, PLANTEL)['plantel']?.filas ?? 0
	await sembrarPorSellar(egreso, { cuantos: 400 - esperanEnPlantel(egreso, PLANTEL), plantelId: PLANTEL })
	await entrarAFirmar(page, /Beatriz Olmedo/)
	await prepararSellado(page, archivosDe(egreso, `${PLANTEL}-direccion`))
	const sellados = page.getByRole('progressbar', { name: 'Sellados en este dispositivo' })
	const van = async () => Number(await sellados.getAttribute('aria-valuenow'))
	await pausarConAlgoSellado(page)
	await pulsarSellar(page)
	await expect(page.getByRole('button', { name: 'Seguir' })).toBeVisible()
	await page.waitForTimeout(300)
	const enPausa = await van()
	expect(enPausa).toBeGreaterThan(0)
	expect(enPausa).toBeLessThan(400)
	await page.waitForTimeout(700)
	expect(await van()).toBe(enPausa)
	expect(workersDeFirma(page).length).toBeGreaterThan(0)
	await page.getByRole('button', { name: 'Dejar de sellar' }).click()
	await expect(
		page
			.getByText(/^[\d,]+ certificados? quedaron? sin sellar$|^[\d,]+ certificados? quedó sin sellar$/)
			.first(),
	).toBeVisible({ timeout: 60_000 })
	await sinLlave(page)
	expect((sellosPorRol(egreso, PLANTEL)['plantel']?.filas ?? 0) - antes).toBe(enPausa)

	await page.getByRole('button', { name: 'Ver lo que espera mi firma' }).click()
	expect(await prepararSellado(page, archivosDe(egreso, `${PLANTEL}-direccion`))).toBe(400 - enPausa)
	await pulsarSellar(page)
	await verSellados(page, 400 - enPausa)
	expect(sellosPorRol(egreso, PLANTEL)['plantel']).toEqual({ filas: antes + 400, tramites: antes + 400 })
})

test('si la sesión se acaba a media subida, los sellos se guardan, se dice, y salen al volver a entrar', async ({
	page,
	context,
}) => {
	test.setTimeout(300_000)
	const antes = sellosPorRol(egreso, PLANTEL)['plantel']?.filas ?? 0
	await sembrarPorSellar(egreso, { cuantos: 200 - esperanEnPlantel(egreso, PLANTEL), plantelId: PLANTEL })
	await entrarAFirmar(page, /Beatriz Olmedo/)
	await prepararSellado(page, archivosDe(egreso, `${PLANTEL}-direccion`))
	let envios = 0
	await page.route(SELLADO, async (ruta) => {
		envios += esEnvio(ruta) ? 1 : 0
		if (!esEnvio(ruta) || envios !== 2) return ruta.continue()
		await context.clearCookies()
		return ruta.continue({ headers: { ...ruta.request().headers(), cookie: '' } })
	})
	await pulsarSellar(page)
	await expect(page.getByText(/sellos esperan a que entre$/)).toBeVisible({ timeout: 60_000 })
	await expect(page).toHaveURL(/\/firma$/)
	await sinLlave(page)
	const entraron = (sellosPorRol(egreso, PLANTEL)['plantel']?.filas ?? 0) - antes
	expect(entraron).toBeLessThan(200)
	await page.unroute(SELLADO)
	await page.getByRole('button', { name: 'Entrar de nuevo' }).click()
	await expect(page).toHaveURL(/\/entrar/)
	await entrarAFirmar(page, /Beatriz Olmedo/)
	await expect
		.poll(() => sellosPorRol(egreso, PLANTEL)['plantel'], { timeout: 60_000 })
		.toEqual({ filas: antes + 200, tramites: antes + 200 })
})

test('a un servidor ocupado se le espera y todo entra sin volver a sellar', async ({ page }) => {
	test.setTimeout(300_000)
	await sembrarPorSellar(egreso, { cuantos: 60 - esperanEnPlantel(egreso, PLANTEL), plantelId: PLANTEL })
	await entrarAFirmar(page, /Beatriz Olmedo/)
	const estados: readonly number[] = [503, 429, 200, 503, 200]
	let envios = 0
	await page.route(SELLADO, async (ruta) => {
		if (!esEnvio(ruta)) return ruta.continue()
		const estado = estados[envios] ?? 200
		envios += 1
		return estado === 200 ? ruta.continue() : ruta.fulfill({ status: estado, body: 'ocupado' })
	})
	const cuantos = await prepararSellado(page, archivosDe(egreso, `${PLANTEL}-direccion`))
	await pulsarSellar(page)
	await verSellados(page, cuantos)
	expect(envios).toBeGreaterThanOrEqual(4)
	expect(esperanEnPlantel(egreso, PLANTEL)).toBe(0)
})
