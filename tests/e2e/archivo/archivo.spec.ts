import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { conBase } from '../base.ts'
import { CONTRASENA, entrar, esperarMensaje, ponerEnMarcha, salir, type EgresoEnMarcha } from '../egreso.ts'
import { revisarPantalla } from '../pantalla.ts'
import { sellarTodo } from '../pasos.ts'

/*
 * El archivo (12, 14): la generación en un ZIP, la carta responsiva de quien la resguarda, y quién lo ve desde la nación.
 */

let egreso: EgresoEnMarcha

test.describe.configure({ mode: 'serial', timeout: 180_000 })
test.beforeAll(async ({ browser }) => {
	test.setTimeout(180_000)
	egreso = await ponerEnMarcha()
	const contexto = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'es-MX' })
	const pagina = await contexto.newPage()
	await entrar(pagina, egreso.origen, /Beatriz Olmedo/)
	await sellarTodo(pagina, [
		egreso.efirma('mex-garzas-direccion.cer'),
		egreso.efirma('mex-garzas-direccion.key'),
	])
	await salir(pagina)
	await entrar(pagina, egreso.origen, /Armando Zepeda/)
	await sellarTodo(pagina, [egreso.efirma('mex-direccion.cer'), egreso.efirma('mex-direccion.key')])
	await contexto.close()
	// Con sus tres archivos ya guardados.
	await expect.poll(() => conQr() > 0 && conQr() === emitidos(), { timeout: 90_000 }).toBe(true)
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const cuenta = (consulta: string): number =>
	conBase(egreso, (base) => (base.prepare(consulta).get() as { n: number }).n)
const conQr = () => cuenta(`select count(distinct tramite_id) as n from archivo where clase = 'qr'`)
const emitidos = () => cuenta(`select count(distinct tramite_id) as n from archivo where clase = 'xml'`)

test('Servicios Escolares descarga la generación, con su índice, y cada certificado queda descargado', async ({
	page,
}) => {
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	const llega = page.waitForEvent('download')
	await page.getByRole('button', { name: 'Descargar todos' }).click()
	const descarga = await llega
	expect(descarga.suggestedFilename()).toMatch(/^certificados-\d{4}-\d{2}-\d{2}\.zip$/)
	const dentro = unzipSync(new Uint8Array(await readFile(await descarga.path())))
	const total = emitidos()
	expect(Object.keys(dentro)).toHaveLength(3 * total + 2)
	expect(new TextDecoder().decode(dentro['indice.csv']).trim().split('\r\n')).toHaveLength(1 + 3 * total)
	await expect(page.getByText(new RegExp(`^${total} certificados? descargados?`))).toBeVisible()
	expect(cuenta(`select count(*) as n from bitacora where acto = 'descargar'`)).toBe(total)
	await revisarPantalla(page, '/plantel con la descarga hecha')
})

const firmarCarta = async (pagina: Page) => {
	await pagina.goto(`${egreso.origen}/estado/carta`)
	await expect(pagina.getByText(/^(Faltan|Venció hace|Hoy es)/)).toBeVisible()
	await revisarPantalla(pagina, '/estado/carta sin firmar')
	await pagina.getByRole('button', { name: 'Revisar y firmar' }).click()
	await expect(pagina.getByText('Declaro que resguardo')).toBeVisible()
	await revisarPantalla(pagina, '/estado/carta por firmar')
	await pagina
		.getByLabel(/Elija su \.cer y su \.key/)
		.setInputFiles([egreso.efirma('mex-escolares.cer'), egreso.efirma('mex-escolares.key')])
	await expect(pagina.getByText(/vale hasta el/)).toBeVisible({ timeout: 20_000 })
	const contrasena = pagina.getByLabel('Contraseña de su llave privada')
	await contrasena.fill('otra')
	await pagina.getByRole('button', { name: 'Firmar la carta' }).click()
	await expect(pagina.getByText('La contraseña no abre esta llave')).toBeVisible()
	await contrasena.fill(CONTRASENA)
	await pagina.getByRole('button', { name: 'Firmar la carta' }).click()
	await expect(pagina.getByText('Carta 1', { exact: true })).toBeVisible({ timeout: 30_000 })
}

test('quien resguarda firma la carta responsiva, y la copia le llega a la DSE', async ({ page }) => {
	await entrar(page, egreso.origen, /Patricia Villaseñor/)
	// Lo que sale hacia el BFF no lleva llave ni contraseña: sólo el corte, el certificado y el sello.
	const mandado = page.waitForRequest(
		(pedida) => pedida.method() === 'POST' && pedida.url().endsWith('/api/cartas'),
		{ timeout: 120_000 },
	)
	await firmarCarta(page)
	expect(Object.keys((await mandado).postDataJSON() as object).sort()).toEqual([
		'certificado',
		'corte',
		'sello',
	])
	const aviso = await esperarMensaje(egreso.bandeja, /^Carta responsiva 1/, 'dse@conalep.edu.mx')
	expect(aviso).toContain('carta responsiva número 1')
	await expect
		.poll(
			async () => {
				await page.reload()
				return page.getByText(/^Entregada a la DSE el/).isVisible()
			},
			{ timeout: 30_000 },
		)
		.toBe(true)
	const llega = page.waitForEvent('download')
	await page.getByRole('button', { name: 'Descargar la carta 1 en PDF' }).click()
	expect((await readFile(await (await llega).path())).subarray(0, 5).toString()).toBe('%PDF-')
	await revisarPantalla(page, '/estado/carta firmada')
})

test('la DSE ve quién falta; TI, si lo guardado está sano', async ({ page }) => {
	await entrar(page, egreso.origen, /Irma Coronado/)
	await page.goto(`${egreso.origen}/nacional/cartas`)
	await expect(page.getByText(/^Entregada \d/)).toBeVisible()
	await expect(page.getByText(/1 entidad falta de entregar/)).toBeVisible()
	await revisarPantalla(page, '/nacional/cartas')
	await salir(page)
	await entrar(page, egreso.origen, /Hugo Maldonado/)
	await page.goto(`${egreso.origen}/nacional/archivo`)
	await expect(page.getByRole('heading', { name: 'Repaso' })).toBeVisible()
	await revisarPantalla(page, '/nacional/archivo')
	await salir(page)
	await entrar(page, egreso.origen, /Armando Zepeda/)
	await page.goto(`${egreso.origen}/firma/descargas`)
	await expect(page.getByRole('button', { name: 'Descargar todos' })).toBeVisible()
	await revisarPantalla(page, '/firma/descargas')
})
