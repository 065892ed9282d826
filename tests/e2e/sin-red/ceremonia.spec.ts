import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { conBase, contar } from '../base.ts'
import { entrar, type EgresoEnMarcha, ponerEnMarcha } from '../egreso.ts'
import {
	claros,
	EN_DISPOSITIVO,
	enDisco,
	entrarYGuardar,
	personales,
	reabrir,
	sellarSinRed,
} from './telefono.ts'

// Con el service worker, como quien la usa instalada.
test.use({ serviceWorkers: 'allow' })

/*
 * Firmar en un plantel sin internet, de punta a punta: guardar cuando se pide, cortar la red, abrir la app de lo
 * guardado, revisar, sellar, y al volver la red saber de cada certificado qué pasó con su sello.
 */

let egreso: EgresoEnMarcha

const enMarcha: EgresoEnMarcha[] = []

// Cada historia sella la lista entera: cada una trae su sistema. Se apagan ya sin pestañas que los tengan ocupados.
test.beforeEach(async () => {
	egreso = await ponerEnMarcha()
	enMarcha.push(egreso)
})
test.afterAll(async () => {
	for (const uno of enMarcha.splice(0)) await uno.cerrar()
})

test('guardar, cortar la red, reabrir, sellar, y saber de cada uno al volver', async ({ page, context }) => {
	test.setTimeout(180_000)
	let pagina = page
	const cuantos = await entrarYGuardar(pagina, egreso)
	const buscados = personales(egreso)

	await test.step('se dice de quién es, cuánto ocupa y hasta cuándo', async () => {
		await pagina.getByText(EN_DISPOSITIVO).click()
		await expect(pagina.getByText(/Guardado de Beatriz Olmedo .* ocupa [\d.]+ [KM]B, cifrado/)).toBeVisible()
	})

	await test.step('lo guardado no se lee: ni nombres, ni CURP, ni matrículas', async () => {
		const disco = await enDisco(pagina)
		expect(disco.length).toBeGreaterThan(100_000)
		expect(claros(disco, buscados)).toEqual([])
		// La búsqueda sí halla lo que está: la lista del servidor los trae todos.
		const lista = await (await pagina.request.get(`${egreso.origen}/api/sellado/pendientes`)).text()
		expect(claros(lista, buscados).length).toBeGreaterThan(cuantos)
	})

	await test.step('sin red, la app abre sola y dice que es lo guardado y de cuándo', async () => {
		await context.setOffline(true)
		// Por donde abre la app instalada: la portada lleva a lo guardado.
		pagina = await reabrir(context, pagina, `${egreso.origen}/`)
		await pagina.getByRole('link', { name: 'Firmar lo guardado' }).click()
		await expect(pagina.getByText(/Sin conexión: ve lo guardado el \d+ \p{L}+ \d{4}/u)).toBeVisible()
		await expect(pagina.locator('.numero')).toContainText(String(cuantos))
		expect(await pagina.evaluate(() => sessionStorage.getItem('egreso.sesion'))).toBe(null)
	})

	await test.step('sella sin red; lo sellado espera, cifrado, y se quita de lo guardado', async () => {
		await sellarSinRed(pagina, egreso, cuantos)
		expect(contar(egreso, 'sello')).toBe(0)
		pagina = await reabrir(context, pagina, `${egreso.origen}/firma`)
		await expect(pagina.getByText(`${cuantos} sellos esperan conexión`)).toBeVisible()
		await expect(pagina.getByText('Nada espera su firma')).toBeVisible()
		const disco = await enDisco(pagina)
		expect(claros(disco, buscados)).toEqual([])
		const cer = await readFile(egreso.efirma('mex-garzas-direccion.cer'))
		expect(disco).not.toContain(cer.subarray(200, 260).toString('base64').slice(4, 60))
		expect(disco).not.toContain(cer.subarray(300, 360).toString('latin1'))
	})

	const tramites = conBase(
		egreso,
		(base) =>
			base
				.prepare(
					`select t.id, t.intento, t.matricula, t.nombre, t.primer_apellido as apellido from tramite t
					 where t.plantel_id = 'mex-garzas' and t.estado = 'nombre-confirmado' order by t.id`,
				)
				.all() as { id: string; intento: number; matricula: string; nombre: string; apellido: string }[],
	)
	const [devuelto, corregido] = tramites

	await test.step('entretanto uno se devuelve y a otro le cambian un dato', async () => {
		expect(tramites).toHaveLength(cuantos)
		// Desde otro lado, con la misma cuenta: este teléfono sigue sin red.
		const respuesta = await context.request.post(`${egreso.origen}/api/sellado/devolver`, {
			headers: { 'x-egreso': '1' },
			data: {
				certificados: [{ tramiteId: devuelto?.id, intento: devuelto?.intento }],
				clase: 'nombre',
				razon: 'El segundo apellido no es el del acta.',
			},
		})
		expect((await respuesta.json()) as unknown).toEqual({ filas: [{ id: devuelto?.id, hecho: true }] })
		conBase(egreso, (base) => {
			const { dec } = base.prepare('select dec from certificado where tramite_id = ?').get(corregido?.id) as {
				dec: string
			}
			const otro = JSON.parse(dec) as { alumno: { nombre: string } }
			otro.alumno.nombre += ' José'
			base
				.prepare('update certificado set dec = ? where tramite_id = ?')
				.run(JSON.stringify(otro), corregido?.id)
		})
	})

	await test.step('al volver la red salen solos: los demás entran y esos dos se dicen por su nombre', async () => {
		await context.setOffline(false)
		await expect(pagina.getByText(`${cuantos - 2} sellos recibidos y verificados`)).toBeVisible({
			timeout: 30_000,
		})
		const negados = pagina.getByRole('list', { name: 'Sellos que no entraron' }).getByRole('listitem')
		await expect(negados).toHaveCount(2)
		for (const [tramite, queja] of [
			[devuelto, /El segundo apellido no es el del acta/],
			[corregido, /El sello no corresponde a los datos del certificado/],
		] as const) {
			const renglon = negados.filter({ hasText: tramite?.matricula ?? '?' })
			await expect(renglon).toContainText(`${tramite?.apellido}`)
			await expect(renglon).toContainText(`${tramite?.nombre}`)
			await expect(renglon).toContainText(queja)
		}
		expect(contar(egreso, 'sello')).toBe(cuantos - 2)
	})

	await test.step('el resultado no se pierde al reabrir, hasta que se despacha', async () => {
		pagina = await reabrir(context, pagina, `${egreso.origen}/firma`)
		await expect(pagina.getByText('2 sellos no entraron')).toBeVisible()
		expect(claros(await enDisco(pagina), buscados)).toEqual([])
		await pagina.getByRole('button', { name: 'Entendido' }).click()
		await expect(pagina.getByText('2 sellos no entraron')).toBeHidden()
		await pagina.reload()
		await expect(pagina.locator('.numero')).toBeVisible()
		await expect(pagina.getByText('Los sellos que esperaban ya se enviaron')).toBeHidden()
	})
})

