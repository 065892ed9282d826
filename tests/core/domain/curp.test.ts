import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digitoVerificador, ENTIDADES_CURP, leerCurp } from '../../../src/core/domain/curp.ts'

const ALFABETO = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'
const letras = (cuales: string, cuantas: number) =>
	fc.string({ unit: fc.constantFrom(...cuales), minLength: cuantas, maxLength: cuantas })

/** Una CURP bien formada con su dígito. */
const curps = fc
	.record({
		inicial: letras('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 1),
		vocal: letras('AEIOUX', 1),
		iniciales: letras('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 2),
		nacimiento: fc.date({ min: new Date('1940-01-01'), max: new Date('2029-12-31'), noInvalidDate: true }),
		sexo: fc.constantFrom('H', 'M', 'X'),
		entidad: fc.constantFrom(...ENTIDADES_CURP),
		internas: letras('BCDFGHJKLMNPQRSTVWXYZ', 3),
		homoclave: fc.nat(9),
	})
	.map((x) => {
		const fecha = x.nacimiento.toISOString().slice(0, 10)
		const homoclave = fecha < '2000' ? String(x.homoclave) : String.fromCharCode(65 + x.homoclave)
		const dia = fecha.slice(2).replaceAll('-', '')
		const diecisiete = `${x.inicial}${x.vocal}${x.iniciales}${dia}${x.sexo}${x.entidad}${x.internas}${homoclave}`
		return { curp: `${diecisiete}${digitoVerificador(diecisiete)}` }
	})

describe('CURP', () => {
	test('el dígito verificador es el de una CURP publicada', () => {
		// La CURP de muestra que usan los formatos oficiales.
		expect(digitoVerificador('HEGG560427MVZRRL0')).toBe('4')
	})

	test('toda CURP bien formada se lee tal cual', () => {
		fc.assert(
			fc.property(curps, ({ curp }) => {
				expect(leerCurp(curp)).toEqual({ ok: true, valor: curp })
			}),
		)
	})

	test('cambiar un carácter cambia el dígito, salvo donde diez no alcanza a distinguir', () => {
		fc.assert(
			fc.property(curps, fc.nat(16), fc.constantFrom(...ALFABETO), ({ curp }, lugar, otro) => {
				const original = curp.slice(0, 17)
				const cambiada = original.slice(0, lugar) + otro + original.slice(lugar + 1)
				const distancia = (ALFABETO.indexOf(otro) - ALFABETO.indexOf(original.charAt(lugar))) * (18 - lugar)
				expect(digitoVerificador(cambiada) === digitoVerificador(original)).toBe(distancia % 10 === 0)
			}),
		)
	})

	test.each([
		['con 17 caracteres', 'HEGG560427MVZRRL0'],
		['en minúsculas', 'hegg560427mvzrrl04'],
		['con un 30 de febrero', 'HEGG560230MVZRRL04'],
		['con un mes 13', 'HEGG561327MVZRRL04'],
		['con una entidad que no existe', 'HEGG560427MZZRRL04'],
		['con un sexo que no existe', 'HEGG560427AVZRRL04'],
		['con una vocal entre las consonantes', 'HEGG560427MVZRAL04'],
		['con una letra por dígito verificador', 'HEGG560427MVZRRL0A'],
		['con un espacio al final', 'HEGG560427MVZRRL04 '],
		['vacía', ''],
	])('%s no se lee', (_que, texto) => {
		expect(leerCurp(texto)).toMatchObject({ ok: false, motivo: 'curp-invalida' })
	})

	test('el 29 de febrero sólo existe en los bisiestos del siglo que dice la homoclave', () => {
		expect(leerCurp('HEGG000229MVZRRLA0').ok).toBe(true)
		expect(leerCurp('HEGG000229MVZRRL00').ok).toBe(false)
	})

	test('el dígito de algo que no son diecisiete caracteres del alfabeto no existe', () => {
		expect(digitoVerificador('HEGG560427MVZRRL')).toBeNull()
		expect(digitoVerificador('HEGG560427MVZRRL-')).toBeNull()
	})
})
