import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { unaFila } from './base.ts'
import { entrar, type EgresoEnMarcha, esperarMensaje, ponerEnMarcha, salir } from './egreso.ts'
import { revisarPantalla } from './pantalla.ts'
import { archivosDe, prepararSellado, pulsarSellar } from './sellado.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'

/*
 * La suplencia entera (16), cada paso por quien le toca: la otorga la entidad, la confirma otra persona, el suplente sella
 * con su propia e.firma, la ficha lo dice, y al acabar sus fechas termina sola. Para que venza, el sistema se apaga y se
 * enciende tres días después sobre la misma base: una suplencia otorgada no se puede editar, ni por fuera.
 */

const DIA_MS = 86_400_000
let carpeta: string
let egreso: EgresoEnMarcha

/** El sistema sobre la carpeta de la historia, a la hora de ahora o `dias` después. */
const encender = async (dias: number): Promise<EgresoEnMarcha> => {
	const inicio = new Date(Date.now() + dias * DIA_MS).toISOString()
	const enMarcha = await ponerEnMarcha({
		EGRESO_DATOS: carpeta,
		...(dias === 0 ? {} : { RELOJ_INICIO: inicio }),
	})
	return { ...enMarcha, carpeta, efirma: (nombre) => join(carpeta, 'efirma', nombre) }
}

test.beforeAll(async () => {
	carpeta = await mkdtemp(join(tmpdir(), 'egreso-suplencia-'))
	egreso = await encender(0)
})
test.afterAll(async () => {
	await egreso?.cerrar()
	await rm(carpeta, { recursive: true, force: true })
})

const SELLADO = `select t.id, t.matricula from sello s join tramite t on t.id = s.tramite_id
	join suplencia x on x.id = s.suplencia_id where s.persona_id = 'mex-garzas-jefatura' order by t.matricula limit 1`

const como = async (pagina: Page, nombre: RegExp): Promise<void> => {
	await salir(pagina)
	await entrar(pagina, egreso.origen, nombre)
}
const firmaEnSuMenu = (pagina: Page) =>
	pagina.getByRole('navigation', { name: 'Principal' }).getByRole('link', { name: 'Firma' })

