import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escribirDec } from '#core/dec/escribir.ts'
import { revisarEstructura } from '#core/dec/estructura.ts'
import { leerDec } from '#core/dec/leer.ts'
import { nuestro, oficial, propio } from './esquemas.ts'
import { decBueno, decDudoso, mutilar } from './generar.ts'

describe('la estructura de un DEC', () => {
	it('un documento que cumple el esquema no tiene fallas, y los esquemas lo confirman', () => {
		fc.assert(
			fc.property(decBueno, (dec) => {
				expect(revisarEstructura(dec)).toEqual([])
				const xml = escribirDec(dec)
				expect(oficial(xml)).toBe(true)
				expect(propio(xml)).toBe(true)
			}),
			{ numRuns: 150 },
		)
	})

	it('ante valores dudosos da el mismo veredicto que el esquema oficial y que el nuestro', () => {
		let validos = 0
		let total = 0
		fc.assert(
			fc.property(decDudoso, (dec) => {
				const xml = escribirDec(dec)
				const veredicto = revisarEstructura(dec).length === 0
				expect(oficial(xml)).toBe(veredicto)
				expect(propio(xml)).toBe(veredicto)
				expect(nuestro(xml)).toBe(veredicto)
				total += 1
				validos += veredicto ? 1 : 0
			}),
			{ numRuns: 500 },
		)
		// Una prueba en la que todos cumplen, o ninguno, no probaría nada.
		expect(validos).toBeGreaterThan(total * 0.1)
		expect(validos).toBeLessThan(total * 0.95)
	})

	it('si falta algo obligatorio, lo dice, y el esquema tampoco lo admite', () => {
		fc.assert(
			fc.property(decBueno, fc.nat(), (dec, azar) => {
				const roto = mutilar(dec, azar)
				expect(revisarEstructura(roto)).not.toEqual([])
				const xml = escribirDec(roto)
				expect(oficial(xml)).toBe(false)
				expect(propio(xml)).toBe(false)
				expect(nuestro(xml)).toBe(false)
			}),
			{ numRuns: 150 },
		)
	})

	it('dice dónde y por qué', () => {
		const dec = fc.sample(decBueno, { numRuns: 1, seed: 1 })[0]
		if (dec === undefined) throw new Error('sin muestra')
		const roto = {
			...dec,
			alumno: { ...dec.alumno, curp: '' },
			acreditacion: { ...dec.acreditacion, periodoInicio: '2018-02-29T00:00:00' },
			uacs: [{ nombre: 'Redes\u0000', calificacion: '9', totalHorasUAC: '90' }],
		}
		expect(revisarEstructura(roto)).toEqual([
			{ motivo: 'valor-vacio', donde: 'Alumno/@curp', valor: '' },
			{
				motivo: 'valor-no-fecha-hora',
				donde: 'Acreditacion/@periodoInicio',
				valor: '2018-02-29T00:00:00',
			},
			{ motivo: 'caracter-prohibido', donde: 'UacdeFt[1]/@nombre', valor: 'Redes\u0000' },
		])
	})
})

describe('el orden y los nombres, frente al esquema', () => {
	const base = fc.sample(decBueno, { numRuns: 1, seed: 7 })[0]
	if (base === undefined) throw new Error('sin muestra')
	const xml = escribirDec({ ...base, uacs: [{ nombre: 'A', calificacion: '9', totalHorasUAC: '1' }] })
	const alumno = /<Alumno [^>]*\/>/.exec(xml)?.[0] ?? ''
	const iems = /<Iems [^>]*\/>/.exec(xml)?.[0] ?? ''
	const casos: Readonly<Record<string, string>> = {
		'dos elementos cambiados de lugar': xml.replace(alumno, '¬').replace(iems, alumno).replace('¬', iems),
		'un elemento repetido': xml.replace(alumno, alumno + alumno),
		'un elemento desconocido': xml.replace(alumno, `${alumno}<Otro/>`),
		'un atributo desconocido': xml.replace('<Alumno ', '<Alumno edad="18" '),
		'otro espacio de nombres': xml.replace('certificados/"', 'certificados"'),
		'sin espacio de nombres': xml.replace(/ xmlns="[^"]*"/, ''),
		'otra raíz': xml.replace('<Dec ', '<DecParcial ').replace('</Dec>', '</DecParcial>'),
		'texto entre elementos': xml.replace(alumno, `${alumno}hola`),
		'texto dentro de un elemento': xml.replace(alumno, alumno.replace('/>', '>hola</Alumno>')),
		'espacio dentro de un elemento vacío': xml.replace(alumno, alumno.replace('/>', '> </Alumno>')),
		'un grupo de módulos sin módulos': xml.replace(/<UacsdeFt>[^]*<\/UacsdeFt>/, '<UacsdeFt/>'),
		'un atributo con prefijo': xml.replace('<Alumno ', '<Alumno xmlns:x="urn:x" x:nombre="A" '),
	}
	it('el documento de partida cumple', () => {
		expect([alumno, iems]).not.toContain('')
		expect([nuestro(xml), oficial(xml), propio(xml)]).toEqual([true, true, true])
	})
	for (const [nombre, roto] of Object.entries(casos)) {
		it(`no se admite ${nombre}`, () => {
			expect(roto).not.toBe(xml)
			expect([nuestro(roto), oficial(roto), propio(roto)]).toEqual([false, false, false])
		})
	}
	it('un prefijo en lugar del espacio por omisión dice lo mismo', () => {
		const conPrefijo = xml.replace(/ xmlns="/, ' xmlns:d="').replaceAll(/<(\/?)([A-Z])/g, '<$1d:$2')
		expect([nuestro(conPrefijo), oficial(conPrefijo), propio(conPrefijo)]).toEqual([true, true, true])
		expect(leerDec(conPrefijo)).toEqual(leerDec(xml))
	})
})
