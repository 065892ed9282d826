import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { contar, unaFila } from '../base.ts'
import { type EgresoEnMarcha, entrar, ponerEnMarcha, salir } from '../egreso.ts'
import { revisarPantalla } from '../pantalla.ts'

/* El Libro se hojea, se busca y se imprime; y su registro se firma solo, para que cualquiera lo compruebe (8, 20). */

let egreso: EgresoEnMarcha
test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

test('se busca un asiento, se abre su foja y se imprime; del índice al volumen', async ({ page }) => {
	const asiento = unaFila(
		egreso,
		['folio', 'matricula', 'volumen', 'foja', 'nombre'],
		`select a.folio, a.matricula, a.volumen, a.foja, e.primer_apellido as nombre from asiento a
		join egresado e on e.matricula = a.matricula where a.plantel_id = 'mex-garzas' order by a.numero desc`,
	)
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await page.goto(`${egreso.origen}/plantel/libro`)
	const busca = page.getByRole('searchbox', { name: 'Buscar en el Libro' })
	await busca.fill('ab')
	await busca.press('Enter')
	await expect(page.getByText('Escriba al menos tres letras o números.')).toBeVisible()
	await busca.fill(String(asiento.nombre).toLowerCase())
	await busca.press('Enter')
	const renglon = page.getByRole('row', { name: new RegExp(String(asiento.folio)) })
	await expect(renglon).toBeVisible()
	await revisarPantalla(page, 'buscar en el Libro')
	await renglon.getByRole('link', { name: /^Volumen/ }).click()
	await expect(page.locator('mark')).toHaveText(String(asiento.folio))
	await expect(page.getByText(/^Volumen \d+ · Foja \d+$/)).toBeVisible()
	await revisarPantalla(page, '/plantel/libro')

	const bajada = page.waitForEvent('download')
	await page.getByRole('button', { name: 'Imprimir esta foja (PDF)' }).click()
	const archivo = await bajada
	expect(archivo.suggestedFilename()).toBe(`libro-volumen-${asiento.volumen}-foja-${asiento.foja}.pdf`)
	expect(
		readFileSync(await archivo.path())
			.subarray(0, 5)
			.toString(),
	).toBe('%PDF-')

	await page.getByRole('link', { name: 'Índice de volúmenes' }).click()
	await expect(page.getByRole('button', { name: 'Imprimir el volumen 1 en PDF' })).toBeVisible()
	await revisarPantalla(page, 'índice del Libro')
	await page.getByRole('link', { name: 'Volumen 1' }).click()
	await expect(page.getByRole('table', { name: 'Asientos del volumen 1, foja 1' })).toBeVisible()
	await busca.fill('zzz')
	await busca.press('Enter')
	await expect(page.getByText('Nada con «zzz»')).toBeVisible()
})

test('la nación y el estado lo ven; el punto de control se guarda sin sesión y trae su firma', async ({
	page,
}) => {
	await expect
		.poll(() => contar(egreso, 'punto_control'), { message: 'el punto se firma solo', timeout: 60_000 })
		.toBeGreaterThan(0)
	const punto = await page.request.get(`${egreso.origen}/api/registro/punto-de-control?arbol=libro`)
	expect(await punto.text()).toMatch(
		/^egreso\/libro\n\d+\n[A-Za-z0-9+/]{43}=\nmomento \S+\n\n— egreso \S+\n$/,
	)
	await entrar(page, egreso.origen, /Irma Coronado/)
	await page.goto(`${egreso.origen}/nacional/libro?plantel=mex-garzas`)
	await expect(page.getByText(/^Registro firmado: el último punto de control/)).toBeVisible()
	await revisarPantalla(page, '/nacional/libro')
	await salir(page)
	await entrar(page, egreso.origen, /Patricia Villaseñor/)
	await page.goto(`${egreso.origen}/estado/libro?plantel=mex-garzas&vista=indice`)
	await expect(page.getByRole('link', { name: 'Volumen 1' })).toBeVisible()
	await revisarPantalla(page, '/estado/libro')
})
