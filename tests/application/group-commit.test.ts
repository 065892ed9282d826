import fc from 'fast-check'
import { setTimeout as esperar } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { groupCommit } from '../../bff/application/tramites/group-commit.ts'

type Orden = { readonly n: number; readonly peso: number; readonly mala?: boolean }

/** Un grupo que anota cada obra que empieza y cada una que termina bien. */
const anotado = (maximo = 100, tarda = (_: readonly Orden[]) => Promise.resolve()) => {
	const corridas: { clave: string; ns: number[] }[] = []
	const hechas: number[] = []
	const activas = new Map<string, number>()
	let simultaneas = 0
	const pedir = groupCommit<Orden, string>({
		peso: (orden) => orden.peso,
		maximo,
		obra: async (clave, ordenes) => {
			corridas.push({ clave, ns: ordenes.map((orden) => orden.n) })
			activas.set(clave, (activas.get(clave) ?? 0) + 1)
			simultaneas = Math.max(simultaneas, activas.get(clave) ?? 0)
			try {
				await tarda(ordenes)
				if (ordenes.some((orden) => orden.mala)) throw new Error('obra deshecha')
				hechas.push(...ordenes.map((orden) => orden.n))
				return ordenes.map((orden) => `${clave}${orden.n}`)
			} finally {
				activas.set(clave, (activas.get(clave) ?? 0) - 1)
			}
		},
	})
	return { pedir, corridas, hechas, simultaneas: () => simultaneas }
}

describe('juntar lo que llega a la vez', () => {
	test('lo que llega junto corre junto, y cada quien recibe lo suyo', async () => {
		const { pedir, corridas } = anotado()
		const respuestas = await Promise.all([1, 2, 3].map((n) => pedir('a', { n, peso: 1 })))
		expect(respuestas).toEqual(['a1', 'a2', 'a3'])
		expect(corridas).toEqual([{ clave: 'a', ns: [1, 2, 3] }])
	})

	test('lo que llega mientras corre una obra espera a la siguiente', async () => {
		const { pedir, corridas } = anotado(100, () => esperar(20))
		const primera = pedir('a', { n: 1, peso: 1 })
		await esperar(5)
		const otras = [2, 3].map((n) => pedir('a', { n, peso: 1 }))
		await Promise.all([primera, ...otras])
		expect(corridas.map((corrida) => corrida.ns)).toEqual([[1], [2, 3]])
	})

	test('claves distintas no se esperan', async () => {
		const { pedir, corridas } = anotado(100, (ordenes) => esperar(ordenes[0]?.n === 1 ? 60 : 1))
		const lenta = pedir('a', { n: 1, peso: 1 })
		expect(await pedir('b', { n: 2, peso: 1 })).toBe('b2')
		expect(corridas).toHaveLength(2)
		await lenta
	})

	test('no junta más de lo que cabe, y una orden grande va sola', async () => {
		const { pedir, corridas } = anotado(10)
		await Promise.all([6, 4, 5, 50, 1].map((peso, n) => pedir('a', { n, peso })))
		expect(corridas.map((corrida) => corrida.ns)).toEqual([[0, 1], [2], [3], [4]])
	})

	test('la falla de una no alcanza a las demás', async () => {
		const { pedir, corridas } = anotado()
		const finales = await Promise.allSettled([1, 2, 3].map((n) => pedir('a', { n, peso: 1, mala: n === 2 })))
		expect(finales.map((final) => final.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
		expect(corridas.map((corrida) => corrida.ns)).toEqual([[1, 2, 3], [1], [2], [3]])
		expect(await pedir('a', { n: 4, peso: 1 })).toBe('a4')
	})

	test('una obra que no responde a todas es una falla, no un silencio', async () => {
		const pedir = groupCommit<number, number>({ peso: () => 1, maximo: 9, obra: async () => [] })
		await expect(pedir('a', 1)).rejects.toThrow('responder a cada orden')
	})

	test('en cualquier orden de llegada: cada una se hace una vez, sin encimarse, y en su turno', async () => {
		const llegada = fc.record({
			clave: fc.constantFrom('a', 'b'),
			peso: fc.integer({ min: 0, max: 12 }),
			mala: fc.boolean(),
			espera: fc.integer({ min: 0, max: 2 }),
		})
		await fc.assert(
			fc.asyncProperty(fc.array(llegada, { maxLength: 20 }), async (llegadas) => {
				const { pedir, hechas, simultaneas } = anotado(10, () => esperar(1))
				const finales = await Promise.allSettled(
					llegadas.map(async ({ clave, espera, ...orden }, n) => {
						if (espera > 0) await esperar(espera)
						return pedir(clave, { n, ...orden })
					}),
				)
				expect(finales.map((final) => (final.status === 'fulfilled' ? final.value : null))).toEqual(
					llegadas.map(({ clave, mala }, n) => (mala ? null : `${clave}${n}`)),
				)
				expect(hechas.toSorted((x, y) => x - y)).toEqual(llegadas.flatMap(({ mala }, n) => (mala ? [] : [n])))
				expect(simultaneas()).toBeLessThanOrEqual(1)
			}),
			{ numRuns: 60 },
		)
	})
})
