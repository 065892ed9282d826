import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { crearMundo, SEMILLA } from '../../bff/cli/demo/mundo.ts'
import { entrar, type EgresoEnMarcha, esperarMensaje, ponerEnMarcha, salir } from './egreso.ts'
import { hacerActo, sellarTodo } from './pasos.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'

// Con el service worker, como quien la usa instalada.
test.use({ serviceWorkers: 'allow' })

/*
 * El camino entero en un teléfono, cada paso por la persona a quien le toca: de un archivo de SAE a un acuse y a una
 * comprobación pública. Nada está simulado dentro del producto: navegador, BFF, SOAP, OCSP, SMTP y OIDC de verdad.
 */

let egreso: EgresoEnMarcha

test.beforeAll(async () => {
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso.cerrar()
})

test('de un archivo de SAE a un certificado acusado y comprobado', async ({ page }) => {
	test.setTimeout(240_000)
	const { origen, bandeja, efirma, sae } = egreso
	const mundo = crearMundo({ semilla: SEMILLA, hoy: fechaEnMexico(new Date().toISOString()) })
	const egresado = mundo.porImportar.find((uno) => uno.plantelId === 'mex-garzas')
	if (!egresado) throw new Error('La demostración no trae a quién importar')
	const ficha = `/plantel/egresados/${egresado.matricula}`
	let nombre = ''

	await test.step('Servicios Escolares importa: primero un archivo con errores, que no deja nada', async () => {
		await entrar(page, origen, /Alma Delia Rentería/)
		await expect(page).toHaveURL(/\/plantel$/)
		await page.goto(`${origen}/plantel/importar`)
		await page.getByLabel(/Escoja el archivo de SAE/).setInputFiles(sae('mex-garzas-con-errores.csv'))
		await expect(page.getByRole('cell', { name: 'FECHA_INICIO' })).toBeVisible()
		await expect(page.getByRole('cell', { name: '2023-02-31' })).toBeVisible()
		await page.getByRole('button', { name: 'Descartar' }).click()
		await page.getByRole('dialog').getByRole('button', { name: 'Descartar' }).click()
		await expect(page.getByText('Se descartó: no se guardó nada')).toBeVisible()
		await page.goto(`${origen}/plantel/egresados?busca=${egresado.matricula}`)
		await expect(page.getByText('Nadie coincide con estos filtros')).toBeVisible()
	})

	await test.step('importa el archivo bueno y RENAPO contesta', async () => {
		await page.goto(`${origen}/plantel/importar`)
		await page.getByLabel(/Escoja el archivo de SAE/).setInputFiles(sae('mex-garzas.xlsx'))
		await page.getByRole('button', { name: 'Importar 4' }).click()
		await expect(page.getByText('Se importó «mex-garzas.xlsx»')).toBeVisible()
		await expect(async () => {
			await page.goto(`${origen}${ficha}`)
			await expect(page.getByRole('button', { name: 'Solicitar', exact: true })).toBeVisible({
				timeout: 2000,
			})
		}).toPass({ timeout: 30_000 })
	})

	await test.step('solicita', async () => {
		await hacerActo(page, 'Solicitar', /1 certificado solicitado/)
	})

	await test.step('la entidad asigna un rango (y no puede traslapar) y autoriza', async () => {
		await salir(page)
		await entrar(page, origen, /Patricia Villaseñor/)
		await expect(page).toHaveURL(/\/estado$/)
		await page.goto(`${origen}/estado/rangos`)
		await page.getByLabel('Plantel', { exact: true }).selectOption({ label: 'Plantel Laguna de las Garzas' })
		// Uno propio lo ve la página; el de otra entidad sólo lo sabe la base.
		for (const [desde, hasta, queja] of [
			['150', '160', /Toca el rango de Plantel Laguna de las Garzas/],
			['1050', '1060', /toca folios ya asignados/],
		] as const) {
			await page.getByLabel('Del número').fill(desde)
			await page.getByLabel('Al número').fill(hasta)
			await page.getByRole('button', { name: 'Asignar' }).click()
			await expect(page.getByText(queja)).toBeVisible()
		}
		await page.getByLabel('Del número').fill('9000')
		await page.getByLabel('Al número').fill('9009')
		await page.getByRole('button', { name: 'Asignar' }).click()
		await expect(page.getByText('10 folios asignados.').first()).toBeVisible()
		await page.goto(`${origen}/estado/egresados/${egresado.matricula}`)
		await hacerActo(page, 'Autorizar', /1 solicitud autorizada/)
	})

	await test.step('el plantel registra, carga y confirma el nombre', async () => {
		await salir(page)
		await entrar(page, origen, /Alma Delia Rentería/)
		await page.goto(`${origen}${ficha}`)
		await hacerActo(page, 'Registrar folio', /1 folio registrado/)
		await expect(page.getByText(/CE2018\d{7}|CE2008\d{7}/).first()).toBeVisible()
		await hacerActo(page, 'Cargar', /cargad/)
		const apellido = page.getByLabel('Primer apellido en el certificado')
		const propuesto = await apellido.inputValue()
		await apellido.fill(`${propuesto}x`)
		await page.getByRole('button', { name: 'Confirmo que es igual al acta' }).click()
		await expect(page.getByText(/Aquí sólo se cambian mayúsculas, acentos/)).toBeVisible()
		await apellido.fill(propuesto)
		await page.getByRole('button', { name: 'Confirmo que es igual al acta' }).click()
		await expect(page.getByText('Nombre confirmado', { exact: false }).first()).toBeVisible()
		nombre = (await page.getByRole('heading', { level: 1 }).textContent())?.trim() ?? ''
	})

	await test.step('el director del plantel sella desde su teléfono', async () => {
		await salir(page)
		await entrar(page, origen, /Beatriz Olmedo/)
		await expect(page).toHaveURL(/\/firma$/)
		expect(
			await sellarTodo(page, [efirma('mex-garzas-direccion.key'), efirma('mex-garzas-direccion.cer')]),
		).toBe(13)
	})

	await test.step('el director estatal sella', async () => {
		await salir(page)
		await entrar(page, origen, /Armando Zepeda/)
		await expect(page).toHaveURL(/\/firma$/)
		expect(await sellarTodo(page, [efirma('mex-direccion.cer'), efirma('mex-direccion.key')])).toBe(13)
	})

	let enlaceBuzon = ''
	await test.step('el lote viaja solo a COSFAC y regresa emitido; el plantel abre el buzón', async () => {
		await salir(page)
		await entrar(page, origen, /Alma Delia Rentería/)
		await expect(async () => {
			await page.goto(`${origen}${ficha}`)
			await expect(page.getByRole('button', { name: 'Crear enlace y QR' })).toBeVisible({ timeout: 2000 })
		}).toPass({ timeout: 60_000 })
		await expect(page.getByText('Documento electrónico (XML)')).toBeVisible()
		await page.getByRole('button', { name: 'Crear enlace y QR' }).click()
		enlaceBuzon = (await page.getByText(/\/buzon#/).textContent())?.trim() ?? ''
	})

	await test.step('el egresado confirma su correo con el código', async () => {
		await salir(page)
		await page.goto(enlaceBuzon)
		await expect(page).toHaveURL(`${origen}/buzon`)
		await page.getByLabel('Matrícula').fill(egresado.matricula)
		await page.getByLabel('CURP').fill(egresado.curp)
		await page.getByLabel('Fecha de nacimiento').fill(egresado.fechaNacimiento)
		await page.getByLabel(/A otro correo/).check()
		await page.getByLabel('Correo', { exact: true }).fill('egresado@correo.example')
		await page.getByRole('button', { name: 'Enviarme el código' }).click()
		const mensaje = await esperarMensaje(bandeja, /código/, 'egresado@correo.example')
		const codigo = /\b\d{6}\b/.exec(mensaje)?.[0] ?? ''
		await page.getByLabel('Código de seis números').fill(codigo === '000000' ? '111111' : '000000')
		await page.getByRole('button', { name: 'Confirmar' }).click()
		await expect(page.getByText(/Le quedan 4 intentos/)).toBeVisible()
		await page.getByLabel('Código de seis números').fill(codigo)
		await page.getByRole('button', { name: 'Confirmar' }).click()
		await expect(page.getByText('Su correo quedó confirmado')).toBeVisible()
	})

	let folio = ''
	let publico = ''
	await test.step('recibe PDF, XML y QR; ve su certificado y acusa de recibido', async () => {
		const mensaje = await esperarMensaje(bandeja, /Certificado de Terminación/, 'egresado@correo.example')
		const enlace = /http\S+\/acuse#\S+/.exec(mensaje)?.[0] ?? ''
		publico = /http\S+\/v\/[0-9a-f-]{36}/.exec(mensaje)?.[0] ?? ''
		folio = /CE20(?:08|18)\d{7}/.exec(mensaje)?.[0] ?? ''
		await page.goto(enlace)
		await expect(page.getByText(nombre).first()).toBeVisible()
		const bajada = page.waitForEvent('download')
		await page.getByRole('button', { name: /XML/ }).click()
		const xml = await readFile(await (await bajada).path(), 'utf8')
		expect(xml).toContain(egresado.curp)
		await page.getByRole('button', { name: 'Acuso de recibido' }).click()
		await expect(page.getByText('Acuse recibido')).toBeVisible()
		await esperarMensaje(bandeja, /Acuse de recibido/, 'egresado@correo.example')
	})

	await test.step('cualquiera lo comprueba: ve lo que se selló y su navegador verifica los sellos', async () => {
		await page.goto(publico)
		await expect(page.getByText(nombre).first()).toBeVisible()
		await expect(page.getByText('Beatriz Olmedo Saldívar').first()).toBeVisible()
		await expect(page.getByText('Armando Zepeda Íñiguez').first()).toBeVisible()
		// Cada sello se verifica aquí, en este navegador; lo único que no puede comprobarse es el sello de SEP.
		await expect(page.locator('[data-comprobacion][data-resultado="bien"]').nth(7)).toBeAttached({
			timeout: 30_000,
		})
		await expect(page.locator('[data-comprobacion][data-resultado="mal"]')).toHaveCount(0)
		await expect(page.locator('[data-comprobacion^="sello"][data-resultado="bien"]').nth(1)).toBeAttached()
		await expect(page.locator('[data-comprobacion="sello-sep"]')).toHaveAttribute(
			'data-resultado',
			'no-comprobable',
		)
	})

	await test.step('el plantel ve el acuse en el expediente, y el folio con su CUV lleva al mismo certificado', async () => {
		await entrar(page, origen, /Alma Delia Rentería/)
		await expect(async () => {
			await page.goto(`${origen}${ficha}`)
			await expect(page.getByText('Acuse de recibido (PDF)')).toBeVisible({ timeout: 2000 })
		}).toPass({ timeout: 30_000 })
		const cuv = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.locator('main').innerText())?.[0] ?? ''
		await page.goto(`${origen}/verificar`)
		await page.getByRole('textbox', { name: /^Folio/ }).fill(folio.toLowerCase())
		await page.getByRole('textbox', { name: 'CUV' }).fill(cuv.toLowerCase().replaceAll('-', ' '))
		await page
			.getByRole('button', { name: /Buscar|Consultar|Comprobar/ })
			.first()
			.click()
		await expect(page).toHaveURL(publico)
	})
})
