import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { componerFolio, leerFolio, MODELOS, NUMERO_DE_FOLIO_MAXIMO } from '#core/domain/folio.ts'

const numero = fc.integer({ min: 1, max: NUMERO_DE_FOLIO_MAXIMO })
const modelo = fc.constantFrom(...MODELOS)

describe('el folio de certificación electrónica (4, 8)', () => {
	test('se escribe CE, el modelo y siete cifras', () => {
		expect(componerFolio('2018', 123)).toBe('CE20180000123')
		expect(componerFolio('2008', NUMERO_DE_FOLIO_MAXIMO)).toBe('CE20089999999')
	})

	test('lo que se compone se lee igual', () => {
		fc.assert(
			fc.property(modelo, numero, (m, n) => {
				const folio = componerFolio(m, n)
				expect(leerFolio(folio)).toEqual({ ok: true, valor: folio })
			}),
		)
	})

	test('dentro de un modelo, el orden del texto es el orden de los números', () => {
		fc.assert(
			fc.property(modelo, numero, numero, (m, a, b) => {
				expect(componerFolio(m, a) < componerFolio(m, b)).toBe(a < b)
			}),
		)
	})

	test('se lee como la gente lo escribe', () => {
		expect(leerFolio(' ce 2018-0000123 ')).toEqual({ ok: true, valor: 'CE20180000123' })
	})

	test.each([
		['sin serie', '20180000123'],
		['de otra serie', 'CF20180000123'],
		['de un modelo anterior', 'CE20030000123'],
		['con el número cero', 'CE20180000000'],
		['con seis cifras', 'CE2018000123'],
		['con ocho cifras', 'CE201800001234'],
		['con letras en el número', 'CE2018000O123'],
		['vacío', ''],
	])('se niega %s', (_, texto) => {
		expect(leerFolio(texto)).toMatchObject({ ok: false, motivo: 'folio-invalido' })
	})

	test.each([0, -1, 1.5, NUMERO_DE_FOLIO_MAXIMO + 1, Number.NaN])('no compone el número %s', (n) => {
		expect(() => componerFolio('2018', n)).toThrow(RangeError)
	})
})
