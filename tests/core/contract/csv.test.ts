import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aCsv } from '#core/contract/csv.ts'

describe('CSV que se descarga', () => {
	test('lo escrito se lee igual, con comas, comillas y saltos de renglón', () => {
		const celda = fc.string().filter((texto) => !/^[=+\-@\t\r]/.test(texto))
		const tabla = fc
			.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 8 }))
			.chain(([ancho, alto]) =>
				fc.array(fc.array(celda, { minLength: ancho, maxLength: ancho }), {
					minLength: alto,
					maxLength: alto,
				}),
			)
		fc.assert(
			fc.property(tabla, (filas) => {
				// Un renglón de una sola celda vacía no se distingue de un renglón en blanco.
				fc.pre(filas.every((fila) => fila.join('') !== ''))
				expect(parse(aCsv(filas), { bom: true, record_delimiter: '\r\n' })).toEqual(filas)
			}),
		)
	})

	test.each(['=1+1', '+52', '-cmd', '@x', '\tx', '\rx'])('«%s» no llega a Excel como fórmula', (texto) => {
		expect(parse(aCsv([[texto]]), { bom: true, record_delimiter: '\r\n' })).toEqual([[`'${texto}`]])
	})

	test('los números negativos siguen siendo números', () => {
		expect(aCsv([[-4]])).toBe('\ufeff-4\r\n')
	})
})
