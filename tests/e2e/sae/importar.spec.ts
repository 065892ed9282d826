import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { crearMundo, SEMILLA } from '../../../bff/cli/demo/mundo.ts'
import { enCsv } from '../../../bff/simuladores/mundo/archivo-sae.ts'
import type { EgresadoDemo } from '../../../bff/simuladores/mundo/egresados.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { conBase, contar, unaFila } from '../base.ts'
import { entrar, type EgresoEnMarcha, ponerEnMarcha } from '../egreso.ts'
import { revisarPantalla } from '../pantalla.ts'

/*
 * Importar de SAE (5, 18) en dos tiempos: se sube, se ve qué cambiaría y a qué trámites toca, y la persona decide. Lo
 * malo se baja para corregirlo, lo ya sellado se niega con su folio, y nada se pierde por cerrar o por quedarse sin red.
 */

test.use({ viewport: { width: 1024, height: 768 } })

let egreso: EgresoEnMarcha
test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const MUNDO = crearMundo({ semilla: SEMILLA, hoy: fechaEnMexico(new Date().toISOString()) })

/** El de la demostración que en el plantel va en ese paso, como SAE lo tiene. */
const enEstado = (estado: string): EgresadoDemo => {
	const { matricula } = unaFila(
		egreso,
		['matricula'],
		`select e.matricula from egresado e join tramite t on t.matricula = e.matricula and t.abierto = 1
			where e.plantel_id = 'mex-garzas' and t.estado = ? order by e.matricula limit 1`,
		estado,
	)
	const hallado = MUNDO.cargados.find((uno) => uno.matricula === matricula)
	if (!hallado) throw new Error(`La demostración no trae a ${matricula}`)
	return hallado
}
/** El plantel le puso su sello: la historia del sello es otra. */
const yaSellado = ({ matricula }: EgresadoDemo): { folio: string } => {
	conBase(egreso, (base) =>
		base
			.prepare(`update tramite set estado = 'sellado-plantel' where matricula = ? and abierto = 1`)
			.run(matricula),
	)
	const consulta = `select f.folio from folio f join tramite t on t.id = f.tramite_id where t.matricula = ?`
	return unaFila(egreso, ['folio'], consulta, matricula)
}
const deGarzas = (uno: EgresadoDemo) => uno.plantelId === 'mex-garzas'
const archivo = (name: string, texto: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(texto) })
const comoCsv = (...egresados: EgresadoDemo[]) => new TextDecoder().decode(enCsv(egresados))

const escoger = async (page: Page, que: Parameters<ReturnType<Page['getByLabel']>['setInputFiles']>[0]) => {
	await page.goto(`${egreso.origen}/plantel/importar`)
	await page.getByLabel(/Escoja el archivo de SAE/).setInputFiles(que)
}
/** Suelta un archivo en la página, fuera del recuadro. */
const soltar = async (page: Page, nombre: string, texto: string) => {
	const dataTransfer = await page.evaluateHandle(
		([name, contenido]) => {
			const datos = new DataTransfer()
			datos.items.add(new File([contenido], name, { type: 'text/csv' }))
			return datos
		},
		[nombre, texto] as const,
	)
	await page.getByRole('heading', { level: 1 }).dispatchEvent('drop', { dataTransfer })
}
const cuenta = (page: Page, titulo: string) =>
	page.locator('dl > div').filter({ hasText: titulo }).getByRole('definition')
const decision = (page: Page) => page.getByRole('region', { name: 'Su decisión' })

