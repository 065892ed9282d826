import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fecha } from '#core/domain/fecha.ts'
import {
	ANTICIPACION_MAXIMA,
	actoQueResponde,
	DIAS_MAXIMOS,
	diasDe,
	enVigor,
	estadoDeSuplencia,
	puedeResponder,
	reparoDeSuplente,
	revisarPeriodo,
	revisarPersonas,
	sucesosQueAdmite,
	type Suplencia,
} from '#core/domain/suplencia.ts'

const HOY = '2026-07-15' as Fecha
const DIA_MS = 86_400_000
const sumar = (dia: string, dias: number): Fecha =>
	new Date(Date.parse(`${dia}T00:00:00Z`) + dias * DIA_MS).toISOString().slice(0, 10) as Fecha

const desplazamiento = fc.integer({ min: -400, max: 400 })
const suplencia = fc
	.record({
		desde: desplazamiento,
		dura: fc.integer({ min: 1, max: DIAS_MAXIMOS }),
		tope: fc.option(fc.integer({ min: 1, max: 50 }), { nil: null }),
		sellados: fc.integer({ min: 0, max: 60 }),
		sucesos: fc.uniqueArray(fc.constantFrom('confirmada' as const, 'negada' as const, 'revocada' as const)),
	})
	.map(({ desde, dura, ...resto }): Suplencia => ({
		...resto,
		desde: sumar(HOY, desde),
		hasta: sumar(HOY, desde + dura - 1),
	}))

describe('las fechas de una suplencia (16)', () => {
	test('un día, hoy mismo, sirve; y el plazo entero también', () => {
		expect(revisarPeriodo({ desde: HOY, hasta: HOY }, HOY).ok).toBe(true)
		expect(revisarPeriodo({ desde: HOY, hasta: sumar(HOY, DIAS_MAXIMOS - 1) }, HOY).ok).toBe(true)
	})

	test.each([
		['ayer', -1, 5, 'suplencia-en-el-pasado'],
		['el último día antes del primero', 3, 2, 'suplencia-invertida'],
		['un día de más', 0, DIAS_MAXIMOS, 'suplencia-larga'],
		['con demasiada anticipación', ANTICIPACION_MAXIMA + 1, ANTICIPACION_MAXIMA + 2, 'suplencia-anticipada'],
	])('no sirve: %s', (_, desde, hasta, motivo) => {
		expect(revisarPeriodo({ desde: sumar(HOY, desde), hasta: sumar(HOY, hasta) }, HOY)).toMatchObject({
			ok: false,
			motivo,
		})
	})

	test('sólo pasa la que empieza de hoy en adelante, no acaba antes de empezar y no dura de más', () => {
		fc.assert(
			fc.property(desplazamiento, desplazamiento, (a, b) => {
				const periodo = { desde: sumar(HOY, a), hasta: sumar(HOY, b) }
				const sirve = a >= 0 && a <= ANTICIPACION_MAXIMA && b >= a && b - a < DIAS_MAXIMOS
				expect(revisarPeriodo(periodo, HOY).ok).toBe(sirve)
			}),
		)
	})

	test('los días se cuentan con los dos extremos, también al cambiar de año y en bisiesto', () => {
		expect(diasDe({ desde: '2027-12-31' as Fecha, hasta: '2028-01-01' as Fecha })).toBe(2)
		expect(diasDe({ desde: '2028-02-28' as Fecha, hasta: '2028-03-01' as Fecha })).toBe(3)
		fc.assert(
			fc.property(desplazamiento, fc.integer({ min: 0, max: 400 }), (a, dura) => {
				expect(diasDe({ desde: sumar(HOY, a), hasta: sumar(HOY, a + dura) })).toBe(dura + 1)
			}),
		)
	})
})