test('se otorga, se confirma, se sella con ella, la ficha lo dice, y termina sola', async ({ page }) => {
	test.setTimeout(300_000)
	const manana = fechaEnMexico(new Date(Date.now() + DIA_MS).toISOString())

	await test.step('quien todavía no suple no tiene dónde firmar', async () => {
		await entrar(page, egreso.origen, /Sofía Arredondo/)
		await expect(page).toHaveURL(/\/plantel$/)
		await expect(firmaEnSuMenu(page)).toHaveCount(0)
		await page.goto(`${egreso.origen}/firma`)
		await expect(page).toHaveURL(/\/plantel$/)
	})

	await test.step('la entidad la otorga; lo que falta se dice junto a su campo', async () => {
		await como(page, /Patricia Villaseñor/)
		// En el teléfono sus siete entradas no caben: las últimas están en «Más».
		await page.getByRole('button', { name: 'Más' }).click()
		await page.getByRole('link', { name: 'Suplencias' }).click()
		await expect(page.getByText('No hay suplencias')).toBeVisible()
		await page.getByRole('button', { name: 'Otorgar una suplencia' }).click()
		await page.getByRole('button', { name: 'Otorgar', exact: true }).click()
		await expect(page.getByText('Escoja dónde se va a suplir.')).toBeVisible()
		await expect(page.getByText('Escriba el último día.')).toBeVisible()
		await revisarPantalla(page, '/estado/suplencias con errores')
		await page
			.getByLabel('Qué sello se suple')
			.selectOption({ label: 'Dirección · Plantel Laguna de las Garzas' })
		await expect(page.getByLabel('A quién se suple')).toHaveValue('mex-garzas-direccion')
		await page.getByLabel('Quién suple').selectOption('mex-garzas-jefatura')
		await page.getByLabel('Primer día').fill('2020-01-01')
		await page.getByLabel('Último día').fill(manana)
		await expect(page.getByText('La suplencia no puede empezar antes de hoy.')).toBeVisible()
		await page.getByLabel('Primer día').fill(fechaEnMexico(new Date().toISOString()))
		await page.getByLabel('Razón').fill('Licencia médica de la directora')
		await page.getByRole('button', { name: 'Otorgar', exact: true }).click()
		const tarjeta = page.getByRole('region', { name: 'Sofía Arredondo Campos' })
		await expect(tarjeta.getByText('Por confirmar')).toBeVisible()
		await expect(tarjeta.getByText('Beatriz Olmedo Saldívar')).toBeVisible()
		await expect(tarjeta.getByRole('button', { name: /^Confirmar/ })).toHaveCount(0)
	})

	await test.step('propuesta todavía no vale', async () => {
		await como(page, /Sofía Arredondo/)
		await expect(page).toHaveURL(/\/plantel$/)
		await expect(firmaEnSuMenu(page)).toHaveCount(0)
	})

	await test.step('otra persona la confirma, y se avisa a los dos', async () => {
		await como(page, /Armando Zepeda/)
		await expect(page).toHaveURL(/\/firma$/)
		await page.getByRole('link', { name: 'Suplencias' }).click()
		await page.getByRole('button', { name: /^Confirmar/ }).click()
		await page.getByRole('dialog').getByRole('button', { name: 'Confirmar', exact: true }).click()
		await expect(
			page.getByRole('region', { name: 'Sofía Arredondo Campos' }).getByText('En vigor'),
		).toBeVisible()
		await revisarPantalla(page, '/firma/suplencias')
		const dominio = 'edomex.conalep.edu.mx'
		const alSuplente = await esperarMensaje(
			egreso.bandeja,
			/^Suplencia para sellar/,
			`jefatura.garzas@${dominio}`,
		)
		expect(alSuplente).toContain('usted suple a Beatriz Olmedo Saldívar')
		const alTitular = await esperarMensaje(
			egreso.bandeja,
			/^Suplencia de su sello/,
			`direccion.garzas@${dominio}`,
		)
		expect(alTitular).toContain('Licencia médica de la directora')
	})

	await test.step('el suplente sella con su e.firma y su cargo', async () => {
		await como(page, /Sofía Arredondo/)
		await firmaEnSuMenu(page).click()
		await expect(page.getByText('Usted firma como suplente')).toBeVisible()
		await expect(page.getByText(/Suplente de Beatriz Olmedo Saldívar/)).toBeVisible()
		await revisarPantalla(page, '/firma en suplencia')
		const cuantos = await prepararSellado(page, archivosDe(egreso, 'mex-garzas-jefatura'))
		await pulsarSellar(page)
		await expect(
			page.getByText(new RegExp(`^${cuantos} certificados? sellados? y verificados?$`)).first(),
		).toBeVisible({ timeout: 60_000 })
	})

	await test.step('la ficha dice quién selló, en suplencia de quién y por qué acuerdo', async () => {
		const { matricula } = unaFila(egreso, ['matricula'], SELLADO)
		await page.goto(`${egreso.origen}/plantel/egresados/${matricula}`)
		await expect(
			page.getByText(/Sofía Arredondo Campos, en suplencia de Beatriz Olmedo Saldívar/),
		).toBeVisible()
		await expect(
			page.getByText(
				/Licencia médica de la directora.*La otorgó Patricia Villaseñor Ocampo y la confirmó Armando Zepeda Íñiguez/,
			),
		).toBeVisible()
	})

	await test.step('tres días después terminó sola: ya no firma, y la entidad lo ve', async () => {
		await page.goto('about:blank')
		await egreso.cerrar()
		egreso = await encender(3)
		await como(page, /Sofía Arredondo/)
		await expect(page).toHaveURL(/\/plantel$/)
		await expect(firmaEnSuMenu(page)).toHaveCount(0)
		const respuesta = await page.request.get(`${egreso.origen}/api/sellado/pendientes`)
		expect(respuesta.status()).toBe(403)
		expect(await respuesta.json()).toMatchObject({ motivo: 'suplencia-terminada', datos: { hasta: manana } })
		await como(page, /Patricia Villaseñor/)
		await page.goto(`${egreso.origen}/estado/suplencias`)
		await expect(
			page.getByRole('region', { name: 'Sofía Arredondo Campos' }).getByText('Terminó'),
		).toBeVisible()
	})
})
