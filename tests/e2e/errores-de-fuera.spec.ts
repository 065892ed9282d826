import { expect, test, type Page } from '@playwright/test'
import { conBase, unaFila } from './base.ts'
import { entrar, type EgresoEnMarcha, esperarMensaje, ponerEnMarcha, salir } from './egreso.ts'

/*
 * Lo que le sale mal a quien no tiene cuenta, o no debe entrar: dicho en una frase junto a donde pasó, y nada a medias: el mismo número espera, la base está igual
 * y después el camino bueno funciona.
 */

let egreso: EgresoEnMarcha

test.beforeAll(async () => {
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const abrir = (pagina: Page, ruta: string): Promise<unknown> => pagina.goto(`${egreso.origen}${ruta}`)

test('el egresado: enlace ajeno o vencido, otra identidad, código vencido', async ({ page }) => {
	const quien = unaFila(
		egreso,
		['id', 'matricula', 'curp', 'nacimiento'],
		`select t.id, e.matricula, e.curp, e.fecha_nacimiento as nacimiento from tramite t
			join egresado e on e.matricula = t.matricula
			where t.plantel_id = 'mex-garzas' and t.estado = 'cargado' and e.fecha_nacimiento < '2008' limit 1`,
	)
	const correo = 'errores@correo.example'
	const mover = (columna: 'vence' | 'codigo_vence', momento: string) =>
		conBase(egreso, (base) =>
			base
				.prepare(`update buzon set ${columna} = ? where tramite_id = ? and anulado is null`)
				.run(momento, quien.id),
		)
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	const creado = await page.request.post(`${egreso.origen}/api/tramites/${quien.id}/buzon`, {
		headers: { 'x-egreso': '1' },
		data: {},
	})
	expect(creado.status()).toBe(200)
	const { enlace, vence } = (await creado.json()) as { enlace: string; vence: string }
	await salir(page)

	await test.step('un enlace inventado', async () => {
		await abrir(page, `/buzon#${'a'.repeat(43)}`)
		await expect(page.getByText('El enlace no es válido o ya se usó. Pida otro en su plantel.')).toBeVisible()
	})
	await test.step('un enlace vencido', async () => {
		mover('vence', '2020-01-01T00:00:00.000Z')
		await abrir(page, '/')
		await page.goto(enlace)
		await expect(page.getByText('El enlace venció. Pida otro en su plantel.')).toBeVisible()
		mover('vence', vence)
		await page.reload()
		await expect(page.getByLabel('Matrícula')).toBeVisible()
	})
	const llenar = async (curp: string) => {
		await page.getByLabel('Matrícula').fill(quien.matricula)
		await page.getByLabel('CURP').fill(curp)
		await page.getByLabel('Fecha de nacimiento').fill(quien.nacimiento)
		await page.getByLabel(/A otro correo/).check()
		await page.getByLabel('Correo', { exact: true }).fill(correo)
		await page.getByRole('button', { name: 'Enviarme el código' }).click()
	}
	const recibidos = async () =>
		((await (await fetch(`${egreso.bandeja}/api/mensajes?para=${correo}`)).json()) as unknown[]).length
	await test.step('la CURP de otra persona', async () => {
		await llenar('XEXX010101HNEXXXA4')
		await expect(page.getByText('Los datos no coinciden con los del egresado. Revíselos.')).toBeVisible()
		expect(await recibidos()).toBe(0)
	})
	await test.step('un código vencido, aunque sea el bueno; con otro, sí', async () => {
		await llenar(quien.curp)
		const codigo = /\b\d{6}\b/.exec(await esperarMensaje(egreso.bandeja, /código/, correo))?.[0] ?? ''
		mover('codigo_vence', '2020-01-01T00:00:00.000Z')
		const campo = page.getByLabel('Código de seis números')
		await campo.fill(codigo)
		await page.getByRole('button', { name: 'Confirmar' }).click()
		await expect(campo).toHaveAccessibleDescription(/El código venció. Pida uno nuevo/)
		await page.getByRole('button', { name: 'Pedir otro código o cambiar el correo' }).click()
		await llenar(quien.curp)
		await expect.poll(recibidos).toBe(2)
		const nuevo = /\b\d{6}\b/.exec(await esperarMensaje(egreso.bandeja, /código/, correo))?.[0] ?? ''
		await campo.fill(nuevo)
		await page.getByRole('button', { name: 'Confirmar' }).click()
		await expect(page.getByText('Su correo quedó confirmado')).toBeVisible()
	})
})

test('quien no debe entrar no entra, y sabe por qué', async ({ page }) => {
	for (const [nombre, queja] of [
		[/Dora Castellanos/, /Su cuenta no tiene perfil en Egreso/],
		[/Bruno Salinas/, /La cuenta no es institucional/],
		[/Carla Nájera/, /La cuenta pertenece a otra organización/],
	] as const) {
		await test.step(String(nombre), async () => {
			await abrir(page, '/entrar')
			await page.getByRole('button', { name: 'Entrar con Office 365' }).click()
			await page.getByRole('button', { name: nombre }).click()
			await expect(page.getByRole('alert')).toHaveText(queja)
			expect((await page.request.get(`${egreso.origen}/api/sesion`)).status()).toBe(401)
			await page.context().clearCookies()
		})
	}
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await expect(page).toHaveURL(/\/plantel$/)
})

test('si la pestaña vuelve del proveedor sin lo suyo, se entra igual y de un solo viaje', async ({
	page,
}) => {
	await page.addInitScript(() => {
		if (!location.hash.includes('code=') || localStorage.getItem('perdido') !== null) return
		localStorage.setItem('perdido', 'sí')
		sessionStorage.clear()
	})
	let viajes = 0
	page.on('request', (una) => {
		if (una.url().endsWith('/api/sesion/reto')) viajes++
	})
	await entrar(page, egreso.origen, /Alma Delia/)
	await expect(page.getByRole('heading', { name: 'Tablero' })).toBeVisible()
	const guardado = await page.evaluate(() => Object.keys(localStorage))
	expect(guardado).toContain('perdido')
	expect(guardado.filter((llave) => /^msal\.|ida$/.test(llave))).toEqual([])
	expect(viajes).toBe(1)
})
