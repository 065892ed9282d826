import { expect, test } from '@playwright/test'
import { entrar, type EgresoEnMarcha, ponerEnMarcha, salir } from '../egreso.ts'
import { EN_DISPOSITIVO, enDisco, GUARDAR } from './telefono.ts'

// Con el service worker, como quien la usa instalada.
test.use({ serviceWorkers: 'allow' })

/* Lo que la app deja en el teléfono: sólo si se pide, cuándo se borra, qué se dice si no cabe, y lo de antes. */

let egreso: EgresoEnMarcha

test.beforeAll(async () => {
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

test('se borra al pedirlo, al salir y al entrar otra persona; sin espacio o sin permiso se dice', async ({
	page,
	context,
}) => {
	test.setTimeout(120_000)
	const guardadas = () =>
		page.evaluate(async () => {
			const base = await new Promise<IDBDatabase>((resolver) => {
				const peticion = indexedDB.open('egreso')
				peticion.onsuccess = () => resolver(peticion.result)
			})
			const cajon = base.transaction('cifrado').objectStore('cifrado')
			const filas = await new Promise<number>((resolver) => {
				const peticion = cajon.count()
				peticion.onsuccess = () => resolver(peticion.result)
			})
			base.close()
			return filas
		})

	await test.step('nada se guarda si no se pide', async () => {
		await entrar(page, egreso.origen, /Beatriz Olmedo/)
		await expect(page.getByRole('button', { name: GUARDAR })).toBeVisible()
		expect(await guardadas()).toBe(0)
	})
	await test.step('sin espacio se dice, y nada queda a medias', async () => {
		// Con la app ya guardada: lo que no cabe es la lista.
		await page.evaluate(async () => void (await navigator.serviceWorker.ready))
		const cdp = await context.newCDPSession(page)
		await cdp.send('Storage.overrideQuotaForOrigin', { origin: egreso.origen, quotaSize: 1 })
		await page.getByRole('button', { name: GUARDAR }).click()
		await expect(page.getByRole('alert')).toContainText('No hay espacio en este dispositivo')
		expect(await guardadas()).toBe(0)
		await cdp.send('Storage.overrideQuotaForOrigin', { origin: egreso.origen })
	})
	await test.step('al pedirlo', async () => {
		await page.getByRole('button', { name: GUARDAR }).click()
		await page.getByText(EN_DISPOSITIVO).click()
		expect(await guardadas()).toBeGreaterThan(1)
		await page.getByRole('button', { name: 'Borrar de este dispositivo' }).click()
		await expect(page.getByRole('button', { name: GUARDAR })).toBeVisible()
		expect(await guardadas()).toBe(0)
	})
	await test.step('al salir de la sesión', async () => {
		await page.getByRole('button', { name: GUARDAR }).click()
		await expect(page.getByText(EN_DISPOSITIVO)).toBeVisible()
		await page.getByRole('button', { name: /^Su cuenta/ }).click()
		await page.getByRole('button', { name: 'Salir' }).click()
		await page.waitForURL(`${egreso.origen}/`)
		expect(await guardadas()).toBe(0)
	})
	await test.step('al entrar otra persona', async () => {
		await entrar(page, egreso.origen, /Beatriz Olmedo/)
		await page.getByRole('button', { name: GUARDAR }).click()
		await expect(page.getByText(EN_DISPOSITIVO)).toBeVisible()
		await salir(page)
		await entrar(page, egreso.origen, /Alma Delia Rentería/)
		await expect.poll(guardadas).toBe(0)
	})
	await test.step('donde el navegador no deja guardar, se dice', async () => {
		await salir(page)
		await context.addInitScript(() => {
			indexedDB.open = () => {
				throw new DOMException('negado', 'SecurityError')
			}
		})
		await entrar(page, egreso.origen, /Beatriz Olmedo/)
		await page.getByRole('button', { name: GUARDAR }).click()
		await expect(page.getByRole('alert')).toContainText('Este navegador no deja guardar datos')
		await expect(page.getByText(/certificados? esperan? su firma/)).toBeVisible()
	})
})

test('la cola de la versión anterior, en claro, se envía sin perder nada y no queda a la vista', async ({
	page,
	context,
}) => {
	test.setTimeout(120_000)
	const FICHA = 'ficha-de-la-version-uno'
	// Como la dejaba la versión 1: un cajón en claro. Sin app abierta que la migre antes de mirar.
	await page.route('**/*.js', (ruta) => ruta.abort())
	await page.goto(`${egreso.origen}/verificar`)
	await page.evaluate(
		(ficha) =>
			new Promise<void>((resolver, negar) => {
				const peticion = indexedDB.open('egreso', 1)
				peticion.onupgradeneeded = () =>
					peticion.result.createObjectStore('pendientes', { keyPath: 'clave' }).put({
						clave: `acuse:${ficha}`,
						clase: 'acuse',
						de: null,
						carga: ficha,
						creado: '2026-11-01T00:00:00.000Z',
					})
				peticion.onsuccess = () => {
					peticion.result.close()
					resolver()
				}
				peticion.onerror = () => negar(new Error('No se pudo preparar la versión 1'))
			}),
		FICHA,
	)
	expect(await enDisco(page)).toContain(FICHA)
	await page.unroute('**/*.js')

	// El servidor está caído: se releva y espera, cifrado.
	let caido = true
	const cuerpos: (string | null)[] = []
	await context.route('**/api/egresado/acuse', (ruta) => {
		cuerpos.push(ruta.request().postData())
		return caido ? ruta.fulfill({ status: 503, body: '' }) : ruta.continue()
	})
	await page.goto(`${egreso.origen}/verificar`)
	await expect.poll(() => cuerpos).toEqual([JSON.stringify({ ficha: FICHA })])
	expect(await enDisco(page)).not.toContain(FICHA)
	// Vuelve: sale una vez, el servidor dice que esa ficha no existe (un no definitivo), y no se repite.
	caido = false
	await page.reload()
	await expect.poll(() => cuerpos.length).toBe(2)
	await page.reload()
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
	await page.waitForLoadState('networkidle')
	expect(cuerpos).toHaveLength(2)
})
