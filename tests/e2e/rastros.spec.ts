import { createPrivateKey, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { buscar, escrituras } from './agujas.ts'
import { CONTRASENA, entrar, type EgresoEnMarcha, ponerEnMarcha } from './egreso.ts'
import { grabar, leerAlmacenes, rastrosDe, secretosDe } from './rastros.ts'
import { prepararSellado, pulsarSellar, sinLlave } from './sellado.ts'

// Con el service worker, como quien la usa instalada.
test.use({ serviceWorkers: 'allow' })

/*
 * De la llave y la contraseña no queda nada en ninguna parte (16): se graba una ceremonia entera, con contraseña mala,
 * pausa y red que se va, y se busca cada trozo de ellas en todo lo dicho y lo guardado. Antes, que el buscador encuentre.
 */

const SECRETA = 'Ñandú & "llave" 2026/áé'

test.describe('el buscador encuentra', () => {
	const llave = { que: 'llave', bytes: randomBytes(256), como: 'trozos' } as const
	const contrasena = { que: 'contraseña', bytes: Buffer.from(SECRETA), como: 'entero' } as const
	const relleno = randomBytes(90).toString('base64url')
	const entre = (dicho: string) => [`{"a":"${relleno}"}`, `antes ${dicho} después`]

	for (const [como, dicho] of Object.entries(escrituras(llave.bytes.subarray(40, 72)))) {
		test(`un trozo de la llave, ${como}`, () => {
			expect(buscar(entre(dicho), [llave])).not.toEqual([])
		})
	}
	for (const [como, dicho] of Object.entries(escrituras(contrasena.bytes))) {
		test(`la contraseña, ${como}`, () => {
			expect(buscar(entre(dicho), [contrasena])).not.toEqual([])
		})
	}
	test('la contraseña como se escribe, al revés y sus huellas', () => {
		for (const dicho of [SECRETA, Buffer.from(SECRETA).reverse().toString('latin1')]) {
			expect(buscar(entre(dicho), [contrasena]), dicho).not.toEqual([])
		}
	})
	test('dieciséis bytes en cualquier lugar bastan, y en el ruido no hay nada', () => {
		for (const desde of [0, 1, 2, 100, 240]) {
			const trozo = llave.bytes.subarray(desde, desde + 16)
			for (const dicho of [trozo.toString('hex'), trozo.toString('base64'), trozo.toString('latin1')]) {
				expect(buscar(entre(dicho), [llave]), `${desde}`).not.toEqual([])
			}
		}
		const ruido = randomBytes(200_000)
		expect(
			buscar(
				[ruido.toString('latin1'), ruido.toString('hex'), ruido.toString('base64')],
				[llave, contrasena],
			),
		).toEqual([])
	})
})

test.describe('una ceremonia entera', () => {
	let egreso: EgresoEnMarcha
	test.beforeAll(async () => {
		egreso = await ponerEnMarcha()
	})
	test.afterAll(async () => {
		await egreso?.cerrar()
	})

	test('ni la llave ni la contraseña quedan en la red, lo guardado, la consola ni la dirección', async ({
		page,
		context,
	}) => {
		test.setTimeout(240_000)
		const cer = egreso.efirma('mex-garzas-direccion.cer')
		// La misma llave con una contraseña que no se parece a nada y que cada codificación escribe distinto.
		const key = join(egreso.carpeta, 'con-otra-contrasena.key')
		const original = createPrivateKey({
			key: await readFile(egreso.efirma('mex-garzas-direccion.key')),
			format: 'der',
			type: 'pkcs8',
			passphrase: CONTRASENA,
		})
		await writeFile(
			key,
			original.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: SECRETA }),
		)
		const grabacion = grabar(page)
		await entrar(page, egreso.origen, /Beatriz Olmedo/)
		await page.evaluate(async () => void (await navigator.serviceWorker.ready))

		await test.step('una contraseña mala, y la buena', async () => {
			await prepararSellado(page, [cer, key], `${SECRETA}x`)
			await pulsarSellar(page)
			await expect(page.getByText(/La contraseña no abre esta llave/)).toBeVisible()
			await page.getByLabel('Contraseña de su llave privada').fill(SECRETA)
		})
		await test.step('sella, y la red se va antes de que salga un sello', async () => {
			await page.route('**/api/sellado', (ruta) =>
				ruta.request().method() === 'POST' ? ruta.abort('internetdisconnected') : ruta.continue(),
			)
			await pulsarSellar(page)
			await expect(page.getByText(/sellos? esperan? conexión$/).first()).toBeVisible({ timeout: 60_000 })
			await sinLlave(page)
		})
		const aMedias = await leerAlmacenes(page)
		await test.step('la red vuelve y los sellos salen', async () => {
			await page.unroute('**/api/sellado')
			await page.evaluate(() => window.dispatchEvent(new Event('online')))
			await expect(page.getByText(/certificados? sellados? y verificados?$/).first()).toBeVisible({
				timeout: 60_000,
			})
		})
		const { publicos, secretos } = await secretosDe(cer, key, SECRETA)
		const conservado = JSON.stringify(await context.storageState({ indexedDB: true }))
		const dicho = [...grabacion.textos(), ...aMedias, ...(await leerAlmacenes(page)), conservado]
		// El certificado sí viaja: si no se hallara, la búsqueda no serviría.
		expect(rastrosDe(dicho, publicos)).not.toEqual([])
		expect(rastrosDe(dicho, secretos)).toEqual([])
		expect(grabacion.peticiones.some(({ url }) => url.endsWith('/api/sellado'))).toBe(true)
	})
})
