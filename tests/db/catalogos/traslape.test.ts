import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Fecha } from '#core/domain/fecha.ts'
import { enAmbasBases } from '../ambas.ts'
import { type Escena, montar } from '../escena.ts'
import { ponerValor } from './sembrar.ts'

enAmbasBases('dos vigencias de una clave nunca comparten un día: lo niega la base', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
	})
	afterAll(() => escena.base.cerrar())

	const poner = (clave: string, desde: string, hasta: string) =>
		ponerValor(escena.base, 'cargo', clave, { nombre: null }, { desde, hasta })
	const SE_NIEGA = /catalogo_sin_traslape/

	test('un día en común basta; el día siguiente ya no', async () => {
		await poner('a', '2026-01-01', '2026-01-31')
		await expect(poner('a', '2026-01-31', '2026-02-28')).rejects.toThrow(SE_NIEGA)
		await expect(poner('a', '2025-12-01', '2026-01-01')).rejects.toThrow(SE_NIEGA)
		await poner('a', '2026-02-01', '9999-12-31')
		await poner('a', '1900-01-01', '2025-12-31')
	})

	test('tampoco cambiando la que ya estaba', async () => {
		await poner('b', '2026-01-01', '2026-01-31')
		await poner('b', '2026-02-01', '2026-02-28')
		const alargar = escena.base.db
			.updateTable('catalogoValor')
			.set({ hasta: '2026-02-01' })
			.where('catalogo', '=', 'cargo')
			.where('clave', '=', 'b')
			.where('desde', '=', '2026-01-01')
			.execute()
		await expect(alargar).rejects.toThrow(SE_NIEGA)
	})

	test('claves que empiezan igual, o catálogos distintos, no se estorban', async () => {
		for (const clave of ['c', 'c1', 'c/1', 'c 1', 'C', 'ć', 'c!', 'c~'])
			await poner(clave, '2026-01-01', '9999-12-31')
		await ponerValor(escena.base, 'iems', 'c', { nombre: 'X', tipo: '5' }, { desde: '2026-01-01' })
	})

	test('al revés, o con un día que no lo parece, no entra', async () => {
		await expect(poner('d', '2026-02-01', '2026-01-31')).rejects.toThrow(/catalogo_valor_vigencia|check/i)
		await expect(poner('d', '2026-1-1', '2026-12-31')).rejects.toThrow(/catalogo_valor_vigencia|check/i)
	})

	test('con vigencias cualesquiera, la base admite justo las que no se traslapan', async () => {
		let numero = 0
		const dia = fc
			.integer({ min: 1, max: 28 })
			.map((uno) => `2026-03-${String(uno).padStart(2, '0')}` as Fecha)
		const vigencia = fc
			.tuple(dia, dia)
			.map(([a, b]) => (a <= b ? { desde: a, hasta: b } : { desde: b, hasta: a }))
		await fc.assert(
			fc.asyncProperty(fc.array(vigencia, { minLength: 2, maxLength: 6 }), async (vigencias) => {
				const clave = `p${(numero += 1)}`
				const dentro: { desde: Fecha; hasta: Fecha }[] = []
				for (const una of vigencias) {
					const entra = await poner(clave, una.desde, una.hasta).then(
						() => true,
						() => false,
					)
					expect(entra).toBe(!dentro.some((otra) => otra.desde <= una.hasta && una.desde <= otra.hasta))
					if (entra) dentro.push(una)
				}
			}),
			{ numRuns: 25 },
		)
	})
})
