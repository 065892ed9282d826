import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { queToca, tramosDe } from '../../src/lib/folios/tira.ts'

const plantel = { nombre: 'CONALEP Uno' }

/** Rangos sin traslape, con huecos entre ellos, en cualquier orden. */
const rangosSinTraslape = fc
	.array(fc.record({ hueco: fc.nat(50), largo: fc.integer({ min: 1, max: 80 }), usados: fc.nat(80) }))
	.chain((piezas) => {
		let desde = 1
		const rangos = piezas.map(({ hueco, largo, usados }) => {
			const inicio = desde + hueco
			desde = inicio + largo
			return { desde: inicio, hasta: desde - 1, siguiente: inicio + Math.min(usados, largo), plantel }
		})
		return fc.shuffledSubarray(rangos, { minLength: rangos.length })
	})

describe('la tira de folios', () => {
	test('los tramos van seguidos, sin huecos ni traslapes, del 1 al último número dado', () => {
		fc.assert(
			fc.property(rangosSinTraslape, (rangos) => {
				const tramos = tramosDe(rangos)
				let siguiente = 1
				for (const tramo of tramos) {
					expect(tramo.desde).toBe(siguiente)
					expect(tramo.hasta).toBeGreaterThanOrEqual(tramo.desde)
					siguiente = tramo.hasta + 1
				}
				expect(siguiente - 1).toBe(Math.max(0, ...rangos.map((uno) => uno.hasta)))
			}),
		)
	})

	test('lo usado y lo que queda suman lo dado', () => {
		fc.assert(
			fc.property(rangosSinTraslape, (rangos) => {
				const largo = (clase: string) =>
					tramosDe(rangos)
						.filter((uno) => uno.clase === clase)
						.reduce((suma, uno) => suma + uno.hasta - uno.desde + 1, 0)
				expect(largo('usado')).toBe(rangos.reduce((suma, uno) => suma + uno.siguiente - uno.desde, 0))
				expect(largo('dado')).toBe(rangos.reduce((suma, uno) => suma + uno.hasta - uno.siguiente + 1, 0))
			}),
		)
	})

	test('dos rangos se tocan si y sólo si comparten un número', () => {
		const extremos = fc
			.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(20))
			.map(([a, n]) => [a, a + n] as const)
		fc.assert(
			fc.property(extremos, extremos, ([a, b], [c, d]) => {
				const comparten = Array.from({ length: b - a + 1 }, (_, i) => a + i).some((n) => n >= c && n <= d)
				expect(queToca([{ desde: c, hasta: d }], a, b) !== undefined).toBe(comparten)
			}),
		)
	})
})
