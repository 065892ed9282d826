import { expect, test, type Page } from '@playwright/test'
import { entrar, type EgresoEnMarcha, ponerEnMarcha } from './egreso.ts'
import { abrirMuestra, elegirEfirma } from './pasos.ts'
import {
	archivosDe,
	esperanEnPlantel,
	pausarConAlgoSellado,
	prepararSellado,
	pulsarSellar,
	sinLlave,
	workersDeFirma,
} from './sellado.ts'
import { sembrarPorSellar } from './sembrar.ts'

/*
 * La llave vive en un worker y con él muere (16): a los dos minutos sin tocar la pantalla, al salir, al recargar, y si
 * algo falla. Y la pantalla no se apaga mientras se sella, pero sólo entonces.
 */

const PLANTEL = 'mex-garzas'
let egreso: EgresoEnMarcha

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const archivos = () => archivosDe(egreso, `${PLANTEL}-direccion`)

const entrarAFirmar = async (pagina: Page): Promise<void> => {
	await entrar(pagina, egreso.origen, /Beatriz Olmedo/)
	await expect(pagina).toHaveURL(/\/firma$/)
}

/** Con la e.firma elegida: los archivos ya están en el worker. */
const conEfirma = async (pagina: Page): Promise<void> => {
	await abrirMuestra(pagina)
	await pagina.getByRole('button', { name: /^Firmar / }).click()
	await elegirEfirma(pagina, archivos())
	await expect(pagina.getByText(/vale hasta el/)).toBeVisible({ timeout: 20_000 })
	expect(workersDeFirma(pagina).length).toBeGreaterThan(0)
}

test('a los dos minutos sin actividad se suelta; con actividad, no', async ({ page }) => {
	await page.clock.install()
	await entrarAFirmar(page)
	await conEfirma(page)
	await page.getByLabel('Contraseña de su llave privada').fill('a medio escribir')
	await page.clock.runFor(110_000)
	await page.mouse.click(5, 200)
	await page.clock.runFor(110_000)
	expect(workersDeFirma(page).length).toBeGreaterThan(0)
	await page.clock.runFor(15_000)
	await expect(page.getByText(/Pasaron dos minutos sin actividad/)).toBeVisible()
	await sinLlave(page)
	await expect(page.getByLabel('Contraseña de su llave privada')).toHaveValue('')
	await expect(page.getByText('Falta elegirlo')).toHaveCount(0)
})

test('en pausa también: se suelta, y lo sellado queda', async ({ page }) => {
	test.setTimeout(240_000)
	const antes = 400
	await sembrarPorSellar(egreso, { cuantos: antes - esperanEnPlantel(egreso, PLANTEL), plantelId: PLANTEL })
	await page.clock.install()
	await entrarAFirmar(page)
	await prepararSellado(page, archivos())
	await pausarConAlgoSellado(page)
	await pulsarSellar(page)
	await expect(page.getByRole('button', { name: 'Seguir' })).toBeVisible()
	expect(workersDeFirma(page).length).toBeGreaterThan(0)
	await page.clock.runFor(125_000)
	await sinLlave(page)
	await expect(page.getByText(/Pasaron dos minutos sin actividad/)).toBeVisible()
	await expect(page.getByRole('button', { name: 'Ver lo que espera mi firma' })).toBeVisible({
		timeout: 60_000,
	})
	const quedaron = page.getByText(/^\d+ certificados quedaron sin sellar$/)
	const faltan = Number.parseInt(await quedaron.innerText())
	expect(faltan).toBeGreaterThan(0)
	expect(faltan).toBeLessThan(antes)
	// Lo sellado antes de soltarla llega, aunque tarde.
	await expect.poll(() => esperanEnPlantel(egreso, PLANTEL), { timeout: 60_000 }).toBe(faltan)
})

test('salir de la pantalla, o de la página, acaba con la llave', async ({ page }) => {
	test.setTimeout(240_000)
	await entrarAFirmar(page)
	await test.step('volver a la revisión', async () => {
		await conEfirma(page)
		await page.getByRole('button', { name: 'Volver a la revisión' }).click()
		await sinLlave(page)
	})
	await test.step('irse a otra dirección', async () => {
		await conEfirma(page)
		await page.goto(`${egreso.origen}/verificar`)
		await sinLlave(page)
	})
	await test.step('pagehide, que es lo último que un teléfono avisa', async () => {
		await page.goto(`${egreso.origen}/firma`)
		await conEfirma(page)
		await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })))
		await sinLlave(page)
		await expect(page.getByText('Falta elegirla')).toHaveCount(0)
	})
})

for (const cual of ['firma', 'lector'] as const) {
	test(`si el worker de ${cual} falla, la llave se acaba y se dice qué hacer`, async ({ page }) => {
		await entrarAFirmar(page)
		await conEfirma(page)
		const worker = page.workers().find((uno) => uno.url().includes(cual))
		await worker?.evaluate(() => {
			setTimeout(() => {
				throw new Error('falla de prueba')
			})
		})
		await expect(page.getByText(/El sellado se interrumpió en este dispositivo/)).toBeVisible()
		await sinLlave(page)
	})
}

test('la pantalla se mantiene encendida mientras se sella, se vuelve a pedir al regresar, y se suelta al terminar', async ({
	page,
}) => {
	test.setTimeout(240_000)
	await page.addInitScript(() => {
		const dicho: string[] = []
		Object.assign(window, { dicho })
		const candado = () => {
			const uno = { released: false, type: 'screen', release: async () => void dicho.push('soltado') }
			// Como el sistema: al esconderse la pestaña, el candado se suelta solo.
			document.addEventListener('esconderse', () => (uno.released = true))
			return uno
		}
		Object.defineProperty(navigator, 'wakeLock', {
			value: {
				request: async (tipo: string) => {
					dicho.push(`pedido ${tipo}`)
					return candado()
				},
			},
		})
	})
	const dicho = () => page.evaluate(() => (window as unknown as { dicho: string[] }).dicho)
	await entrarAFirmar(page)
	await prepararSellado(page, archivos())
	expect(await dicho()).toEqual([])
	await pausarConAlgoSellado(page)
	await pulsarSellar(page)
	await expect(page.getByRole('button', { name: 'Seguir' })).toBeVisible()
	await expect.poll(dicho).toEqual(['pedido screen'])
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
	expect(await dicho()).toEqual(['pedido screen'])
	await page.evaluate(() => {
		document.dispatchEvent(new Event('esconderse'))
		document.dispatchEvent(new Event('visibilitychange'))
	})
	await expect.poll(dicho).toEqual(['pedido screen', 'pedido screen'])
	await page.getByRole('button', { name: 'Seguir' }).click()
	await expect(page.getByRole('button', { name: 'Ver lo que espera mi firma' })).toBeVisible({
		timeout: 120_000,
	})
	await expect.poll(async () => (await dicho()).at(-1)).toBe('soltado')
	await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
	expect((await dicho()).filter((uno) => uno === 'pedido screen')).toHaveLength(2)
})
