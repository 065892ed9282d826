import { expect, test } from '@playwright/test'
import { huella } from '../../../bff/adapters/huella.ts'
import { huellaDeDatos } from '../../../bff/application/egresados/datos-confrontados.ts'
import { conBase } from '../base.ts'
import { entrar, type EgresoEnMarcha, ponerEnMarcha } from '../egreso.ts'
import { revisarPantalla } from '../pantalla.ts'

/*
 * El nombre (17): los de una pieza se leen y se confirman juntos; los demás, uno a uno, con SAE, la propuesta y lo
 * confirmado lado a lado, el acento sugerido con su fuente y el historial a la vista.
 */

let egreso: EgresoEnMarcha
test.beforeAll(async () => {
	test.setTimeout(120_000)
	egreso = await ponerEnMarcha()
	ponerNombres()
})
test.afterAll(async () => {
	await egreso?.cerrar()
})

type Persona = {
	readonly matricula: string
	readonly curp: string
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly fechaNacimiento: string
	readonly sexo: string | null
	readonly entidadNacimiento: string | null
}

const NOMBRES = [
	['ANA SOFÍA', 'FLORES', 'CRUZ'],
	['LUIS', 'MORENO', 'UC'],
	['XÓCHITL', 'CASTRO', null],
	['MARIA DE LOS ANGELES', 'DE LA CRUZ', 'ARGUELLES'],
] as const

/** Los cuatro que la demostración deja cargados toman estos nombres, ya confrontados con RENAPO. */
const ponerNombres = () =>
	conBase(egreso, (base) => {
		const cargados = base
			.prepare(
				`select e.matricula, e.curp, e.nombre, e.primer_apellido as primerApellido,
					e.segundo_apellido as segundoApellido, e.fecha_nacimiento as fechaNacimiento,
					e.sexo, e.entidad_nacimiento as entidadNacimiento
				from egresado e join tramite t on t.matricula = e.matricula
				where t.plantel_id = 'mex-garzas' and t.estado = 'cargado' order by e.matricula`,
			)
			.all() as Persona[]
		expect(cargados).toHaveLength(NOMBRES.length)
		NOMBRES.forEach(([nombre, primerApellido, segundoApellido], i) => {
			const antes = cargados[i]
			if (!antes) return
			const persona = { ...antes, nombre, primerApellido, segundoApellido }
			base
				.prepare(
					'update egresado set nombre = ?, primer_apellido = ?, segundo_apellido = ? where matricula = ?',
				)
				.run(nombre, primerApellido, segundoApellido, persona.matricula)
			base
				.prepare('update confronta_renapo set huella_datos = ? where curp = ?')
				.run(huellaDeDatos(huella, persona), persona.curp)
		})
	})

test('los de una pieza juntos, y el otro con el acta delante', async ({ page }) => {
	await entrar(page, egreso.origen, /Alma Delia Rentería/)
	await page.goto(`${egreso.origen}/plantel/nombres`)
	const juntos = page.getByRole('table', { name: 'Nombres que se confirman juntos' })

	await test.step('se leen y se confirman dos de los tres', async () => {
		await expect(juntos.getByRole('link')).toHaveText([
			'Xóchitl Castro',
			'Ana Sofía Flores Cruz',
			'Luis Moreno Uc',
		])
		await page.getByRole('button', { name: 'Escoger los 3 de esta página' }).click()
		await page.getByLabel('Escoger a Luis Moreno Uc').uncheck()
		await page.getByRole('button', { name: 'Confirmar 2 nombres' }).click()
		const dialogo = page.getByRole('dialog')
		await expect(dialogo.getByRole('listitem')).toHaveText(['Xóchitl Castro', 'Ana Sofía Flores Cruz'])
		await revisarPantalla(page, 'confirmar juntos')
		await dialogo.getByRole('button', { name: 'Son iguales al acta' }).click()
		await expect(dialogo.getByText('2 nombres confirmados.')).toBeVisible()
		await dialogo.getByRole('button', { name: 'Entendido' }).click()
		await expect(juntos.getByRole('link')).toHaveText(['Luis Moreno Uc'])
	})

	await test.step('el otro dice por qué va aparte, y se abre', async () => {
		await page.getByRole('link', { name: /^Uno a uno/ }).click()
		const renglon = page.getByRole('row', { name: /Maria de los Angeles/ })
		await expect(renglon.getByText('Podría llevar acento')).toBeVisible()
		await expect(renglon.getByText('Partícula')).toBeVisible()
		await renglon.getByRole('link').click()
		await expect(page.getByText('Nombre en SAE')).toBeVisible()
		await revisarPantalla(page, 'ficha con el nombre por confirmar')
	})

	await test.step('el acento dice su fuente, lo pone quien toca, y queda de qué a qué', async () => {
		const sugeridos = page.getByRole('group', { name: 'Acentos sugeridos' })
		await expect(sugeridos.getByText(/Faker 10\.6\.0.*licencia MIT, 14 de agosto de 2026/)).toBeVisible()
		await sugeridos.getByRole('button', { name: 'Maria → María' }).click()
		await sugeridos.getByRole('button', { name: 'Angeles → Ángeles' }).click()
		const confirmar = page.getByRole('button', { name: 'Confirmo que es igual al acta' })
		const apellido = page.getByLabel('Primer apellido en el certificado')
		await apellido.fill('De la Cruza')
		await confirmar.click()
		await expect(page.getByText(/Cualquier otra corrección se hace en SAE/)).toBeVisible()
		await apellido.fill('De la Cruz')
		await confirmar.click()
		const historial = page.getByRole('region', { name: 'Historial del nombre' })
		await expect(historial.getByText('MARIA DE LOS ANGELES DE LA CRUZ ARGUELLES')).toBeVisible()
		await expect(historial.getByText('María de los Ángeles De la Cruz Arguelles')).toBeVisible()
		await expect(historial.getByText(/corregido a mano/)).toBeVisible()
		await expect(page.getByText('1 nombre espera en la lista de los que se confirman juntos.')).toBeVisible()
	})
})
