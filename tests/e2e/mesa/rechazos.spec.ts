import { expect, test } from '@playwright/test'
import { conBase, unaFila } from '../base.ts'
import { entrar, type EgresoEnMarcha, ponerEnMarcha, salir } from '../egreso.ts'
import { revisarPantalla } from '../pantalla.ts'

/*
 * Lo que SEP rechaza y lo que no avanza: la DSE dice qué hacer con lo que nadie había interpretado (15) y el plantel lo ve en
 * la ficha; la DSE ve lo que SEP devolvió y no se creyó (11); TI mira los trabajos y reintenta el que falló (10).
 */

let egreso: EgresoEnMarcha
test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

const DICHO = 'La clave 09DPT0042X del plantel no está en el padrón del 12/03/2026.'
const HACE_POCO = new Date(Date.now() - 3 * 3_600_000).toISOString()

/** Un rechazado y un apartado en el mismo lote, y un trabajo fallido. */
const preparar = () => {
	const { id, matricula } = unaFila(
		egreso,
		['id', 'matricula'],
		`select t.id, t.matricula from tramite t join folio f on f.tramite_id = t.id
			where t.plantel_id = 'mex-garzas' and t.estado = 'registrado' order by t.matricula limit 1`,
	)
	const { otro } = unaFila(
		egreso,
		['otro'],
		`select t.id as otro from certificado c join tramite t on t.id = c.tramite_id where t.id <> ? limit 1`,
		id,
	)
	conBase(egreso, (base) => {
		const correr = (consulta: string, ...datos: string[]) => base.prepare(consulta).run(...datos)
		correr(
			`insert into lote (id, entidad_id, estado, nombre_archivo, sha256, numero_lote, creado, enviado, actualizado)
			values ('lote-e2e', 'mex', 'cerrado', 'lote-e2e.zip', 'x', '77', ?, ?, ?)`,
			...[HACE_POCO, HACE_POCO, HACE_POCO],
		)
		const certificado = `insert into lote_certificado (lote_id, tramite_id, archivo, xml, estado, descripcion)
			values ('lote-e2e', ?, ?, '<x/>', ?, ?)`
		correr(certificado, id, 'x.xml', 'rechazado', DICHO)
		correr(certificado, otro, 'y.xml', 'cuarentena', 'El documento devuelto cambió: acreditacion.promedio.')
		correr(`update tramite set estado = 'rechazado', razon = ? where id = ?`, DICHO, id)
		correr(
			`insert into cuarentena (id, lote_id, tramite_id, numero_lote, archivo, razon, sha256, bytes, momento)
			values ('c-1', 'lote-e2e', ?, '77', 'y.xml', 'El documento devuelto cambió: acreditacion.promedio.', 'x', 4321, ?)`,
			...[otro, HACE_POCO],
		)
		correr(
			`insert into trabajo (id, clase, clave, carga, estado, no_antes, intentos, ultimo_error, creado, terminado)
			values ('t-e2e', 'avisar-asunto', 'x:y:1', '{"asuntoId":"x","personaId":"y","orden":1}', 'fallido', ?, 12,
				'Error ECONNREFUSED', ?, ?)`,
			...[HACE_POCO, HACE_POCO, HACE_POCO],
		)
	})
	return { matricula }
}

test('la DSE interpreta, el plantel ve qué hacer, y TI reintenta', async ({ page }) => {
	test.setTimeout(120_000)
	const { matricula } = preparar()
	await test.step('la DSE dice qué hacer con lo que nadie había interpretado', async () => {
		await entrar(page, egreso.origen, /Irma Coronado/)
		await page.goto(`${egreso.origen}/nacional/rechazos`)
		await expect(page.getByText('La clave * del plantel no está en el padrón del *.')).toBeVisible()
		await revisarPantalla(page, 'los rechazos de la nación')
		await page.getByRole('button', { name: 'Decir qué hacer' }).first().click()
		await page.getByLabel('A qué toca').selectOption('catalogo')
		await page.getByLabel('Dónde se remedia').selectOption('CATALOGOS')
		await page
			.getByRole('textbox', { name: 'Qué hacer' })
			.fill('La DSE corrige la CCT en Catálogos; después pida la baja.')
		await page.getByRole('button', { name: 'Ver a cuántos alcanza' }).click()
		await expect(page.getByText('Alcanza a 1 rechazo')).toBeVisible()
		await revisarPantalla(page, 'a cuántos alcanza un patrón')
		await page.getByRole('button', { name: 'Agregar', exact: true }).click()
		await expect(page.getByRole('heading', { name: 'Ya interpretados' })).toBeVisible()
	})
	await test.step('y ve lo que SEP devolvió y no se creyó', async () => {
		await page.goto(`${egreso.origen}/nacional/lotes`)
		await page.getByRole('button', { name: 'Ver lo apartado y qué hacer' }).first().click()
		await expect(page.getByRole('button', { name: 'Guardar sin abrir' })).toBeVisible()
		await revisarPantalla(page, 'lo apartado de un lote')
		await salir(page)
	})
	await test.step('el plantel ve qué hacer, con las palabras de SEP completas', async () => {
		await entrar(page, egreso.origen, /Alma Delia Rentería/)
		await page.goto(`${egreso.origen}/plantel/egresados/${matricula}`)
		await expect(page.getByText(`«${DICHO}»`, { exact: true })).toBeVisible()
		await expect(page.getByText('La DSE corrige la CCT en Catálogos; después pida la baja.')).toBeVisible()
		await expect(page.getByRole('heading', { name: 'Envíos a SEP' })).toBeVisible()
		await revisarPantalla(page, 'la ficha de un rechazado')
		await page.goto(`${egreso.origen}/plantel/egresados?situacion=rechazado`)
		await expect(page.getByText('La DSE corrige la CCT en Catálogos').first()).toBeVisible()
		await salir(page)
	})
	await test.step('TI reintenta el trabajo que falló', async () => {
		await entrar(page, egreso.origen, /Hugo Maldonado/)
		await page.goto(`${egreso.origen}/nacional/trabajos`)
		await expect(page.getByRole('heading', { name: 'No avanzan solos' })).toBeVisible()
		await revisarPantalla(page, 'los trabajos')
		await page.getByRole('button', { name: 'Reintentar', exact: true }).first().click()
		await expect(page.getByText('1 trabajo volvió a la fila.')).toBeVisible()
	})
})
