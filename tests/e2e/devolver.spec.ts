import { expect, test, type Page } from '@playwright/test'
import { unaFila } from './base.ts'
import { revisarPantalla } from './pantalla.ts'
import { entrar, type EgresoEnMarcha, ponerEnMarcha, salir } from './egreso.ts'

/*
 * Lo que un director devuelve con su razón (16–18): sale de su lista, Servicios Escolares lo ve y lo corrige, y vuelve con su
 * marca. Y el ajuste que la entidad cambia se ve en la revisión del director.
 */

let egreso: EgresoEnMarcha
test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const RAZON = 'El acta dice otra cosa en el segundo apellido'
const esperan = async (pagina: Page): Promise<number> =>
	Number(await pagina.locator('.numero strong').textContent())

test('devolver uno con su razón, corregirlo, y que vuelva', async ({ page }) => {
	const { matricula } = unaFila(
		egreso,
		['matricula'],
		`select matricula from tramite where plantel_id = 'mex-garzas' and estado = 'nombre-confirmado'
			order by matricula limit 1`,
	)
	await entrar(page, egreso.origen, /Beatriz Olmedo/)
	const antes = await esperan(page)
	await test.step('la dirección lo devuelve', async () => {
		await page
			.getByRole('button', { name: new RegExp(matricula) })
			.first()
			.click()
		await page.getByRole('dialog').getByRole('button', { name: 'Devolver' }).click()
		const dialogo = page.getByRole('dialog', { name: 'Devolver a Servicios Escolares' })
		await dialogo.getByRole('button', { name: 'Devolver' }).click()
		await expect(dialogo.getByText('Escoja qué hay que corregir.')).toBeVisible()
		await expect(dialogo.getByText(/^Escriba la razón/)).toBeVisible()
		await revisarPantalla(page, 'diálogo de devolver con errores')
		await dialogo.getByLabel('Qué hay que corregir').selectOption('nombre')
		await dialogo.getByLabel('Razón').fill(RAZON)
		await dialogo.getByRole('button', { name: 'Devolver' }).click()
		await expect(dialogo).toBeHidden()
		await expect(page.getByRole('button', { name: new RegExp(matricula) })).toHaveCount(0)
		expect(await esperan(page)).toBe(antes - 1)
	})
	await test.step('Servicios Escolares lo ve y lo corrige', async () => {
		await salir(page)
		await entrar(page, egreso.origen, /Alma Delia Rentería/)
		await page.getByRole('link', { name: /devuelto por la dirección/ }).click()
		await expect(page.getByText(new RegExp(RAZON))).toBeVisible()
		await page.goto(`${egreso.origen}/plantel/egresados/${matricula}`)
		await expect(page.getByText('La dirección lo devolvió', { exact: true })).toBeVisible()
		await revisarPantalla(page, 'ficha de lo devuelto')
		await page.getByRole('button', { name: 'Confirmo que es igual al acta' }).click()
		await expect(page.getByText('Se devolvió una vez y ya regresó')).toBeVisible()
	})
	await test.step('vuelve a la lista de la dirección, con su marca', async () => {
		await salir(page)
		await entrar(page, egreso.origen, /Beatriz Olmedo/)
		expect(await esperan(page)).toBe(antes)
		const renglon = page.getByRole('button', { name: new RegExp(matricula) }).first()
		await expect(renglon.getByText(new RegExp(`^Devuelto el .*: ${RAZON}$`))).toBeVisible()
	})
})

test('la entidad cambia un ajuste y queda quién, cuándo y por qué', async ({ page }) => {
	await entrar(page, egreso.origen, /Patricia Villaseñor/)
	await page.goto(`${egreso.origen}/estado/ajustes`)
	await page.getByRole('button', { name: 'Cambiar: Muestra antes de sellar: mínimo' }).click()
	const dialogo = page.getByRole('dialog')
	await dialogo.getByLabel(/^Valor/).fill('500')
	await dialogo.getByLabel('Razón').fill('Pruebas de la generación')
	await dialogo.getByRole('button', { name: 'Guardar' }).click()
	await expect(dialogo.getByText('Escriba un número entero del 1 al 100.')).toBeVisible()
	await revisarPantalla(page, 'diálogo de un ajuste con error')
	await dialogo.getByLabel(/^Valor/).fill('7')
	await dialogo.getByRole('button', { name: 'Guardar' }).click()
	await expect(dialogo).toBeHidden()
	const tarjeta = page.getByRole('region', { name: 'Muestra antes de sellar: mínimo' })
	await expect(tarjeta.getByText('De su entidad')).toBeVisible()
	await tarjeta.getByText('Historial (1)').click()
	await expect(tarjeta.getByText('«Pruebas de la generación»')).toBeVisible()
	await expect(tarjeta.getByText(/^Patricia Villaseñor/)).toBeVisible()
	await revisarPantalla(page, '/estado/ajustes')
	await test.step('la nación ve que esa entidad tiene el suyo', async () => {
		await salir(page)
		await entrar(page, egreso.origen, /Irma Coronado/)
		await page.goto(`${egreso.origen}/nacional/ajustes`)
		await expect(tarjeta.getByText('1 entidad tiene el suyo')).toBeVisible()
		await expect(tarjeta.getByText('De fábrica')).toBeVisible()
		await revisarPantalla(page, '/nacional/ajustes')
	})
})
