import { expect, test, type Page } from '@playwright/test'
import { conBase, unaFila } from './base.ts'
import { entrar, type EgresoEnMarcha, ponerEnMarcha, salir } from './egreso.ts'
import { revisarPantalla } from './pantalla.ts'
import { abrirMuestra, elegirEfirma, sellarTodo } from './pasos.ts'

/*
 * Cada pantalla, con lo que de verdad enseña, ante axe: en claro y en oscuro, con movimiento reducido, al tamaño de
 * cada proyecto, y sin desplazarse de lado en lo angosto. Los certificados se emiten por las pantallas, una vez.
 */

let egreso: EgresoEnMarcha
let emitido: Record<'matricula' | 'folioDigital', string>
let enlaceBuzon = ''

test.describe.configure({ timeout: 180_000 })

test.beforeAll(async ({ browser }) => {
	test.setTimeout(180_000)
	egreso = await ponerEnMarcha()
	const contexto = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'es-MX' })
	const pagina = await contexto.newPage()
	pagina.setDefaultTimeout(20_000)
	await entrar(pagina, egreso.origen, /Beatriz Olmedo/)
	await sellarTodo(pagina, [
		egreso.efirma('mex-garzas-direccion.cer'),
		egreso.efirma('mex-garzas-direccion.key'),
	])
	await salir(pagina)
	await entrar(pagina, egreso.origen, /Armando Zepeda/)
	await sellarTodo(pagina, [egreso.efirma('mex-direccion.cer'), egreso.efirma('mex-direccion.key')])
	await contexto.close()
	await expect
		.poll(() => conBase(egreso, (base) => base.prepare(EMITIDO).get() !== undefined), { timeout: 60_000 })
		.toBe(true)
	emitido = unaFila(egreso, ['matricula', 'folioDigital'], EMITIDO)
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const EMITIDO = `select matricula, folio_digital as folioDigital from tramite
	where plantel_id = 'mex-garzas' and estado = 'emitido' order by matricula limit 1`

const abrir = (pagina: Page, ruta: string): Promise<unknown> => pagina.goto(`${egreso.origen}${ruta}`)

const recorrer = async (pagina: Page, rutas: readonly string[]): Promise<void> => {
	for (const ruta of rutas) {
		await test.step(ruta, async () => {
			await abrir(pagina, ruta)
			await expect(pagina).toHaveURL(`${egreso.origen}${ruta}`)
			await revisarPantalla(pagina, ruta)
		})
	}
}

test('lo público', async ({ page }) => {
	await recorrer(page, ['/', '/verificar', '/entrar', '/buzon', '/acuse', '/no-existe'])
	await test.step('buscar sin escribir nada', async () => {
		await abrir(page, '/verificar')
		await page.getByRole('button', { name: 'Buscar el certificado' }).click()
		await expect(page.getByText(/^Escriba el folio/)).toBeVisible()
		await revisarPantalla(page, '/verificar con errores')
	})
	await test.step('un certificado emitido', async () => {
		await abrir(page, `/v/${emitido.folioDigital}`)
		const comprobaciones = page.getByRole('region', { name: /^Qué se comprobó/ })
		await expect(comprobaciones.getByText('Bien', { exact: true }).first()).toBeVisible({ timeout: 30_000 })
		await revisarPantalla(page, '/v/ emitido')
	})
	await test.step('uno que no existe', async () => {
		await abrir(page, '/v/00000000-0000-4000-8000-000000000000')
		await expect(page.getByText('No hay un certificado con este folio')).toBeVisible()
		await revisarPantalla(page, '/v/ desconocido')
	})
})

test('el plantel', async ({ page }) => {
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await recorrer(page, [
		'/plantel',
		'/plantel/egresados',
		'/plantel/egresados?busca=nadiesellamaasi',
		'/plantel/libro',
		'/plantel/rangos',
		'/plantel/nombres',
		'/plantel/nombres?cuales=uno',
		'/plantel/mesa',
		'/plantel/mesa?abrir=baja',
		'/plantel/importar',
	])
	await test.step('un archivo con errores', async () => {
		await page.getByLabel(/Escoja el archivo de SAE/).setInputFiles(egreso.sae('mex-garzas-con-errores.csv'))
		await expect(page.getByRole('cell', { name: '2023-02-31' })).toBeVisible()
		await revisarPantalla(page, '/plantel/importar con errores')
	})
	await test.step('filas escogidas y el diálogo de un acto', async () => {
		await abrir(page, '/plantel/egresados?puede=solicitar')
		await page
			.getByRole('checkbox', { name: /^Escoger a / })
			.first()
			.check()
		await expect(page.getByRole('region', { name: 'Con lo escogido' })).toBeVisible()
		await revisarPantalla(page, 'lista con filas escogidas')
		await page.getByRole('button', { name: /^Solicitar \d+$/ }).click()
		await expect(page.getByRole('dialog')).toBeVisible()
		await revisarPantalla(page, 'diálogo de solicitar')
	})
})

