import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leerMatricula, leerPatronMatricula } from '../../../src/core/domain/matricula.ts'

describe('matrícula', () => {
	test('el patrón por omisión: nueve cifras, guion y una más, y nada más', () => {
		fc.assert(
			fc.property(fc.nat(999_999_999), fc.nat(9), (nueve, una) => {
				const matricula = `${String(nueve).padStart(9, '0')}-${una}`
				expect(leerMatricula(matricula)).toEqual({ ok: true, valor: matricula })
				for (const mala of [` ${matricula}`, `${matricula}\n`, matricula.replace('-', ''), `${matricula}0`]) {
					expect(leerMatricula(mala)).toMatchObject({ ok: false, motivo: 'matricula-invalida' })
				}
			}),
		)
	})

	test('una entidad puede tener otro patrón', () => {
		expect(leerMatricula('OAX-0012345', '^OAX-\\d{7}$').ok).toBe(true)
		expect(leerMatricula('201812345-6', '^OAX-\\d{7}$').ok).toBe(false)
	})

	test('más de cuarenta caracteres no caben, diga lo que diga el patrón', () => {
		expect(leerMatricula('1'.repeat(41), '^\\d+$').ok).toBe(false)
	})
})

describe('el patrón de matrícula de una entidad', () => {
	test.each(['^\\d{9}-\\d$', '^OAX-\\d{7}$', '^[A-Z]{2}\\d{6,8}$', '^\\d+$', '^Ñ\\d{2,}/\\d$'])(
		'se admite %s',
		(patron) => expect(leerPatronMatricula(patron).ok).toBe(true),
	)

	test.each([
		['sin principio ni fin', '\\d{9}'],
		['vacío', ''],
		['vacío entre los dos', '^$'],
		['con un grupo', '^(\\d+)+$'],
		['con alternativas', '^a|b$'],
		['con un punto que es cualquier cosa', '^.+$'],
		['con una mirada adelante', '^(?=\\d)\\d$'],
		['con una referencia', '^\\d\\1$'],
		['con tres repeticiones variables', '^\\d*\\d*\\d*$'],
		['con la repetición al revés', '^\\d{9,3}$'],
		['repetido sobre lo repetido', '^\\d{2}{3}$'],
		['demasiado largo', `^${'\\d'.repeat(60)}$`],
	])('se niega uno %s', (_, patron) => {
		expect(leerPatronMatricula(patron)).toMatchObject({ ok: false, motivo: 'patron-invalido' })
		// Y si ya estuviera en la base, tampoco se corre.
		if (patron !== '') expect(leerMatricula('123456789-0', patron).ok).toBe(false)
	})

	test('lo que se admite, sea lo que sea, compila y no tarda: a lo más dos repeticiones variables', () => {
		const pieza = fc.constantFrom('\\d', '[A-Z]', '[A-Z0-9]', 'A', '-', '7')
		const veces = fc.constantFrom('', '*', '+', '?', '{3}', '{1,40}')
		fc.assert(
			fc.property(fc.array(fc.tuple(pieza, veces), { minLength: 1, maxLength: 12 }), (piezas) => {
				const patron = `^${piezas.map((par) => par.join('')).join('')}$`
				const variables = piezas.filter(([, cuantas]) => !['', '{3}'].includes(cuantas)).length
				expect(leerPatronMatricula(patron).ok).toBe(variables <= 2 && patron.length <= 80)
			}),
		)
	})
})
