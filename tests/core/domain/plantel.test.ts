import { describe, expect, test } from 'vitest'
import { leerFecha } from '#core/domain/fecha.ts'
import { llevaSelloDeCalidad } from '#core/domain/plantel.ts'
import { leerCreditos, leerPromedio, promedioEnLetra } from '#core/domain/promedio.ts'
import { exigir } from '#core/domain/result.ts'

const dia = (texto: string) => exigir(leerFecha(texto))

describe('el sello de calidad (19)', () => {
	const registros = [
		{ desde: dia('2020-01-01'), hasta: dia('2021-12-31') },
		{ desde: dia('2024-03-01'), hasta: dia('2026-02-28') },
	]
	test.each([
		['2019-12-31', false],
		['2020-01-01', true],
		['2021-12-31', true],
		['2022-01-01', false],
		['2024-03-01', true],
		['2026-02-28', true],
		['2026-03-01', false],
	])('el %s: %s', (fecha, lleva) => {
		expect(llevaSelloDeCalidad(registros, dia(fecha))).toBe(lleva)
	})
	test('un plantel sin registro no lo lleva', () => {
		expect(llevaSelloDeCalidad([], dia('2026-01-01'))).toBe(false)
	})
})

describe('el promedio del DEC', () => {
	test.each([
		['9.1', '9.1', 'Nueve punto uno'],
		['9.10', '9.1', 'Nueve punto uno'],
		['8', '8.0', 'Ocho punto cero'],
		['08.5', '8.5', 'Ocho punto cinco'],
		['10', '10', 'Diez'],
		['10.0', '10', 'Diez'],
		['0.0', '0.0', 'Cero punto cero'],
	])('«%s» va como %s, «%s»', (texto, valor, letra) => {
		const promedio = exigir(leerPromedio(texto))
		expect(promedio).toBe(valor)
		expect(promedioEnLetra(promedio)).toBe(letra)
	})
	test.each(['9.15', '10.1', '11', '-1', '9,1', 'nueve', ''])('se niega «%s»', (texto) => {
		expect(leerPromedio(texto)).toMatchObject({ ok: false, motivo: 'promedio-invalido' })
	})
})

describe('los créditos del DEC', () => {
	test.each([
		['360', '360'],
		['360.0', '360'],
		['10.80', '10.8'],
		['009.25', '9.25'],
		['0', '0'],
	])('«%s» va como %s', (texto, valor) => {
		expect(exigir(leerCreditos(texto))).toBe(valor)
	})
	test.each(['10.125', '-9', '9,5', '', 'nueve'])('se niega «%s»', (texto) => {
		expect(leerCreditos(texto)).toMatchObject({ ok: false, motivo: 'creditos-invalidos' })
	})
})
