import { expect, test } from '@playwright/test'
import { conBase, contar, unaFila } from '../base.ts'
import { type EgresoEnMarcha, entrar, ponerEnMarcha, salir } from '../egreso.ts'
import { revisarPantalla } from '../pantalla.ts'

/* Un rango se recorre, se parte y se recupera en la entidad; la DSE cancela un folio y todos lo ven en la tira (4, 8, 15). */

let egreso: EgresoEnMarcha
test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const RAZON = 'Se registró con los datos de otro egresado'

test('la entidad pasa folios a otro plantel y recupera los que sobran', async ({ page }) => {
	const rango = unaFila(
		egreso,
		['id', 'hasta', 'siguiente', 'nombre'],
		`select r.id, r.hasta, r.siguiente, p.nombre from rango_folio r join plantel p on p.id = r.plantel_id
		where r.plantel_id = 'mex-garzas' and r.modelo = '2018' and r.hasta - r.siguiente > 20 order by r.desde`,
	)
	const hasta = Number(rango.hasta)
	await entrar(page, egreso.origen, /Patricia Villaseñor/)
	await page.goto(`${egreso.origen}/estado/rangos?plantel=mex-garzas`)
	const tarjeta = page.getByRole('region', { name: new RegExp(`^${rango.nombre}, folios CE2018`) }).first()
	const tira = tarjeta.getByRole('slider')
	await tira.focus()
	await page.keyboard.press('Home')
	await expect(tira).toHaveAttribute('aria-valuetext', /^Dado/)
	await expect(tarjeta.getByText(/^Dado/)).toBeVisible()
	await page.keyboard.press('End')
	await expect(tira).toHaveAttribute('aria-valuetext', /^Libres: del /)
	await expect(tarjeta.getByText(/^Libres: del .* folios\)/)).toBeVisible()

	const antes = contar(egreso, 'rango_folio')
	await tarjeta.getByRole('button', { name: /^Pasar a otro plantel/ }).click()
	const dialogo = page.getByRole('dialog')
	await dialogo.getByRole('button', { name: 'Pasar' }).click()
	await expect(dialogo.getByText('Escoja a qué plantel se pasan.')).toBeVisible()
	await expect(dialogo.getByText('Escriba la razón, con al menos 5 letras.')).toBeVisible()
	await dialogo.getByLabel('Desde el número').fill(String(Number(rango.siguiente) - 1))
	await expect(dialogo.getByText(/que son los libres/)).toBeVisible()
	await dialogo.getByLabel('Desde el número').fill(String(hasta - 9))
	await dialogo.getByLabel('Pasan a').selectOption({ index: 1 })
	await dialogo.getByLabel('Razón').fill('Allá se acaban y aquí sobran')
	await revisarPantalla(page, 'pasar folios')
	// Con la red lenta, lo siguiente se decide sobre lo nuevo y no sobre lo que se veía antes.
	await page.route('**/api/rangos', async (peticion) => {
		await new Promise((cumplir) => setTimeout(cumplir, 700))
		await peticion.continue()
	})
	await dialogo.getByRole('button', { name: 'Pasar' }).click()
	await expect(page.getByText(/^10 folios pasaron a /).first()).toBeVisible()
	expect(contar(egreso, 'rango_folio')).toBe(antes + 1)

	await tarjeta.getByRole('button', { name: /^Recuperar/ }).click()
	await dialogo.getByLabel('Desde el número').fill(String(hasta - 14))
	await dialogo.getByLabel('Razón').fill('Se asignaron de más')
	await expect(dialogo.getByText(/quedan sin asignar/)).toBeVisible()
	await dialogo.getByRole('button', { name: 'Recuperar' }).click()
	await expect(page.getByText('5 folios recuperados.').first()).toBeVisible()
	expect(unaFila(egreso, ['hasta'], `select hasta from rango_folio where id = '${rango.id}'`).hasta).toBe(
		String(hasta - 15),
	)
	const historia = page.getByRole('table', { name: /Lo que ha pasado con los rangos/ })
	const renglones = historia.locator('tbody').getByRole('row')
	await expect(renglones.nth(0)).toContainText('Se recuperaron')
	await expect(renglones.nth(1)).toContainText('Pasaron a ')
	await revisarPantalla(page, '/estado/rangos')
})

test('la DSE cancela un folio: queda en el Libro con su nota, y la tira lo enseña', async ({ page }) => {
	const de = unaFila(
		egreso,
		['matricula', 'folio'],
		`select t.matricula, f.folio from tramite t join folio f on f.tramite_id = t.id
		where t.plantel_id = 'mex-garzas' and t.estado in ('registrado', 'cargado') order by t.matricula`,
	)
	await entrar(page, egreso.origen, /Irma Coronado/)
	await page.goto(`${egreso.origen}/nacional/egresados/${de.matricula}`)
	await page.getByRole('button', { name: 'Cancelar folio', exact: true }).click()
	const dialogo = page.getByRole('dialog')
	await expect(dialogo.getByText(/ese número no vuelve a darse nunca/)).toBeVisible()
	await dialogo.getByLabel('Razón').fill(RAZON)
	await dialogo.getByRole('button', { name: 'Sí, cancelar el folio' }).click()
	await expect(dialogo.getByText('1 folio cancelado.')).toBeVisible()
	await dialogo.getByRole('button', { name: 'Entendido' }).click()
	await expect(page.getByText(`Se canceló el folio ${de.folio}`)).toBeVisible()
	await expect(page.getByRole('button', { name: 'Cancelar folio', exact: true })).toBeHidden()
	await page.goto(`${egreso.origen}/nacional/rangos?plantel=mex-garzas`)
	await expect(page.getByText('1 cancelado').first()).toBeVisible()
	await revisarPantalla(page, '/nacional/rangos')
	await salir(page)

	const lugar = conBase(
		egreso,
		(base) =>
			base.prepare('select volumen, foja from asiento where folio = ?').get(de.folio) as {
				volumen: number
				foja: number
			},
	)
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await page.goto(`${egreso.origen}/plantel/libro?volumen=${lugar.volumen}&foja=${lugar.foja}`)
	await expect(page.getByRole('row', { name: new RegExp(de.folio) })).toContainText(RAZON)
})
