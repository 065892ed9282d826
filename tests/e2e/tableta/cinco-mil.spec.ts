import { expect, test } from '@playwright/test'
import { conBase } from '../base.ts'
import { entrar, type EgresoEnMarcha, ponerEnMarcha } from '../egreso.ts'
import { movido, observarMovimientos } from '../movimientos.ts'
import { revisarPantalla } from '../pantalla.ts'

// Con el service worker, como quien la usa instalada.
test.use({ serviceWorkers: 'allow' })

/*
 * Servicios Escolares en una tableta con cinco mil egresados: se filtra y se cambia de página al momento, nada salta y todo
 * se puede con el teclado.
 */

const CUANTOS = 5_000
const PLANTEL = 'mex-garzas'

let egreso: EgresoEnMarcha
let total = 0
test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
	total = sembrar()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

/** Cinco mil más en el plantel, copiados de uno de la demostración con otro nombre y otra matrícula. Devuelve cuántos son. */
const sembrar = (): number =>
	conBase(egreso, (base) => {
		const columnas = (base.pragma('table_info(egresado)') as { name: string }[]).map(({ name }) => name)
		const cambios: Readonly<Record<string, string>> = {
			matricula: `printf('8%08d-%d', i, i % 10)`,
			curp: `printf('XEXX080115HMC%05d', i)`,
			nombre: `case i % 3 when 0 then 'ANA' when 1 then 'LUIS' else 'XOCHITL' end`,
			primer_apellido: `case when i % 50 = 0 then 'ZAPATA' else 'FLORES' end`,
			segundo_apellido: `char(65 + i % 26) || char(65 + (i / 26) % 26) || 'UZ'`,
		}
		base
			.prepare(
				`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${CUANTOS})
				insert into egresado (${columnas.join(', ')}) select ${columnas.map((una) => cambios[una] ?? `e.${una}`).join(', ')}
				from n, (select * from egresado where plantel_id = ? order by matricula limit 1) e`,
			)
			.run(PLANTEL)
		base.prepare('update evaluacion set mascara = 2 where mascara is null').run()
		const { n } = base.prepare('select count(*) as n from egresado where plantel_id = ?').get(PLANTEL) as {
			n: number
		}
		return n
	})