test('ver qué cambiaría, decidir, corregir y volver a subir', async ({ page }) => {
	test.setTimeout(180_000)
	const [nuevo, otro] = MUNDO.porImportar.filter(deGarzas)
	if (!nuevo || !otro) throw new Error('La demostración no trae a quién importar')
	const reabierto = enEstado('cargado')
	const revisado = enEstado('autorizado')
	const sellado = enEstado('nombre-confirmado')
	const { folio } = yaSellado(sellado)
	const mixto = comoCsv(
		nuevo,
		{ ...otro, fechaInicio: '2023-02-31' },
		{ ...reabierto, nombre: `${reabierto.nombre} ITZEL` },
		{ ...revisado, correoInstitucional: 'otro@mex.conalep.edu.mx' },
		{ ...sellado, promedio: '6.1' },
	).replace('MATRICULA', 'No. de control')
	const antes = contar(egreso, 'egresado')
	await entrar(page, egreso.origen, /Alma Delia Rentería/)

	await test.step('una columna se llama de otro modo: la persona lo confirma', async () => {
		await escoger(page, archivo('generación 2026.csv', mixto))
		await expect(page.getByRole('heading', { name: 'Diga qué columna es cuál' })).toBeVisible()
		await expect(page).toHaveURL(/\/plantel\/importar\/[^/]+$/)
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('generación 2026.csv')
		await expect(page.getByLabel('MATRICULA')).toHaveValue('No. de control')
		await expect(page.getByText(nuevo.matricula)).toBeVisible()
		await page.getByLabel('MATRICULA').selectOption('')
		await page.getByRole('button', { name: 'Confirmar y revisar' }).click()
		await expect(page.getByText('Hace falta: escoja cuál es.')).toBeVisible()
		await expect(page.getByLabel('MATRICULA')).toBeFocused()
		await revisarPantalla(page, 'columnas de un archivo de SAE')
		await page.getByLabel('MATRICULA').selectOption('No. de control')
		await page.getByRole('button', { name: 'Confirmar y revisar' }).click()
	})

	await test.step('se ve cuántos, a quién, de qué a qué y con qué efecto; recargar no pierde nada', async () => {
		await expect(decision(page)).toBeVisible()
		await page.reload()
		await expect(cuenta(page, 'Nuevos')).toHaveText('1')
		await expect(cuenta(page, 'Con cambios')).toHaveText('2')
		await expect(cuenta(page, 'Con error')).toHaveText('1')
		await expect(cuenta(page, 'Ya sellados')).toHaveText('1')
		await expect(page.getByText(/Un certificado ya cargado se reabre/)).toBeVisible()
		const cambio = page.getByRole('row').filter({ hasText: reabierto.matricula })
		await expect(cambio.getByRole('deletion')).toHaveText(reabierto.nombre)
		await expect(cambio.getByRole('insertion')).toHaveText(`${reabierto.nombre} ITZEL`)
		await expect(cambio).toContainText('Se reabre')
		await expect(cambio).toContainText('RENAPO otra vez')
		await page.getByRole('link', { name: /Se vuelven a revisar/ }).click()
		await expect(page).toHaveURL(/efecto=requisitos/)
		await expect(page.getByRole('row').filter({ hasText: revisado.matricula })).toContainText(
			'otro@mex.conalep.edu.mx',
		)
		await revisarPantalla(page, 'lo que un archivo de SAE cambiaría')
	})

	await test.step('cada error con su renglón, columna, valor y razón; el sellado, con su folio', async () => {
		const malo = page.getByRole('row').filter({ hasText: '2023-02-31' })
		await expect(malo).toContainText('FECHA_INICIO')
		await expect(malo.getByRole('cell').first()).toHaveText('3')
		await page.getByRole('link', { name: 'Ya sellados', exact: true }).click()
		await expect(page.getByRole('row').filter({ hasText: folio })).toContainText('no puede cambiar')
		await expect(malo).toHaveCount(0)
	})

	await test.step('lo que hay que corregir se baja con sus columnas y su error', async () => {
		const bajada = page.waitForEvent('download')
		await page.getByRole('link', { name: 'Bajar lo que hay que corregir' }).click()
		const csv = await readFile(await (await bajada).path(), 'utf8')
		const [encabezado, ...renglones] = csv.trim().split('\r\n')
		expect(encabezado).toMatch(/^\ufeff?No\. de control,.*,ERROR$/)
		expect(renglones).toHaveLength(2)
		expect(csv).toContain(otro.matricula)
		expect(csv).not.toContain(nuevo.matricula)
	})

	await test.step('importar lo bueno confirma antes lo que reabre', async () => {
		expect(contar(egreso, 'egresado')).toBe(antes)
		await page.getByRole('button', { name: 'Importar los 3 buenos' }).click()
		const dialogo = page.getByRole('dialog')
		await expect(dialogo).toContainText('vuelve a «Registrado»')
		await dialogo.getByRole('button', { name: 'Todavía no' }).click()
		expect(contar(egreso, 'egresado')).toBe(antes)
		await page.getByRole('button', { name: 'Importar los 3 buenos' }).click()
		await dialogo.getByRole('button', { name: 'Importar los 3 buenos' }).click()
		await expect(page.getByText('Se importó «generación 2026.csv»')).toBeVisible()
		await expect(cuenta(page, 'Nuevos')).toHaveText('1')
		await expect(cuenta(page, 'Actualizados')).toHaveText('2')
		expect(contar(egreso, 'egresado')).toBe(antes + 1)
		await revisarPantalla(page, 'una importación hecha')
		await page.goto(`${egreso.origen}/plantel/egresados/${reabierto.matricula}`)
		await expect(page.getByText('Registrado', { exact: true }).first()).toBeVisible()
	})

	await test.step('la historia dice quién, cuándo y cuántos; sus columnas se recuerdan', async () => {
		await escoger(page, archivo('otra vez.csv', mixto))
		await expect(cuenta(page, 'Sin cambio')).toHaveText('3')
		await expect(page.getByText('Ningún renglón se puede importar')).toBeVisible()
		await page.getByRole('link', { name: 'Importar de SAE' }).click()
		await expect(page.getByText('1 importación espera su decisión')).toBeVisible()
		const hecha = page.getByRole('row').filter({ hasText: 'generación 2026.csv' })
		await expect(hecha).toContainText(/Importada.*1 nuevo, 2 con cambios.*Alma Delia Rentería/s)
		await page.getByRole('link', { name: 'otra vez.csv' }).first().click()
		await page.getByRole('button', { name: 'Descartar' }).click()
		await page.getByRole('dialog').getByRole('button', { name: 'Descartar' }).click()
		await expect(page.getByText('Se descartó: no se guardó nada')).toBeVisible()
	})
})

