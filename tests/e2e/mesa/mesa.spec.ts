import { expect, test } from '@playwright/test'
import { conBase, unaFila } from '../base.ts'
import { entrar, type EgresoEnMarcha, esperarMensaje, ponerEnMarcha, salir } from '../egreso.ts'
import { revisarPantalla } from '../pantalla.ts'
import { hacerActo } from '../pasos.ts'

/*
 * La mesa de servicio, de punta a punta: el plantel pide la baja de lo que SEP rechazó (15), la DSE la hace desde el asunto, el
 * registro vuelve a los requisitos y se carga otra vez, y el asunto se cierra con su respuesta; la entidad pide un perfil (10) y TI
 * lo da de alta.
 */

let egreso: EgresoEnMarcha
test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const RAZON = 'SAE ya trae la fecha que SEP señaló'
const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
)

/** Un registrado que SEP rechazó, como si su lote ya hubiera ido y vuelto. */
const rechazar = () => {
	const { id, matricula, folio } = unaFila(
		egreso,
		['id', 'matricula', 'folio'],
		`select t.id, t.matricula, f.folio from tramite t join folio f on f.tramite_id = t.id
			where t.plantel_id = 'mex-garzas' and t.estado = 'registrado' order by t.matricula limit 1`,
	)
	conBase(egreso, (base) => {
		base
			.prepare(
				`insert into lote (id, entidad_id, estado, nombre_archivo, sha256, numero_lote, creado, actualizado)
				values ('lote-e2e', 'mex', 'cerrado', 'lote-e2e.zip', 'x', '77', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
			)
			.run()
		base
			.prepare(
				`insert into lote_certificado (lote_id, tramite_id, archivo, xml, estado, descripcion)
				values ('lote-e2e', ?, 'x.xml', '<x/>', 'rechazado', 'La fecha de término no corresponde.')`,
			)
			.run(id)
		base.prepare(`update tramite set estado = 'rechazado' where id = ?`).run(id)
	})
	return { matricula, folio }
}

test('la baja de un rechazado, de la petición al cierre', async ({ page }) => {
	test.setTimeout(120_000)
	const { matricula, folio } = rechazar()
	let asunto = ''
	await test.step('el plantel la pide desde la ficha y adjunta', async () => {
		await entrar(page, egreso.origen, /Alma Delia Rentería/)
		await page.goto(`${egreso.origen}/plantel/egresados/${matricula}`)
		await expect(page.getByText('«La fecha de término no corresponde.»', { exact: true })).toBeVisible()
		await page.getByRole('link', { name: 'Pedir la baja' }).click()
		await page.getByRole('button', { name: 'Abrir el asunto' }).click()
		await expect(page.getByText(/^Escriba lo que hace falta/)).toBeVisible()
		// Lo que falta puede no estar a la vista: lo recibe el foco.
		await expect(page.getByLabel('Por qué')).toBeFocused()
		await revisarPantalla(page, 'abrir un asunto con errores')
		await page
			.getByLabel('Por qué')
			.fill('SEP dice que la fecha de término no corresponde; ya la corregimos.')
		await page.getByRole('button', { name: 'Abrir el asunto' }).click()
		await expect(page.getByRole('heading', { level: 1, name: `Baja del folio ${folio}` })).toBeVisible()
		asunto = new URL(page.url()).pathname.split('/').at(-1) ?? ''
		await page
			.getByLabel(/Adjuntar un archivo/)
			.setInputFiles({ name: 'respuesta de SEP.png', mimeType: 'image/png', buffer: PNG })
		await expect(page.getByRole('button', { name: /^respuesta de SEP\.png/ })).toBeVisible()
		await page
			.getByLabel(/Adjuntar un archivo/)
			.setInputFiles({ name: 'virus.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') })
		await expect(page.getByText(/^Se adjunta un PDF o una imagen/)).toBeVisible()
		await expect(page.getByRole('button', { name: 'Cerrar el asunto' })).toHaveCount(0)
	})
	await test.step('a la DSE le llega el correo, sin más que el enlace; abre, baja el adjunto y la hace', async () => {
		const correo = await esperarMensaje(egreso.bandeja, /^Mesa de servicio/, 'dse@conalep.edu.mx')
		expect(correo).toContain(`/nacional/mesa/`)
		expect(correo).not.toMatch(new RegExp(`${matricula}|${folio}|Rentería`))
		await salir(page)
		await entrar(page, egreso.origen, /Irma Coronado/)
		const menu = page.getByRole('navigation', { name: 'Principal' }).getByRole('link', { name: /Mesa/ })
		// La de la demostración y ésta; la duda de la demostración ya tiene respuesta.
		await expect(menu).toContainText('2')
		await menu.click()
		await revisarPantalla(page, '/nacional/mesa')
		await page.getByRole('link', { name: new RegExp(folio) }).click()
		const bajada = page.waitForEvent('download')
		await page.getByRole('button', { name: /^respuesta de SEP\.png/ }).click()
		expect((await bajada).suggestedFilename()).toBe('respuesta de SEP.png')
		await page.getByRole('button', { name: 'Dar de baja el registro' }).click()
		const dialogo = page.getByRole('dialog', { name: 'Dar de baja el registro' })
		await dialogo.getByRole('button', { name: 'Dar de baja' }).click()
		await expect(dialogo.getByText(/^Escriba la razón/)).toBeVisible()
		await revisarPantalla(page, 'diálogo de dar de baja con error')
		await dialogo.getByLabel('Razón').fill(RAZON)
		await dialogo.getByRole('button', { name: 'Dar de baja' }).click()
		await expect(dialogo).toBeHidden()
		// El botón que lo abrió ya no está: el foco queda donde estaba, no al principio de la página.
		await expect(page.getByRole('button', { name: 'Dar de baja el registro' })).toHaveCount(0)
		await expect(page.getByRole('heading', { name: 'El registro' })).toBeFocused()
		await expect(page.getByText(new RegExp(`conserva su folio ${folio}.*${RAZON}`))).toBeVisible()
		await expect(menu).toContainText('1')
		await revisarPantalla(page, '/nacional/mesa de un asunto')
	})
	await test.step('el plantel lee la respuesta, lo carga otra vez con el mismo folio y cierra', async () => {
		await esperarMensaje(
			egreso.bandeja,
			/^Mesa de servicio: novedades/,
			'escolares.garzas@edomex.conalep.edu.mx',
		)
		await salir(page)
		await entrar(page, egreso.origen, /Alma Delia Rentería/)
		await page.goto(`${egreso.origen}/plantel/egresados/${matricula}`)
		await expect(page.getByText(/^El registro ya se dio de baja del aplicativo/)).toBeVisible()
		await hacerActo(page, 'Cargar', /cargad/)
		await expect(page.getByText('Nombre por confirmar').first()).toBeVisible()
		await expect(page.getByText(folio).first()).toBeVisible()
		await page.goto(`${egreso.origen}/plantel/mesa/${asunto}`)
		await revisarPantalla(page, '/plantel/mesa de un asunto')
		await page.getByRole('button', { name: 'Cerrar el asunto' }).click()
		await expect(page.getByText('Cerrado', { exact: true })).toBeVisible()
		await expect(page.getByRole('button', { name: 'Reabrir el asunto' })).toBeVisible()
		await page.goto(`${egreso.origen}/plantel/libro`)
		await expect(
			page.getByText(new RegExp(`Baja del registro en el aplicativo.*${RAZON}`)).first(),
		).toBeAttached()
	})
})

test('un perfil: TI da de alta a quien la entidad pidió, y entra', async ({ page }) => {
	await entrar(page, egreso.origen, /Hugo Maldonado/)
	await page.goto(`${egreso.origen}/nacional/mesa`)
	await page.getByRole('link', { name: /Alta de perfil/ }).click()
	await revisarPantalla(page, '/nacional/mesa de un perfil')
	// Quién, con qué perfil y dónde se ven como se pidieron, y no se escriben.
	await expect(page.getByText('sin.perfil@conalep.edu.mx')).toBeVisible()
	for (const fijo of ['Correo institucional', 'Perfil', 'Plantel'])
		await expect(page.getByLabel(fijo, { exact: true })).toHaveCount(0)
	await page.getByLabel('Respuesta a la entidad').fill('Ya puede entrar con su correo.')
	const boton = page.getByRole('button', { name: 'Dar de alta la cuenta' })
	await boton.click()
	await expect(page.getByText('Se dio de alta la cuenta. Ya puede entrar con su correo.')).toBeVisible()
	await expect(boton).toHaveCount(0)
	await salir(page)
	await entrar(page, egreso.origen, /Dora Castellanos/)
	await expect(page.getByRole('navigation', { name: 'Principal' })).toBeVisible()
	expect(new URL(page.url()).pathname).toBe('/plantel')
})
