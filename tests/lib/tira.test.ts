import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cuentasDe, fraseDeTramo, queToca, tramosDe, tramosDeRango } from '../../src/lib/folios/tira.ts'

const plantel = { nombre: 'CONALEP Uno' }

/** Rangos sin traslape, con huecos entre ellos, en cualquier orden. */
const rangosSinTraslape = fc
	.array(
		fc.record({
			hueco: fc.nat(50),
			largo: fc.integer({ min: 1, max: 80 }),
			usados: fc.nat(80),
			cancelados: fc.uniqueArray(fc.nat(79), { maxLength: 6 }),
		}),
	)
	.chain((piezas) => {
		let desde = 1
		const rangos = piezas.map(({ hueco, largo, usados, cancelados }) => {
			const inicio = desde + hueco
			desde = inicio + largo
			const siguiente = inicio + Math.min(usados, largo)
			return {
				...{ desde: inicio, hasta: desde - 1, siguiente, plantel },
				// Sólo se cancela lo que ya se dio.
				cancelados: cancelados
					.map((cual) => ({ numero: inicio + cual, razon: 'Duplicado', momento: '2026-07-15T12:00:00.000Z' }))
					.filter(({ numero }) => numero < siguiente)
					.sort((uno, otro) => uno.numero - otro.numero),
			}
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

	test('lo dado, lo cancelado y lo libre suman lo asignado, cada número en lo suyo', () => {
		fc.assert(
			fc.property(rangosSinTraslape, (rangos) => {
				const tramos = tramosDe(rangos)
				const largo = (clase: string) =>
					tramos
						.filter((uno) => uno.clase === clase)
						.reduce((suma, uno) => suma + uno.hasta - uno.desde + 1, 0)
				const cancelados = rangos.flatMap((uno) => uno.cancelados.map(({ numero }) => numero))
				expect(largo('cancelado')).toBe(cancelados.length)
				expect(largo('dado')).toBe(
					rangos.reduce((suma, uno) => suma + uno.siguiente - uno.desde, 0) - cancelados.length,
				)
				expect(largo('libre')).toBe(rangos.reduce((suma, uno) => suma + uno.hasta - uno.siguiente + 1, 0))
				for (const cual of cancelados) {
					expect(tramos.find((uno) => uno.desde <= cual && cual <= uno.hasta)?.clase).toBe('cancelado')
				}
			}),
		)
	})

	test('cada tramo se lee con letra, y las cuentas también', () => {
		const cancelados = [{ numero: 3, razon: 'Se registró dos veces', momento: '2026-07-15T12:00:00.000Z' }]
		const tramos = tramosDeRango({ desde: 1, hasta: 1200, siguiente: 5, plantel, cancelados })
		expect(tramos.map(fraseDeTramo)).toEqual([
			'Dados: del 1 al 2 (2 folios), de CONALEP Uno',
			'Cancelado: el 3, de CONALEP Uno. 15 jul 2026: Se registró dos veces',
			'Dado: el 4, de CONALEP Uno',
			'Libres: del 5 al 1,200 (1,196 folios), de CONALEP Uno',
		])
		expect(cuentasDe(tramos).map(({ texto }) => texto)).toEqual(['3 dados', '1 cancelado', '1,196 libres'])
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