test('cinco mil renglones: al momento, sin saltos y con el teclado', async ({ page }) => {
	await observarMovimientos(page)
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await page.goto(`${egreso.origen}/plantel/egresados`)
	const paginas = page.getByRole('navigation', { name: 'Páginas', exact: true })
	const en = (texto: string) => expect(paginas).toContainText(texto)
	const deTotal = total.toLocaleString('es-MX')
	const ultima = Math.ceil(total / 50)
	const enlaces = page.locator('tbody a.nombre')
	const buscador = page.getByRole('searchbox', { name: 'Buscar' })

	await test.step('la página que sigue ya está cuando se pide, y el foco sigue en su renglón', async () => {
		const adelantada = page.waitForResponse((una) => una.url().includes('/api/egresados?pagina=2'))
		await en(`1–50 de ${deTotal}`)
		await (await adelantada).finished()
		// Sin red: lo que se vea ya estaba aquí.
		await page.route('**/api/egresados?pagina=2', (ruta) => ruta.abort())
		await enlaces.nth(3).focus()
		const arriba = await paginas.boundingBox()
		await page.keyboard.press('ArrowRight')
		await en(`51–100 de ${deTotal}`)
		await expect(enlaces.nth(3)).toBeFocused()
		expect(await paginas.boundingBox()).toEqual(arriba)
		await page.keyboard.press('ArrowLeft')
		await en(`1–50 de ${deTotal}`)
	})

	await test.step('«/» busca, las flechas andan los renglones, Espacio escoge y Entrar abre', async () => {
		await page.keyboard.press('/')
		await expect(buscador).toBeFocused()
		await page.keyboard.type('zapata')
		await en('1–50 de 100')
		await expect(enlaces.first()).toContainText('Zapata', { ignoreCase: true })
		await expect(buscador).toBeFocused()
		await page.keyboard.press('ArrowDown')
		await page.keyboard.press(' ')
		await page.keyboard.press('ArrowDown')
		await page.keyboard.press('ArrowDown')
		await page.keyboard.press(' ')
		await expect(page.getByText('2 escogidos')).toBeVisible()
		await page.keyboard.press('End')
		await expect(page.locator('tbody tr').last().getByRole('checkbox')).toBeFocused()
		await page.keyboard.press('Home')
		const nombre = (await enlaces.first().textContent()) ?? ''
		await page.keyboard.press('Enter')
		await expect(page.getByRole('heading', { level: 1 })).toContainText(nombre.trim(), { ignoreCase: true })
		await page.goBack()
		await en('1–50 de 100')
	})

	await test.step('todo lo filtrado se escoge en una sola petición', async () => {
		const pedidas: string[] = []
		page.on('request', (una) => {
			if (una.url().includes('/api/egresados')) pedidas.push(una.url())
		})
		await page.getByRole('checkbox', { name: 'Escoger todas las filas de esta página' }).check()
		await page.getByRole('button', { name: 'Escoger los 100' }).click()
		await expect(page.getByText('100 escogidos')).toBeVisible()
		// La página que sigue se adelanta por su cuenta, cuando el navegador está desocupado.
		const deEscoger = pedidas.filter((una) => !una.includes('pagina=2'))
		expect(deEscoger).toEqual([expect.stringContaining('/api/egresados/todos?')])
		await revisarPantalla(page, 'cinco mil, con cien escogidos')
		await page.emulateMedia({ colorScheme: null, reducedMotion: null })
		await page.getByRole('button', { name: 'Soltar' }).click()
	})

	await test.step('de cinco mil se escogen los primeros mil, y se dice', async () => {
		await page.goto(`${egreso.origen}/plantel/egresados`)
		await page.getByRole('checkbox', { name: 'Escoger todas las filas de esta página' }).check()
		await page.getByRole('button', { name: 'Escoger los primeros 1,000' }).click()
		await expect(page.getByText('1,000 escogidos')).toBeVisible()
		await expect(page.getByText(`Escogió los primeros 1,000 de ${deTotal}`).first()).toBeVisible()
		await page.getByRole('button', { name: 'Soltar' }).click()
	})

	await test.step('la última página, más corta, deja las cosas en su lugar', async () => {
		await page.goto(`${egreso.origen}/plantel/egresados?pagina=${ultima - 1}`)
		await en(`Página ${ultima - 1} de ${ultima}`)
		const alto = await page.evaluate(() => document.documentElement.scrollHeight)
		await enlaces.first().focus()
		await page.keyboard.press('ArrowRight')
		await en(`Página ${ultima} de ${ultima}`)
		await expect(enlaces).toHaveCount(total % 50 || 50)
		expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThanOrEqual(alto)
		expect(await movido(page)).toEqual({ cuanto: 0, que: [] })
	})

	await test.step('varias matrículas pegadas, y otros filtros, sin que nada salte', async () => {
		await page.goto(`${egreso.origen}/plantel/egresados`)
		await en(`1–50 de ${deTotal}`)
		await page.getByRole('button', { name: 'Varias matrículas' }).click()
		const dialogo = page.getByRole('dialog')
		await dialogo.getByLabel('Matrículas').fill('800000001-1\n800000002-2, 800000003-3\t999999999-9')
		await dialogo.getByRole('button', { name: 'Buscar 4' }).click()
		await en('1–3 de 3')
		await expect(enlaces).toHaveCount(3)
		await page.getByLabel('Carrera').selectOption({ index: 1 })
		await page.getByRole('button', { name: 'Quitar filtros' }).click()
		await en(`1–50 de ${deTotal}`)
		expect(await movido(page)).toEqual({ cuanto: 0, que: [] })
	})
})
