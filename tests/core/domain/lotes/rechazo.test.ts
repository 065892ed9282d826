import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	interpretarRechazo,
	leerPatronDeRechazo,
	llanoDeRechazo,
	patronPropuesto,
	taparRechazo,
	type ReglaDeRechazo,
} from '#core/domain/lotes/rechazo.ts'
import { exigir } from '#core/domain/result.ts'

const regla = (patron: string, orden = 1, clave = patron): ReglaDeRechazo => ({
	clave,
	orden,
	patron: exigir(leerPatronDeRechazo(patron)),
})
const clave = (texto: string, ...reglas: ReglaDeRechazo[]) => interpretarRechazo(texto, reglas)?.clave ?? null

describe('un patrón', () => {
	test.each([
		['La CURP * no existe', '  la  curp ABCD no EXISTE ', true],
		['la curp * no existe', 'La CÚRP X no existe.', false],
		['*no existe*', 'La CURP no existe en RENAPO', true],
		['la curp no existe', 'La CURP no existe', true],
		['la curp no existe', 'La CURP no existe.', false],
		['*plan de estudios', 'El plan de estudios', true],
		['plan de estudios*', 'El plan de estudios', false],
		['abcabc*abcabc', 'abcabc', false],
		['abcabc*abcabc', 'abcabcabcabc', true],
		['vigente**folio', 'vigente y folio', true],
	])('«%s» con «%s»: %s', (patron, texto, casa) => {
		expect(clave(texto, regla(patron)) !== null).toBe(casa)
	})

	test.each(['', '*', '***', 'a*b', '*.,;:-()*', '* curp *'])(
		'«%s» alcanzaría a casi todo: no es patrón',
		(mal) => {
			expect(leerPatronDeRechazo(mal)).toMatchObject({ ok: false, motivo: 'patron-de-rechazo-invalido' })
		},
	)

	test('los signos son signos: nada se lee como expresión regular', () => {
		expect(clave('(a+)+$ y [^x] punto', regla('(a+)+$ y [^x] punto'))).not.toBeNull()
		expect(clave('aaaaaaaaaaaa', regla('(a+)+$abcdef'))).toBeNull()
	})

	test('casa lo mismo que su expresión regular, hecha con cuidado', () => {
		const letras = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '*'), maxLength: 14 })
		const textos = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 20 })
		fc.assert(
			fc.property(letras, textos, (patron, texto) => {
				const leido = leerPatronDeRechazo(patron)
				fc.pre(leido.ok)
				const llano = llanoDeRechazo(patron)
				const debe = new RegExp(`^${llano.split('*').join('.*')}$`, 'u').test(llanoDeRechazo(texto))
				expect(interpretarRechazo(texto, [regla(patron)]) !== null).toBe(debe)
			}),
			{ numRuns: 800 },
		)
	})
})

describe('cuál interpreta', () => {
	const texto = 'La CURP del responsable no coincide con la de su certificado.'
	test('el menor orden; a igual orden, la más específica; si no, la de clave menor', () => {
		const amplia = regla('*no coincide*', 2)
		const fina = regla('la curp del responsable no coincide*', 2)
		expect(clave(texto, amplia, fina)).toBe(fina.clave)
		expect(clave(texto, fina, regla('*coincide*', 1, 'primera'))).toBe('primera')
		expect(clave(texto, regla('*no coincide*', 1, 'b'), regla('*no coincide*', 1, 'a'))).toBe('a')
	})

	test('el orden en que vengan no cambia la respuesta', () => {
		const reglas = [
			regla('*coincide*', 2),
			regla('*curp*coincide*', 2),
			regla('la curp*', 3),
			regla('*certificado.', 1),
		]
		fc.assert(
			fc.property(fc.shuffledSubarray(reglas, { minLength: reglas.length }), (revueltas) => {
				expect(clave(texto, ...revueltas)).toBe('*certificado.')
			}),
		)
	})

	test('con cualquier texto y cualquier patrón, nunca lanza; y lo que casa, casa igual en mayúsculas y con más espacios', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary', maxLength: 300 }),
				fc.string({ unit: 'binary' }),
				(dicho, patron) => {
					taparRechazo(dicho)
					const leido = leerPatronDeRechazo(patron)
					const reglas = leido.ok ? [{ clave: 'x', orden: 1, patron: leido.valor }] : []
					const como = (otro: string) => interpretarRechazo(otro, reglas) !== null
					expect(como(`  ${dicho.replaceAll(' ', '  ')} `)).toBe(como(dicho))
				},
			),
			{ numRuns: 400 },
		)
	})

	test('un texto de un millón de letras y un patrón de puros comodines no lo cuelgan', () => {
		const largo = 'a'.repeat(1_000_000)
		expect(clave(largo, regla(`${'a*'.repeat(150)}b`))).toBeNull()
		expect(taparRechazo("'«'".repeat(300_000)).length).toBeLessThanOrEqual(2000)
	})
})

describe('tapar lo personal', () => {
	test.each([
		['La CURP GODE561231HDFRRN09 no existe.', 'La CURP * no existe.'],
		[
			'El alumno «Juan Pérez» ya tiene folio 0f8fad5b-d9cb-469f-a165-70867728950e.',
			'El alumno * ya tiene folio *.',
		],
		['El nombre JUAN PEREZ LOPEZ no es el de RENAPO.', 'El nombre * no es el de RENAPO.'],
		['La CURP RENAPO no casa', 'La CURP RENAPO no casa'],
		['línea 3: ana@conalep.edu.mx falta', 'línea * falta'],
		['TODO EN MAYUSCULAS', 'TODO EN MAYUSCULAS'],
	])('«%s»', (texto, tapado) => {
		expect(taparRechazo(texto)).toBe(tapado)
	})

	test('lo tapado, como patrón, casa con el texto de donde salió', () => {
		const palabra = fc.constantFrom(
			'La',
			'CURP',
			'no',
			'existe',
			'GODE561231HDFRRN09',
			'a|b',
			'«x y»',
			'JUAN',
			'PEREZ',
			'12.',
			'(7)',
			'en',
			"'z'",
		)
		fc.assert(
			fc.property(fc.array(palabra, { maxLength: 90 }), (palabras) => {
				const texto = palabras.join(' ')
				const leido = leerPatronDeRechazo(patronPropuesto(texto))
				fc.pre(leido.ok)
				expect(interpretarRechazo(texto, [{ clave: 'x', orden: 1, patron: leido.valor }])).not.toBeNull()
			}),
		)
	})
})