test('sin red a media subida el archivo sigue escogido, y sale solo cuando vuelve', async ({
	page,
	context,
}) => {
	const [, , tercero] = MUNDO.porImportar.filter(deGarzas)
	if (!tercero) throw new Error('La demostración no trae a quién importar')
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await page.goto(`${egreso.origen}/plantel/importar`)
	await expect(page.getByRole('heading', { name: 'Lo que se ha importado' })).toBeVisible()
	await context.setOffline(true)
	await soltar(page, 'sin red.csv', comoCsv(tercero))
	await expect(page.getByRole('alert').filter({ hasText: '«sin red.csv» no terminó de subir' })).toBeVisible()
	await context.setOffline(false)
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('sin red.csv')
	await expect(page.getByRole('button', { name: 'Importar uno' })).toBeVisible()
	await page.getByRole('button', { name: 'Importar uno' }).click()
	await expect(page.getByText('Se importó «sin red.csv»')).toBeVisible()
})

test('una subida lenta se ve avanzar, se corta, sigue y se puede cancelar', async ({ page, context }) => {
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await page.goto(`${egreso.origen}/plantel/importar`)
	const cdp = await context.newCDPSession(page)
	await cdp.send('Network.emulateNetworkConditions', {
		offline: false,
		latency: 0,
		downloadThroughput: -1,
		uploadThroughput: 256 * 1024,
	})
	const pesado = `${comoCsv()}${'x'.repeat(4_000_000)}`
	await page.getByLabel(/Escoja el archivo de SAE/).setInputFiles(archivo('pesado.csv', pesado))
	const barra = page.getByRole('progressbar', { name: 'Subiendo…' })
	await expect.poll(async () => Number(await barra.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
	await expect(page.getByText(/ de 3\.8 MB$/)).toBeVisible()
	await context.setOffline(true)
	await expect(page.getByRole('alert').filter({ hasText: '«pesado.csv» no terminó de subir' })).toBeVisible()
	await context.setOffline(false)
	await expect(barra).toBeVisible()
	await page.getByRole('button', { name: 'Cancelar' }).click()
	await expect(page.getByLabel(/Escoja el archivo de SAE/)).toBeAttached()
	await page.reload()
	await expect(page.getByRole('row').filter({ hasText: 'pesado.csv' })).toHaveCount(0)
})

test('lo que SAE tiene se trae sin archivo, y también se decide', async ({ page }) => {
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await page.goto(`${egreso.origen}/plantel/importar`)
	await page.getByRole('button', { name: 'Traer de SAE' }).click()
	await expect(page.getByText(/^Directo de SAE · Alma Delia Rentería/)).toBeVisible()
	await expect(decision(page)).toBeVisible()
	await page.getByRole('button', { name: 'Descartar' }).click()
	await page.getByRole('dialog').getByRole('button', { name: 'Descartar' }).click()
	await expect(page.getByText('Se descartó: no se guardó nada')).toBeVisible()
})
