import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import {
	colocar,
	componerCuv,
	leerCuv,
	primerTramo,
	siguienteQueAbre,
	tramoDe,
	type TramoDelLibro,
} from '#core/domain/libro.ts'
import { crearDerivarCuv } from '../../../bff/adapters/cuv.ts'

const encuadernacion = fc.record({
	asientosPorFoja: fc.integer({ min: 1, max: 60 }),
	fojasPorVolumen: fc.integer({ min: 1, max: 400 }),
})

describe('el lugar de un asiento en el Libro (8)', () => {
	test('el primero abre el Libro y el que no cabe pasa a la foja y al volumen que siguen', () => {
		const libro = primerTramo({ asientosPorFoja: 20, fojasPorVolumen: 200 })
		expect(colocar(1, libro)).toEqual({ volumen: 1, foja: 1, renglon: 1 })
		expect(colocar(20, libro)).toEqual({ volumen: 1, foja: 1, renglon: 20 })
		expect(colocar(21, libro)).toEqual({ volumen: 1, foja: 2, renglon: 1 })
		expect(colocar(4000, libro)).toEqual({ volumen: 1, foja: 200, renglon: 20 })
		expect(colocar(4001, libro)).toEqual({ volumen: 2, foja: 1, renglon: 1 })
	})

	test('cada asiento queda justo después del anterior', () => {
		fc.assert(
			fc.property(encuadernacion, fc.integer({ min: 1, max: 1_000_000 }), (cual, numero) => {
				const libro = primerTramo(cual)
				const [este, otro] = [colocar(numero, libro), colocar(numero + 1, libro)]
				const seguido =
					este.renglon < libro.asientosPorFoja
						? { ...este, renglon: este.renglon + 1 }
						: este.foja < libro.fojasPorVolumen
							? { ...este, foja: este.foja + 1, renglon: 1 }
							: { volumen: este.volumen + 1, foja: 1, renglon: 1 }
				expect(otro).toEqual(seguido)
			}),
		)
	})

	test('con otra encuadernación, el tramo sigue justo donde acabó el anterior, en un volumen nuevo (8)', () => {
		const cambios = fc.array(fc.tuple(encuadernacion, fc.integer({ min: 1, max: 3 })), {
			minLength: 1,
			maxLength: 4,
		})
		fc.assert(
			fc.property(cambios, (pasos) => {
				const tramos: TramoDelLibro[] = []
				for (const [cual, volumenes] of pasos) {
					const ultimo = tramos.at(-1)
					if (!ultimo) tramos.push(primerTramo(cual))
					else {
						const caben = ultimo.asientosPorFoja * ultimo.fojasPorVolumen
						const pedido = ultimo.desdeNumero + caben * (volumenes - 1) + 1
						const desdeNumero = siguienteQueAbre(pedido, ultimo)
						const { volumen, foja, renglon } = colocar(desdeNumero, ultimo)
						expect([volumen, foja, renglon]).toEqual([ultimo.volumen + volumenes, 1, 1])
						tramos.push({ ...cual, desdeNumero, volumen })
					}
				}
				for (const tramo of tramos.slice(1)) {
					const anterior = tramoDe(tramo.desdeNumero - 1, tramos)
					if (!anterior) throw new Error('Todo asiento tiene su tramo')
					const final = colocar(tramo.desdeNumero - 1, anterior)
					expect(final).toEqual({
						volumen: tramo.volumen - 1,
						foja: anterior.fojasPorVolumen,
						renglon: anterior.asientosPorFoja,
					})
					expect(colocar(tramo.desdeNumero, tramo)).toEqual({ volumen: tramo.volumen, foja: 1, renglon: 1 })
				}
			}),
		)
	})

	test('el que abre volumen es el primero de su foja, y entre el pedido y él no hay otro que abra', () => {
		fc.assert(
			fc.property(encuadernacion, fc.integer({ min: 1, max: 100_000 }), (cual, numero) => {
				const libro = primerTramo(cual)
				const abre = siguienteQueAbre(numero, libro)
				expect(abre).toBeGreaterThanOrEqual(numero)
				expect(abre - numero).toBeLessThan(cual.asientosPorFoja * cual.fojasPorVolumen)
				expect(colocar(abre, libro)).toMatchObject({ foja: 1, renglon: 1 })
			}),
		)
	})

	test.each([0, -3, 1.5])('no hay asiento número %s', (numero) => {
		const libro = primerTramo({ asientosPorFoja: 20, fojasPorVolumen: 200 })
		expect(() => colocar(numero, libro)).toThrow(RangeError)
		expect(() => colocar(4, { ...libro, desdeNumero: 5 })).toThrow(RangeError)
	})
})

describe('la CUV', () => {
	const bytes = fc.uint8Array({ minLength: 8, maxLength: 32 })

	test('son doce símbolos de Crockford en grupos de cuatro, y se lee a sí misma', () => {
		fc.assert(
			fc.property(bytes, (b) => {
				const cuv = componerCuv(b)
				expect(cuv).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
				expect(exigir(leerCuv(cuv))).toBe(cuv)
			}),
		)
	})

	test('escribe los primeros sesenta bits, ni uno más ni uno menos', () => {
		fc.assert(
			fc.property(bytes, (b) => {
				const sesenta = [...b.slice(0, 8)]
					.map((x) => x.toString(2).padStart(8, '0'))
					.join('')
					.slice(0, 60)
				const esperada = (sesenta.match(/.{5}/g) ?? [])
					.map((cinco) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number.parseInt(cinco, 2)])
					.join('')
				expect(componerCuv(b).replaceAll('-', '')).toBe(esperada)
			}),
		)
	})

	test('se lee aunque la dicten: minúsculas, sin guiones, O por 0, I y L por 1', () => {
		expect(leerCuv('o1ab il9z xy00')).toEqual({ ok: true, valor: '01AB-119Z-XY00' })
	})

	test.each([
		['corta', '01AB-119Z-XY0'],
		['larga', '01AB-119Z-XY001'],
		['con U, que Crockford no usa', 'U1AB-119Z-XY00'],
		['con un símbolo ajeno', '01AB-119Z-XY0Ñ'],
		['vacía', ''],
	])('se niega la %s', (_, texto) => {
		expect(leerCuv(texto)).toMatchObject({ ok: false, motivo: 'cuv-invalida' })
	})

	test('se deriva igual con los mismos datos y distinta si cambia uno o la llave', () => {
		const derivar = crearDerivarCuv(new Uint8Array(32).fill(7))
		const datos = { folio: 'CE20180000001', matricula: '181234567-8', fecha: '2026-07-15' }
		const otras = [
			derivar({ ...datos, folio: 'CE20180000002' }),
			derivar({ ...datos, matricula: '181234567-9' }),
			derivar({ ...datos, fecha: '2026-07-16' }),
			crearDerivarCuv(randomBytes(32))(datos),
		]
		expect(derivar({ ...datos })).toBe(derivar(datos))
		expect(new Set([derivar(datos), ...otras]).size).toBe(5)
	})

	test('una llave corta no sirve', () => {
		expect(() => crearDerivarCuv(new Uint8Array(16))).toThrow('32 bytes')
	})
})