test('las fichas, una por situación', async ({ page }) => {
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	const casos = conBase(egreso, (base) =>
		base
			.prepare(
				`select coalesce(t.estado, case when p.modelo in ('2008', '2018') then 'sin trámite' else 'modelo anterior' end)
					as caso, min(e.matricula) as matricula
				from egresado e left join tramite t on t.matricula = e.matricula and t.abierto = 1
				left join plan_estudios p on p.clave = e.plan_clave
				where e.plantel_id = 'mex-garzas' group by caso`,
			)
			.all(),
	) as readonly { caso: string; matricula: string }[]
	const situaciones = casos.map(({ caso }) => caso)
	for (const esperada of ['solicitado', 'autorizado', 'registrado', 'cargado', 'emitido', 'sin trámite'])
		expect(situaciones).toContain(esperada)
	for (const { caso, matricula } of casos) {
		await test.step(caso, async () => {
			await abrir(page, `/plantel/egresados/${matricula}`)
			await expect(page.getByText(matricula).first()).toBeVisible()
			await revisarPantalla(page, `ficha: ${caso}`)
		})
	}
	await test.step('el enlace y su QR', async () => {
		await abrir(page, `/plantel/egresados/${emitido.matricula}`)
		await page.getByRole('button', { name: 'Crear enlace y QR' }).click()
		enlaceBuzon = (await page.getByText(/\/buzon#/).textContent())?.trim() ?? ''
		await revisarPantalla(page, 'diálogo del enlace')
	})
	await test.step('el egresado lo abre y deja campos en blanco', async () => {
		await salir(page)
		await page.goto(enlaceBuzon)
		await page.getByRole('button', { name: 'Enviarme el código' }).click()
		await expect(page.getByText('Escriba la matrícula.')).toBeVisible()
		await revisarPantalla(page, '/buzon con errores')
	})
})

test('la entidad', async ({ page }) => {
	await entrar(page, egreso.origen, /Patricia Villaseñor/)
	await recorrer(page, [
		'/estado',
		'/estado/solicitudes',
		'/estado/rangos',
		'/estado/lotes',
		'/estado/carta',
		'/estado/ajustes',
		'/estado/suplencias',
		'/estado/mesa',
		'/estado/mesa?abrir=perfil',
		'/estado/egresados',
		`/estado/egresados/${emitido.matricula}`,
	])
	await test.step('denegar sin razón', async () => {
		await abrir(page, '/estado/solicitudes')
		await page
			.getByRole('checkbox', { name: /^Escoger a / })
			.first()
			.check()
		await page.getByRole('button', { name: /^Denegar \d+$/ }).click()
		const dialogo = page.getByRole('dialog')
		await dialogo.getByRole('button', { name: /^Denegar \d+$/ }).click()
		await expect(dialogo.getByText(/^Escriba la razón/)).toBeVisible()
		await revisarPantalla(page, 'diálogo de denegar con error')
	})
})

test('lo nacional', async ({ page }) => {
	await entrar(page, egreso.origen, /Irma Coronado/)
	await recorrer(page, [
		'/nacional',
		'/nacional/egresados',
		'/nacional/rangos',
		'/nacional/lotes',
		'/nacional/rechazos',
		'/nacional/cartas',
		'/nacional/archivo',
		'/nacional/ajustes',
		'/nacional/suplencias',
		'/nacional/mesa',
		'/nacional/catalogos',
		'/nacional/catalogos/plantel',
		'/nacional/catalogos/plantel/importar',
		`/nacional/egresados/${emitido.matricula}`,
	])
})

test('lo que TI cuida, y lo que la dirección descarga', async ({ page }) => {
	await entrar(page, egreso.origen, /Hugo Maldonado/)
	await recorrer(page, ['/nacional/trabajos', '/nacional/archivo', '/nacional/lotes'])
	await salir(page)
	await entrar(page, egreso.origen, /Armando Zepeda/)
	await recorrer(page, ['/firma/descargas', '/firma/carta'])
})

test('la firma, de la lista al resultado', async ({ page }, { project }) => {
	await entrar(page, egreso.origen, /Rogelio Ibáñez/)
	await revisarPantalla(page, '/firma')
	await test.step('lo que se sella, abierto', async () => {
		await page.getByRole('list').getByRole('button').first().click()
		await expect(page.getByRole('dialog')).toBeVisible()
		await revisarPantalla(page, 'detalle de lo que se sella')
		await page.keyboard.press('Escape')
	})
	await test.step('la cuenta', async () => {
		await page.getByRole('button', { name: /^Su cuenta/ }).click()
		await expect(page.getByRole('button', { name: 'Salir' })).toBeVisible()
		await revisarPantalla(page, 'cuenta abierta')
		await page.keyboard.press('Escape')
	})
	await test.step('la e.firma con una falla', async () => {
		await abrirMuestra(page)
		await page.getByRole('button', { name: /^Firmar/ }).click()
		await elegirEfirma(page, [egreso.efirma('mex-garzas-direccion-csd.cer')])
		await expect(page.getByText(/certificado de sello digital/)).toBeVisible()
		await page.getByRole('button', { name: /^Sellar/ }).click()
		await revisarPantalla(page, 'e.firma con fallas')
		await page.getByRole('button', { name: 'Volver a la revisión' }).click()
	})
	await test.step('el resultado y la lista vacía', async () => {
		await sellarTodo(page, [
			egreso.efirma('mex-encino-direccion.cer'),
			egreso.efirma('mex-encino-direccion.key'),
		])
		await revisarPantalla(page, 'resultado del sellado')
		await page.getByRole('button', { name: 'Ver lo que espera mi firma' }).click()
		await expect(page.getByText('Nada espera su firma')).toBeVisible()
		await revisarPantalla(page, `/firma vacía, ${project.name}`)
	})
})
