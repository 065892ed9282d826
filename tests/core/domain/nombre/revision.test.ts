import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confirmarNombre, type Nombre, proponerNombre, sugerirAcentos } from '#core/domain/nombre.ts'
import { CITAS, FUENTES_ACENTO } from '#core/domain/nombre/fuentes.ts'
import type { RazonDeRevision } from '#core/domain/nombre/razones.ts'
import { razonesDeRevision } from '#core/domain/nombre/revision.ts'
import { leerFecha } from '#core/domain/fecha.ts'
import { APELLIDOS } from './apellidos.ts'
import { NOMBRES } from './nombres.ts'

const persona = (cambios: Partial<Nombre> = {}): Nombre => ({
	nombre: 'ANA SOFÍA',
	primerApellido: 'FLORES',
	segundoApellido: 'PÉREZ',
	...cambios,
})

describe('qué nombres se confirman en lote (17)', () => {
	test('los que no tienen sugerencia ni partícula', () => {
		for (const sae of [
			persona(),
			persona({ segundoApellido: null }),
			persona({ nombre: 'BEGOÑA', primerApellido: 'AGÜERO' }),
			persona({ primerApellido: 'MACÍAS', segundoApellido: 'UC' }),
			persona({ primerApellido: 'MÜLLER' }),
			persona({ nombre: 'XÓCHITL ITZEL', primerApellido: 'DZUL' }),
		]) {
			expect(razonesDeRevision(sae)).toEqual([])
		}
	})

	test.each<[string, Partial<Nombre>, RazonDeRevision]>([
		['se le sugiere un acento', { nombre: 'MARIA' }, 'acento'],
		['se le sugiere una diéresis', { primerApellido: 'ARGUELLES' }, 'acento'],
		['una sugerencia en el segundo apellido', { segundoApellido: 'GARCIA' }, 'acento'],
		['lleva «de la»', { primerApellido: 'DE LA CRUZ' }, 'particula'],
		['lleva «del» en el nombre', { nombre: 'ANA DEL SOL' }, 'particula'],
		['lleva «y»', { primerApellido: 'FLORES Y CRUZ' }, 'particula'],
		['empieza con artículo', { primerApellido: 'LA TORRE' }, 'particula'],
		['lleva «von»', { primerApellido: 'VON BERG' }, 'particula'],
		['lleva apóstrofo', { primerApellido: "O'HARA" }, 'apostrofo'],
		['lleva saltillo', { primerApellido: 'CHIꞌ' }, 'apostrofo'],
		['lleva guion', { primerApellido: 'FLORES-CRUZ' }, 'guion'],
		['lleva una abreviatura', { nombre: 'MA. ELENA' }, 'abreviatura'],
		['la abreviatura no lleva punto', { nombre: 'MA ELENA' }, 'abreviatura'],
		['lleva una inicial', { nombre: 'LUIS F' }, 'abreviatura'],
		['un apellido va abreviado', { primerApellido: 'MTZ' }, 'abreviatura'],
		['empieza con Mc', { primerApellido: 'MCKAY' }, 'mayuscula-interior'],
		['es de los Mac con mayúscula', { primerApellido: 'MACGREGOR' }, 'mayuscula-interior'],
		['termina en número romano', { nombre: 'LUIS II' }, 'numero-romano'],
		['trae una cedilla', { nombre: 'FRANÇOIS' }, 'letra-poco-usual'],
		['el segundo apellido es un punto', { segundoApellido: '.' }, 'no-va-en-un-nombre'],
		['trae una cifra', { nombre: 'ANA 2' }, 'no-va-en-un-nombre'],
	])('se revisa si %s', (_, cambios, razon) => {
		expect(razonesDeRevision(persona(cambios))).toContain(razon)
	})

	test('sobre la tabla entera: de una pieza es sin sugerencias, sin partícula y confirmable', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...NOMBRES),
				fc.constantFrom(...APELLIDOS),
				fc.option(fc.constantFrom(...APELLIDOS)),
				([nombre], [primerApellido], segundo) => {
					const sae: Nombre = { nombre, primerApellido, segundoApellido: segundo?.[0] ?? null }
					if (razonesDeRevision(sae).length > 0) return
					const propuesta = proponerNombre(sae)
					const partes = [propuesta.nombre, propuesta.primerApellido, propuesta.segundoApellido ?? '']
					expect(partes.flatMap(sugerirAcentos)).toEqual([])
					expect(partes.join(' ')).not.toMatch(/(?:^| )(?:de|del|la|las|los|el|y|e|i|van|von|di|da)(?: |$)/i)
					expect(partes.join('')).not.toMatch(/[.'-]/)
					expect(confirmarNombre(sae, propuesta)).toEqual({ ok: true, valor: propuesta })
				},
			),
			{ numRuns: 2000 },
		)
	})
})

describe('de dónde salen las sugerencias (17)', () => {
	test('cada una dice su lista, y cada lista se cita con su licencia y su fecha', () => {
		expect(sugerirAcentos('Maria Encarnacion Xochitl')).toEqual([
			{ de: 'Maria', a: 'María', fuente: 'faker-js' },
			{ de: 'Encarnacion', a: 'Encarnación', fuente: 'faker-php' },
			{ de: 'Xochitl', a: 'Xóchitl', fuente: 'egreso' },
		])
		for (const fuente of FUENTES_ACENTO) {
			const { titulo, licencia, fecha } = CITAS[fuente]
			expect(titulo).not.toBe('')
			expect(licencia).not.toBe('')
			expect(leerFecha(fecha).ok).toBe(true)
		}
	})

	test('si hay dos formas, se ofrecen las dos', () => {
		expect(sugerirAcentos('GUIZAR').map(({ a }) => a)).toEqual(['GUÍZAR', 'GÜÍZAR'])
		expect(sugerirAcentos('Guízar')).toEqual([])
	})

	test('detrás de un apóstrofo también', () => {
		expect(sugerirAcentos("D'Avila")).toMatchObject([{ de: 'Avila', a: 'Ávila' }])
	})
})
