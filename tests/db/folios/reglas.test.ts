import { afterAll, beforeAll, expect, test } from 'vitest'
import { enAmbasBases } from '../ambas.ts'
import { AHORA, type Escena, montar } from '../escena.ts'

enAmbasBases('lo que la base niega de rangos y folios (4, 8)', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
	})
	afterAll(() => escena.base.cerrar())

	test('lo dado no se desanda: ni bajar el que sigue, ni mover el rango, ni borrarlo ya usado', async () => {
		const id = await escena.agregarRango(3001, 3100)
		const { db } = escena.base
		const cambiar = (cambios: Partial<{ siguiente: number; desde: number; plantelId: string }>) =>
			db.updateTable('rangoFolio').set(cambios).where('id', '=', id).execute()
		await cambiar({ siguiente: 3005 })
		for (const cambios of [{ siguiente: 3004 }, { desde: 3000 }, { plantelId: 'lerma' }]) {
			await expect(cambiar(cambios)).rejects.toThrow(/rango_no_regresa/)
		}
		await expect(db.deleteFrom('rangoFolio').where('id', '=', id).execute()).rejects.toThrow(
			/rango_con_folios/,
		)
		await expect(cambiar({ siguiente: 3102 })).rejects.toThrow(/rango_orden/)
	})

	test('un folio es del modelo de su rango y de su trámite, y dice su número (8)', async () => {
		const rangoId = await escena.agregarRango(4001, 4100)
		const [tramiteId = ''] = await escena.agregarTramites(1)
		const [de2008 = ''] = await escena.agregarTramites(1, { modelo: '2008' })
		const bueno = {
			...{ folio: 'CE20180004001', rangoId, modelo: '2018' as const, numero: 4001 },
			...{ tramiteId, momento: AHORA },
		}
		const malos = [
			{ folio: 'CE20180004002' },
			{ folio: 'CE20080004001', modelo: '2008' as const },
			{ folio: 'CE20180004101', numero: 4101 },
			{ tramiteId: de2008 },
		]
		for (const malo of malos) {
			const meter = escena.base.db.insertInto('folio').values({ ...bueno, ...malo })
			await expect(meter.execute()).rejects.toThrow(/folio_en_su_rango/)
		}
		await escena.base.db.insertInto('folio').values(bueno).execute()
	})
})
