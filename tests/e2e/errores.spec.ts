import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { conBase, contar, unaFila } from './base.ts'
import { CONTRASENA, entrar, type EgresoEnMarcha, ponerEnMarcha } from './egreso.ts'
import { abrirMuestra, elegirEfirma, hacerActo } from './pasos.ts'
import { type Grabacion, grabar, leerAlmacenes, rastrosDe, secretosDe } from './rastros.ts'

// Con el service worker: lo que guarda también se busca.
test.use({ serviceWorkers: 'allow' })

/*
 * Lo que sale mal, dicho en una frase junto a donde pasó, y nada a medias: el mismo número espera, la base está igual
 * y después el camino bueno funciona.
 */

let egreso: EgresoEnMarcha

test.beforeAll(async () => {
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const abrir = (pagina: Page, ruta: string): Promise<unknown> => pagina.goto(`${egreso.origen}${ruta}`)

/** Cuántos esperan la firma de quien entró, según el BFF. */
const esperanFirma = async (pagina: Page): Promise<number> =>
	((await (await pagina.request.get(`${egreso.origen}/api/sellado/pendientes`)).json()) as { total: number })
		.total

const sellosEnviados = ({ peticiones }: Grabacion): number =>
	peticiones.filter(({ url }) => url.endsWith('/api/sellado')).length

test('ninguna e.firma mala sella; la buena sí, y de ella no queda rastro', async ({ page }) => {
	test.setTimeout(120_000)
	const mala = (nombre: string) => egreso.efirma(nombre)
	const texto = join(egreso.carpeta, 'apuntes.txt')
	await writeFile(texto, 'Esto no es una e.firma.\n')
	const grabacion = grabar(page)
	await entrar(page, egreso.origen, /Beatriz Olmedo/)
	const antes = await esperanFirma(page)
	expect(antes).toBeGreaterThan(0)
	expect(await abrirMuestra(page)).toBe(antes)
	await page.getByRole('button', { name: `Firmar ${antes} certificados` }).click()
	const sellar = page.getByRole('button', { name: `Sellar ${antes} certificados` })
	const contrasena = page.getByLabel('Contraseña de su llave privada')
	const alertas = page.getByRole('alert')

	const noSirven: readonly (readonly [archivo: string, queja: RegExp])[] = [
		[texto, /no es un certificado \.cer ni una llave \.key/],
		[mala('mex-garzas-direccion-csd.cer'), /certificado de sello digital \(CSD\)/],
		[mala('mex-garzas-direccion-vencida.cer'), /El certificado venció el .*Renueve su e\.firma/],
		[mala('mex-direccion.cer'), /es de otra persona: su CURP no es la de su cuenta/],
	]
	for (const [archivo, queja] of noSirven) {
		await test.step(`elegir ${archivo.split('/').at(-1) ?? ''}`, async () => {
			const pareja = archivo.replace(/\.cer$/, '.key')
			await elegirEfirma(page, pareja === archivo ? [archivo] : [archivo, pareja])
			await expect(alertas.filter({ hasText: queja })).toHaveCount(1)
			await expect(alertas).toHaveCount(1)
			await contrasena.fill(CONTRASENA)
			await sellar.click()
			await expect(alertas.filter({ hasText: /Falta el certificado|no se puede sellar/ })).toBeVisible()
			await expect(sellar).toBeVisible()
		})
	}
	await test.step('un .cer y un .key que no son pareja', async () => {
		await elegirEfirma(page, [mala('mex-garzas-direccion.cer'), mala('mex-direccion.key')])
		await expect(alertas).toHaveCount(0)
		await contrasena.fill(CONTRASENA)
		await sellar.click()
		await expect(
			page.getByText(
				'El .cer y el .key no son de la misma e.firma. Elija los dos que el SAT le entregó juntos.',
			),
		).toBeVisible()
	})
	await test.step('la contraseña de otra cosa', async () => {
		await elegirEfirma(page, [mala('mex-garzas-direccion.key')])
		await contrasena.fill('no-es-la-contraseña')
		await sellar.click()
		await expect(
			page.getByText('La contraseña no abre esta llave. Revísela y escríbala de nuevo.'),
		).toBeVisible()
		await expect(contrasena).toHaveAttribute('aria-invalid', 'true')
		await expect(contrasena).toHaveValue('')
	})
	await test.step('nada se selló', async () => {
		expect(await esperanFirma(page)).toBe(antes)
		expect(contar(egreso, 'sello')).toBe(0)
		expect(sellosEnviados(grabacion)).toBe(0)
	})
	await test.step('con la suya y su contraseña, sella', async () => {
		await contrasena.fill(CONTRASENA)
		await sellar.click()
		await expect(
			page.getByText(new RegExp(`^${antes} certificados sellados y verificados$`)).first(),
		).toBeVisible({ timeout: 60_000 })
		expect(await esperanFirma(page)).toBe(0)
		expect(contar(egreso, 'sello')).toBe(antes)
		expect(sellosEnviados(grabacion)).toBeGreaterThan(0)
	})
	await test.step('ni la llave ni la contraseña salieron del worker', async () => {
		const almacenes = await leerAlmacenes(page)
		const dicho = [...grabacion.textos(), ...almacenes]
		const { publicos, secretos } = await secretosDe(
			egreso.efirma('mex-garzas-direccion.cer'),
			egreso.efirma('mex-garzas-direccion.key'),
			CONTRASENA,
		)
		// El certificado sí viaja: si no se hallara, la búsqueda no serviría.
		expect(rastrosDe(dicho, publicos).length).toBeGreaterThan(0)
		expect(rastrosDe(dicho, secretos)).toEqual([])
		expect(grabacion.peticiones.length).toBeGreaterThan(10)
		expect(almacenes.some((uno) => uno.includes('/index.html'))).toBe(true)
	})
})

test('en el plantel: un archivo roto y una solicitud que ya no cumple', async ({ page }) => {
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await test.step('un archivo con renglones malos no deja nada', async () => {
		const antes = contar(egreso, 'egresado')
		await abrir(page, '/plantel/importar')
		await page.getByLabel(/Escoja el archivo de SAE/).setInputFiles(egreso.sae('mex-garzas-con-errores.csv'))
		await expect(page.getByRole('region', { name: 'Su decisión' })).toContainText(
			'Ningún renglón se puede importar',
		)
		for (const [columna, valor] of [
			['FECHA_INICIO', '2023-02-31'],
			['PLAN', 'NO-EXISTE'],
		] as const) {
			const renglon = page.getByRole('row').filter({ hasText: valor })
			await expect(renglon).toContainText(columna)
			await expect(renglon.getByRole('cell').last()).toHaveText(/\p{L}{3,}.*\p{L}{3,}/u)
		}
		await expect(page.getByRole('button', { name: /^Importar/ })).toHaveCount(0)
		expect(contar(egreso, 'egresado')).toBe(antes)
	})
	await test.step('lo que no es un archivo de SAE', async () => {
		await abrir(page, '/plantel/importar')
		await page.getByLabel(/Escoja el archivo de SAE/).setInputFiles(egreso.efirma('mex-garzas-direccion.key'))
		await expect(page.getByText(/El archivo no se pudo leer: .*Use la plantilla/)).toBeVisible()
	})
	await test.step('a quien le falta un requisito no se le ofrece, y se dice qué hacer', async () => {
		const { matricula } = unaFila(
			egreso,
			['matricula'],
			`select matricula from egresado where plantel_id = 'mex-garzas' and fecha_secundaria >= fecha_inicio limit 1`,
		)
		await abrir(page, `/plantel/egresados/${matricula}`)
		await expect(page.getByText(/secundaria/i).first()).toBeVisible()
		await expect(page.getByRole('button', { name: 'Solicitar', exact: true })).toHaveCount(0)
	})
	await test.step('si SAE cambió mientras miraba la ficha, la solicitud se niega con su razón', async () => {
		await abrir(page, '/plantel/egresados?puede=solicitar')
		await expect(page.getByRole('table')).toBeVisible()
		const destino = await page
			.getByRole('table')
			.getByRole('link')
			.and(page.locator('.nombre'))
			.first()
			.getAttribute('href')
		const matricula = decodeURIComponent(destino?.split('/').at(-1) ?? '')
		await abrir(page, `/plantel/egresados/${matricula}`)
		await expect(page.getByRole('button', { name: 'Solicitar', exact: true })).toBeVisible()
		const correo = unaFila(
			egreso,
			['correo'],
			`select correo_institucional as correo from egresado where matricula = ?`,
			matricula,
		).correo
		const ponerCorreo = (valor: string | null) =>
			conBase(egreso, (base) =>
				base
					.prepare('update egresado set correo_institucional = ? where matricula = ?')
					.run(valor, matricula),
			)
		ponerCorreo(null)
		const antes = contar(egreso, 'tramite')
		await page.getByRole('button', { name: 'Solicitar', exact: true }).click()
		const dialogo = page.getByRole('dialog')
		await dialogo.getByRole('button', { name: 'Solicitar 1' }).click()
		await expect(dialogo.getByText(/^No cumple: 6 h \(correo institucional\)/)).toBeVisible()
		await dialogo.getByRole('button', { name: 'Entendido' }).click()
		expect(contar(egreso, 'tramite')).toBe(antes)
		ponerCorreo(correo)
		await page.reload()
		await hacerActo(page, 'Solicitar', /1 certificado solicitado/)
	})
	await test.step('la ficha de otro plantel no se abre, y lo estatal tampoco', async () => {
		const ajena = unaFila(
			egreso,
			['matricula', 'apellido'],
			`select matricula, primer_apellido as apellido from egresado where plantel_id = 'mex-encino' limit 1`,
		)
		await abrir(page, `/plantel/egresados/${ajena.matricula}`)
		await expect(page.getByRole('alert')).toHaveText(/No se encontró lo que busca|pertenece a otro plantel/)
		await expect(page.locator('main')).not.toContainText(ajena.apellido)
		await abrir(page, '/estado/solicitudes')
		await expect(page).toHaveURL(`${egreso.origen}/plantel`)
	})
})

test('en la entidad: un rango que se traslapa o va al revés', async ({ page }) => {
	await entrar(page, egreso.origen, /Patricia Villaseñor/)
	await abrir(page, '/estado/rangos')
	const antes = contar(egreso, 'rango_folio')
	const campo = (cual: string) => page.getByLabel(cual, { exact: true })
	const asignar = page.getByRole('button', { name: 'Asignar' })
	await asignar.click()
	await expect(page.getByText('Escoja el plantel.')).toBeVisible()
	await campo('Plantel').selectOption({ label: 'Plantel Laguna de las Garzas' })
	const malos = [
		['Del número', '150', '160', /Toca el rango de Plantel Laguna de las Garzas/],
		['Del número', '1050', '1060', /toca folios ya asignados \(del 1050 al 1060\)/],
		['Al número', '9009', '9000', /Debe ser igual o mayor que el primero/],
		['Al número', '100000', '9999999', /Un rango lleva hasta 10,000 folios/],
		['Del número', '0', '10', /Escriba un número del 1 al 9,999,999/],
	] as const
	for (const [cual, desde, hasta, queja] of malos) {
		await campo('Del número').fill(desde)
		await campo('Al número').fill(hasta)
		await asignar.click()
		await expect(page.getByText(queja)).toBeVisible()
		// La frase es de su campo, también para quien no ve.
		await expect(campo(cual)).toHaveAccessibleDescription(queja)
	}
	expect(contar(egreso, 'rango_folio')).toBe(antes)
	await campo('Del número').fill('9000')
	await campo('Al número').fill('9009')
	await asignar.click()
	await expect(page.getByText('10 folios asignados.').first()).toBeVisible()
	expect(contar(egreso, 'rango_folio')).toBe(antes + 1)
})
