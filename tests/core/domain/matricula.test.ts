import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leerMatricula } from '../../../src/core/domain/matricula.ts'

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