test('con la app cerrada, el service worker envía al volver la red; sin sesión espera y se pide entrar', async ({
	page,
	context,
}) => {
	test.setTimeout(180_000)
	const cuantos = await entrarYGuardar(page, egreso)
	await page.reload()
	await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
	/** Lo que el navegador hace al volver la red: el suceso `sync`, y espera a su obra. */
	const despertar = async () => {
		const [worker] = context.serviceWorkers()
		if (!worker) throw new Error('No hay service worker')
		await worker.evaluate(async () => {
			const alcance = self as unknown as ServiceWorkerGlobalScope
			const suceso = Object.assign(new Event('sync'), {
				tag: 'egreso-cola',
				waitUntil: (obra: Promise<unknown>) => esperas.push(obra),
			})
			const esperas: Promise<unknown>[] = []
			alcance.dispatchEvent(suceso)
			await Promise.allSettled(esperas)
		})
	}
	const sesiones = await context.cookies()
	await context.setOffline(true)
	await sellarSinRed(page, egreso, cuantos)
	await page.close()

	await test.step('la sesión terminó: no sale nada, nada se pierde', async () => {
		await context.clearCookies()
		await context.setOffline(false)
		await despertar()
		expect(contar(egreso, 'sello')).toBe(0)
		const pagina = await context.newPage()
		await pagina.goto(`${egreso.origen}/verificar`)
		await pagina.goto(`${egreso.origen}/entrar`)
		await expect(pagina.getByText('Hay sellos que esperan en este dispositivo')).toBeVisible()
		await pagina.close()
		expect(contar(egreso, 'sello')).toBe(0)
	})
	await test.step('con otra persona dentro tampoco', async () => {
		const pagina = await context.newPage()
		await entrar(pagina, egreso.origen, /Alma Delia Rentería/)
		await despertar()
		await expect(pagina.getByRole('heading', { level: 1 }).first()).toBeAttached()
		await pagina.goto('about:blank')
		expect(contar(egreso, 'sello')).toBe(0)
		await pagina.close()
	})
	await test.step('con su sesión de vuelta, salen sin abrir ninguna pantalla', async () => {
		await context.clearCookies()
		await context.addCookies(sesiones)
		await despertar()
		expect(contar(egreso, 'sello')).toBe(cuantos)
	})
	await test.step('y al abrir la app está el resultado', async () => {
		const pagina = await context.newPage()
		await pagina.goto(`${egreso.origen}/firma`)
		await expect(pagina.getByText(`${cuantos} sellos recibidos y verificados`)).toBeVisible()
		await expect(pagina.getByRole('list', { name: 'Sellos que no entraron' })).toHaveCount(0)
	})
})
