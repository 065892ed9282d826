import { afterAll, beforeAll, expect, test } from 'vitest'
import { verLibro } from '../../../bff/application/folios/ver-libro.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import type { FojaLibro } from '#core/contract/tramite.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, AHORA, enPlantel, type Escena, ESCOLARES, ESTATAL, HOY_EN_MEXICO, montar } from '../escena.ts'

enAmbasBases('el Libro Electrónico (8)', (abrir) => {
	let escena: Escena
	let ids: string[]
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarRango(1, 1000)
		// 4 asientos por foja y 3 fojas por volumen: 14 llegan al volumen 2, foja 1, renglón 2.
		ids = await escena.agregarTramites(14)
		await registrar(escena.deps)({ actor: ESCOLARES, tramites: ids })
	})
	afterAll(() => escena.base.cerrar())

	const ver = async (orden: Parameters<ReturnType<typeof verLibro>>[0]): Promise<FojaLibro> => {
		const visto = await verLibro({ base: escena.base })(orden)
		if (!visto.ok) throw new Error(visto.motivo)
		return visto.valor
	}

	test('abre en la última foja escrita', async () => {
		const foja = await ver({ actor: ESCOLARES })
		expect(foja).toMatchObject({
			plantel: { id: 'toluca' },
			volumen: 2,
			foja: 1,
			ultimoVolumen: 2,
			ultimaFoja: 1,
			fojasPorVolumen: [3, 200],
		})
		expect(foja.asientos.map((a) => [a.renglon, a.folio, a.fecha])).toEqual([
			[1, 'CE20180000013', HOY_EN_MEXICO],
			[2, 'CE20180000014', HOY_EN_MEXICO],
		])
		expect(foja.asientos[0]?.nombre).toBe('MARIA DE LOS ANGELES MUÑOZ DE LA CRUZ')
	})

	test('cualquier foja escrita se lee completa', async () => {
		const foja = await ver({ actor: ESCOLARES, volumen: 1, foja: 2 })
		expect(foja.asientos.map((a) => a.folio)).toEqual([
			'CE20180000005',
			'CE20180000006',
			'CE20180000007',
			'CE20180000008',
		])
		expect((await ver({ actor: ESCOLARES, volumen: 1 })).foja).toBe(1)
	})

	test('las notas marginales van con su asiento, en el orden en que se pusieron', async () => {
		const folio = 'CE20180000001'
		for (const [i, texto] of ['Primera nota', 'Segunda nota'].entries()) {
			await escena.base.db
				.insertInto('notaMarginal')
				.values({ id: `n${i}`, folio, texto, personaId: null, momento: `${AHORA.slice(0, -5)}.00${i}Z` })
				.execute()
		}
		const foja = await ver({ actor: ESCOLARES, volumen: 1, foja: 1 })
		expect(foja.asientos.map((a) => a.notas)).toEqual([['Primera nota', 'Segunda nota'], [], [], []])
	})

	test('muestra el nombre confirmado en cuanto lo hay', async () => {
		await escena.base.db
			.updateTable('tramite')
			.set({ nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' })
			.where('id', '=', ids[13] ?? '')
			.execute()
		const foja = await ver({ actor: ESCOLARES })
		expect(foja.asientos[1]?.nombre).toBe('María de los Ángeles Muñoz De la Cruz')
	})

	test.each([[{ volumen: 3 }], [{ volumen: 2, foja: 2 }], [{ volumen: 1, foja: 4 }]])(
		'la foja %o todavía no existe',
		async (pedida) => {
			expect(await verLibro({ base: escena.base })({ actor: ESCOLARES, ...pedida })).toMatchObject({
				motivo: 'no-encontrado',
			})
		},
	)

	test('un Libro nuevo está abierto en su primera foja, en blanco', async () => {
		const foja = await ver({ actor: ESTATAL, plantel: 'lerma' })
		expect(foja).toMatchObject({ volumen: 1, foja: 1, ultimoVolumen: 1, ultimaFoja: 1, asientos: [] })
		expect(foja.planteles.map((p) => p.id)).toEqual(['atlacomulco', 'lerma', 'toluca'])
	})

	test('nadie ve el Libro de otro plantel ni de otra entidad', async () => {
		const leer = verLibro({ base: escena.base })
		const ajenos = [
			[ESCOLARES, 'lerma', 'fuera-de-ambito'],
			[actor('director-plantel', enPlantel('tlalpan')), 'toluca', 'fuera-de-ambito'],
			[ESTATAL, 'tlalpan', 'fuera-de-ambito'],
			[actor('ti', { tipo: 'nacional' }), 'toluca', 'sin-permiso'],
			[ESTATAL, 'no-existe', 'no-encontrado'],
		] as const
		for (const [quien, plantel, motivo] of ajenos) {
			expect(await leer({ actor: quien, plantel })).toMatchObject({ ok: false, motivo })
		}
		expect(
			(await ver({ actor: actor('dse', { tipo: 'nacional' }), plantel: 'toluca' })).asientos,
		).toHaveLength(2)
	})

	test('la base misma niega cambiar o borrar un asiento o un folio', async () => {
		const { db } = escena.base
		await expect(db.updateTable('asiento').set({ foja: 9 }).execute()).rejects.toThrow('registro_solo_agrega')
		await expect(db.deleteFrom('asiento').execute()).rejects.toThrow('registro_solo_agrega')
		await expect(db.updateTable('folio').set({ numero: 9 }).execute()).rejects.toThrow('registro_solo_agrega')
		await expect(db.deleteFrom('folio').execute()).rejects.toThrow('registro_solo_agrega')
	})
})
