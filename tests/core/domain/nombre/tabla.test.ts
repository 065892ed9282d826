import { describe, expect, test } from 'vitest'
import { confirmarNombre, type Nombre, proponerNombre, sugerirAcentos } from '#core/domain/nombre.ts'
import { exigir } from '#core/domain/result.ts'
import { APELLIDOS } from './apellidos.ts'
import { NOMBRES } from './nombres.ts'

const conNombre = (nombre: string): Nombre => ({ nombre, primerApellido: 'Cruz', segundoApellido: null })
const conApellidos = (apellido: string): Nombre => ({
	nombre: 'Ana',
	primerApellido: apellido,
	segundoApellido: apellido,
})

/** Lo que queda al aceptar la primera forma que se sugiere de cada palabra. */
const conAcentos = (parte: string): string =>
	sugerirAcentos(parte).reduce(
		(texto, { de, a }) =>
			texto
				.split(/([ .'-]+)/)
				.map((trozo) => (trozo === de ? a : trozo))
				.join(''),
		parte,
	)

describe('la tabla de nombres mexicanos (17)', () => {
	test('son más de doscientos y ninguno está dos veces', () => {
		expect(NOMBRES.length + APELLIDOS.length).toBeGreaterThanOrEqual(200)
		for (const tabla of [NOMBRES, APELLIDOS]) {
			expect(new Set(tabla.map(([sae]) => sae)).size).toBe(tabla.length)
		}
	})

	test.each(NOMBRES)('nombre %s → %s → %s', (sae, propuesta, acentuado) => {
		const propuesto = proponerNombre(conNombre(sae))
		expect(propuesto.nombre).toBe(propuesta)
		expect(conAcentos(propuesta)).toBe(acentuado)
		expect(exigir(confirmarNombre(conNombre(sae), propuesto))).toEqual(propuesto)
		expect(exigir(confirmarNombre(conNombre(sae), conNombre(acentuado))).nombre).toBe(acentuado)
	})

	test.each(APELLIDOS)('apellido %s → %s → %s', (sae, propuesta, acentuado) => {
		const propuesto = proponerNombre(conApellidos(sae))
		expect(propuesto).toEqual(conApellidos(propuesta))
		expect(conAcentos(propuesta)).toBe(acentuado)
		expect(exigir(confirmarNombre(conApellidos(sae), propuesto))).toEqual(propuesto)
		const aceptado = exigir(confirmarNombre(conApellidos(sae), conApellidos(acentuado)))
		expect(aceptado.primerApellido).toBe(acentuado)
	})
})