describe('el estado de una suplencia', () => {
	test('en vigor sólo la confirmada, dentro de sus fechas, con certificados por sellar, y que nadie terminó', () => {
		fc.assert(
			fc.property(suplencia, desplazamiento, (una, cuando) => {
				const dia = sumar(HOY, cuando)
				const vale =
					una.sucesos.includes('confirmada') &&
					!una.sucesos.includes('negada') &&
					!una.sucesos.includes('revocada') &&
					una.desde <= dia &&
					dia <= una.hasta &&
					(una.tope === null || una.sellados < una.tope)
				expect(enVigor(una, dia)).toBe(vale)
			}),
		)
	})

	test('termina sola: pasado su último día no vale, haya pasado lo que haya pasado', () => {
		fc.assert(
			fc.property(suplencia, fc.integer({ min: 1, max: 400 }), (una, despues) => {
				const dia = sumar(una.hasta, despues)
				expect(enVigor(una, dia)).toBe(false)
				expect(sucesosQueAdmite(estadoDeSuplencia(una, dia))).toEqual([])
			}),
		)
	})

	test('lo terminado no revive: ni con más días, ni con más sucesos, ni con más sellos', () => {
		fc.assert(
			fc.property(suplencia, suplencia, desplazamiento, fc.nat(100), (una, otra, cuando, despues) => {
				const dia = sumar(HOY, cuando)
				fc.pre(sucesosQueAdmite(estadoDeSuplencia(una, dia)).length === 0)
				const mas = {
					...una,
					sellados: una.sellados + otra.sellados,
					sucesos: [...new Set([...una.sucesos, ...otra.sucesos])],
				}
				expect(enVigor(mas, sumar(dia, despues))).toBe(false)
			}),
		)
	})

	test('el último día vale entero y el siguiente ya no', () => {
		const una: Suplencia = {
			desde: HOY,
			hasta: sumar(HOY, 3),
			tope: null,
			sellados: 0,
			sucesos: ['confirmada'],
		}
		expect([-1, 0, 3, 4].map((dia) => enVigor(una, sumar(HOY, dia)))).toEqual([false, true, true, false])
		expect(estadoDeSuplencia(una, sumar(HOY, 4))).toBe('vencida')
		expect(estadoDeSuplencia({ ...una, sucesos: [] }, sumar(HOY, 4))).toBe('vencida')
		expect(estadoDeSuplencia({ ...una, tope: 2, sellados: 2 }, HOY)).toBe('agotada')
		expect(estadoDeSuplencia({ ...una, sucesos: ['confirmada', 'revocada'] }, sumar(HOY, 4))).toBe('revocada')
	})
})

describe('las personas de una suplencia', () => {
	const persona = fc.constantFrom('a', 'b', 'c', 'd')

	test('otorgan, titular y suplente: tres personas; y responde una cuarta', () => {
		fc.assert(
			fc.property(persona, persona, persona, persona, (titularId, suplenteId, otorgaId, otra) => {
				const personas = { titularId, suplenteId, otorgaId }
				expect(revisarPersonas(personas).ok).toBe(new Set(Object.values(personas)).size === 3)
				expect(puedeResponder(personas, otra)).toBe(!Object.values(personas).includes(otra))
			}),
		)
	})

	test('la del plantel la responde la dirección estatal; la de ésta, la DSE', () => {
		expect([actoQueResponde('plantel'), actoQueResponde('estatal')]).toEqual([
			'confirmar-suplencia-plantel',
			'confirmar-suplencia-estatal',
		])
	})

	test.each([
		[{}, null],
		[{ activa: false }, 'su cuenta no está activa'],
		[{ deLaEntidad: false }, 'no es de su entidad'],
		[{ curp: null }, 'su cuenta no tiene CURP y cargo registrados'],
		[{ idCargo: null }, 'su cuenta no tiene CURP y cargo registrados'],
		[{ yaSellaAhi: true }, 'ya es quien sella ahí'],
	])('quién puede suplir: %j → %s', (cambio, reparo) => {
		const buena = { activa: true, curp: 'C', idCargo: '95', deLaEntidad: true, yaSellaAhi: false }
		expect(reparoDeSuplente({ ...buena, ...cambio })).toBe(reparo)
	})
})
