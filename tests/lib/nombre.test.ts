import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { proponerNombre, sugerirAcentos } from '#core/domain/nombre.ts'
import { deCorrido, pendientes, ponerAcento } from '../../src/lib/ficha/nombre.ts'

describe('sugerencias de acento', () => {
	test('cambia la palabra entera y sólo ella', () => {
		expect(ponerAcento('Jose Josefina', 'Jose', 'José')).toBe('José Josefina')
		expect(ponerAcento('Maria-Jose', 'Jose', 'José')).toBe('Maria-José')
	})

	test('las que el dominio sugiere para su propia propuesta se pueden poner, y ya puestas se van', () => {
		const propuesta = proponerNombre({
			nombre: 'JOSE MARIA',
			primerApellido: 'RAMIREZ',
			segundoApellido: 'GARCIA',
		})
		const escrito = {
			nombre: propuesta.nombre,
			primerApellido: propuesta.primerApellido,
			segundoApellido: propuesta.segundoApellido ?? '',
		}
		const sugerencias = (['nombre', 'primerApellido', 'segundoApellido'] as const).flatMap((campo) =>
			sugerirAcentos(escrito[campo]).map((una) => ({ campo, ...una })),
		)
		expect(sugerencias.length).toBeGreaterThanOrEqual(4)
		expect(pendientes(sugerencias, escrito)).toHaveLength(sugerencias.length)
		for (const { campo, de, a } of sugerencias) escrito[campo] = ponerAcento(escrito[campo], de, a)
		expect(escrito).toEqual({ nombre: 'José María', primerApellido: 'Ramírez', segundoApellido: 'García' })
		expect(pendientes(sugerencias, escrito)).toEqual([])
	})

	test('una sugerencia para un campo que no existe no se ofrece', () => {
		const escrito = { nombre: 'Jose', primerApellido: '', segundoApellido: '' }
		expect(pendientes([{ campo: 'apodo', de: 'Jose', a: 'José', fuente: 'egreso' }], escrito)).toEqual([])
	})

	test('poner un acento no toca el resto del texto', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('Ana', 'Jose', 'de', 'la', 'Luz'), { minLength: 1 }),
				(palabras) => {
					const puesto = ponerAcento(palabras.join(' '), 'Jose', 'José').split(' ')
					expect(puesto.map((palabra) => (palabra === 'José' ? 'Jose' : palabra))).toEqual(palabras)
				},
			),
		)
	})
})

test('sin segundo apellido, el nombre de corrido no deja espacio al final', () => {
	expect(deCorrido({ nombre: ' Ana ', primerApellido: 'Ruiz', segundoApellido: null })).toBe('Ana Ruiz')
})
