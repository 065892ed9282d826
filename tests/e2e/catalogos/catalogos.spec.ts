import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { type EgresoEnMarcha, entrar, ponerEnMarcha, salir } from '../egreso.ts'
import { revisarPantalla } from '../pantalla.ts'

/* La DSE descarga el PC-SINEMS, lo corrige, ve qué cambiaría y lo aplica; TI hace lo mismo con un cargo (19). */

let egreso: EgresoEnMarcha
test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const descargar = async (page: Page, boton: string): Promise<string> => {
	const bajada = page.waitForEvent('download')
	await page.getByRole('link', { name: boton }).click()
	return readFile(await (await bajada).path(), 'utf8')
}
const escoger = (page: Page, nombre: string, texto: string) =>
	page
		.locator('input[type=file]')
		.setInputFiles({ name: nombre, mimeType: 'text/csv', buffer: Buffer.from(texto, 'utf8') })

test('el PC-SINEMS se descarga, se corrige, se revisa y se aplica', async ({ page }) => {
	await entrar(page, egreso.origen, /Irma Coronado/)
	await page.goto(`${egreso.origen}/nacional/catalogos`)
	await expect(page.getByRole('row', { name: /Municipios/ })).toBeVisible()
	await revisarPantalla(page, '/nacional/catalogos')
	await page.getByRole('link', { name: 'PC-SINEMS', exact: true }).click()
	await expect(page.getByRole('row', { name: /mex-garzas/ })).toContainText('Rige')
	await expect(page.getByRole('row', { name: /mex-encino/ })).toBeHidden()
	await page.getByLabel('Vigencias').selectOption('todas')
	await expect(page.getByRole('row', { name: /mex-encino/ })).toContainText('Ya no rige')
	await revisarPantalla(page, '/nacional/catalogos/pc-sinems')
	const actual = await descargar(page, 'Descargar CSV')
	expect(actual).toContain('CCT,DESDE,HASTA')

	await page.getByRole('link', { name: 'Importar un archivo' }).click()
	await escoger(page, 'padron.csv', `${actual}09DPT0903N,2026-01-01,\r\n09DPT9999Z,2026-01-01,2029-12-31\r\n`)
	await expect(page.getByText('No se guardó nada: 2 errores en «padron.csv»')).toBeVisible()
	await expect(page.getByRole('row', { name: /HASTA/ })).toContainText('Este dato no puede ir vacío.')
	await expect(page.getByRole('row', { name: /09DPT9999Z/ })).toContainText('No está en «Planteles».')
	await revisarPantalla(page, 'errores de un catálogo')

	await escoger(page, 'padron.csv', `${actual}09DPT0903N,2026-01-01,2029-12-31\r\n`)
	const cambio = page.getByRole('row', { name: /cmx-molino/ })
	await expect(cambio).toContainText('Alta')
	await expect(page.getByText('1 alta, 0 cambios, 0 vigencias terminan, 2 sin cambio.')).toBeVisible()
	await revisarPantalla(page, 'vista previa de un catálogo')
	await page.getByRole('button', { name: 'Aplicar un cambio' }).click()
	await expect(page.getByText('Se aplicó «padron.csv»')).toBeVisible()
	await page.getByRole('link', { name: 'Ver PC-SINEMS' }).click()
	await expect(page.getByRole('row', { name: /cmx-molino/ })).toContainText('Rige')
	await page.getByText('Qué se ha importado').click()
	await expect(page.getByText(/^Irma Coronado Lara · /).first()).toBeVisible()
	await salir(page)

	await entrar(page, egreso.origen, /Hugo Maldonado/)
	await page.getByRole('link', { name: 'Catálogos' }).first().click()
	await page.getByRole('link', { name: 'Cargos de quien firma' }).click()
	await expect(page.getByRole('row', { name: /Director de Plantel/ })).toBeVisible()
	await page.getByLabel('Buscar').fill('titular')
	await expect(page.getByRole('row', { name: /Director de Plantel/ })).toBeHidden()
	await expect(page.getByRole('row', { name: /Titular de la UODCDMX/ })).toBeVisible()
})
