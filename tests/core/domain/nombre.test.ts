import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confirmarNombre, type Nombre, proponerNombre, sugerirAcentos } from '#core/domain/nombre.ts'
import { ACENTUADOS as LISTAS } from '#core/domain/nombre/acentos.ts'
import { exigir } from '#core/domain/result.ts'
import { pideAcento } from './acentuacion.ts'

const ACENTUADOS = Object.values(LISTAS).flat()

const enNombre = (nombre: string): string =>
	proponerNombre({ nombre, primerApellido: 'X', segundoApellido: null }).nombre
const persona = (cambios: Partial<Nombre> = {}): Nombre => ({
	nombre: 'JOSE MARIA',
	primerApellido: 'MUÑOZ',
	segundoApellido: 'DE LA CRUZ',
	...cambios,
})
const enPersona = (cambios: Partial<Nombre> = {}): Nombre => ({
	nombre: 'José María',
	primerApellido: 'Muñoz',
	segundoApellido: 'De la Cruz',
	...cambios,
})

describe('la propuesta en mayúsculas y minúsculas (17)', () => {
	test.each([
		['MARIA DE LOS ANGELES', 'Maria de los Angeles'],
		['MARÍA DEL CARMEN', 'María del Carmen'],
		['JUAN DE DIOS', 'Juan de Dios'],
		['DE LA CRUZ', 'De la Cruz'],
		['DEL RÍO', 'Del Río'],
		['MONTES DE OCA', 'Montes de Oca'],
		['PONCE DE LEÓN', 'Ponce de León'],
		['LA TORRE', 'La Torre'],
		['CASTRO LA TORRE', 'Castro La Torre'],
		['DÍAZ DE LA VEGA', 'Díaz de la Vega'],
		['LÓPEZ Y FUENTES', 'López y Fuentes'],
		['JUAN E IGNACIO', 'Juan e Ignacio'],
		['LUIS E TORRES', 'Luis E Torres'],
		['MARIO Y', 'Mario Y'],
		['VAN DER LINDEN', 'Van der Linden'],
		['GARCÍA-HUIDOBRO', 'García-Huidobro'],
		["O'FARRILL", "O'Farrill"],
		['O´FARRILL', "O'Farrill"],
		["D'ANGELO", "D'Angelo"],
		["D' ANGELO", "D'Angelo"],
		['MCGREGOR', 'McGregor'],
		['MACÍAS', 'Macías'],
		['MACARTHUR', 'MacArthur'],
		['PEÑA', 'Peña'],
		['ÑÁÑEZ', 'Ñáñez'],
		['GÜERECA', 'Güereca'],
		['MA. GUADALUPE', 'Ma. Guadalupe'],
		['J. JESÚS', 'J. Jesús'],
		['J GUADALUPE', 'J Guadalupe'],
		['JUAN PABLO III', 'Juan Pablo III'],
		['VI', 'Vi'],
		['LI', 'Li'],
		['DI', 'Di'],
		['  ANA   SOFÍA ', 'Ana Sofía'],
		['ANA\u00a0SOFÍA', 'Ana Sofía'],
		['ÁNGEL', 'Ángel'],
	])('%s → %s', (sae, propuesta) => {
		expect(enNombre(sae)).toBe(propuesta)
	})

	test('quien no tiene segundo apellido sigue sin tenerlo', () => {
		expect(proponerNombre(persona({ segundoApellido: null })).segundoApellido).toBeNull()
		expect(proponerNombre(persona({ segundoApellido: '  ' })).segundoApellido).toBeNull()
	})
})

const LETRAS = [...'ABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍÓÚÜ']
const palabra = fc
	.array(fc.constantFrom(...LETRAS), { minLength: 1, maxLength: 9 })
	.map((letras) => letras.join(''))
const trozo = fc.oneof(
	{ weight: 6, arbitrary: palabra },
	{ weight: 2, arbitrary: fc.constantFrom('DE', 'DEL', 'LA', 'LOS', 'Y', 'E', 'VAN', 'MC', 'III', 'MCKEE') },
	{ weight: 1, arbitrary: palabra.map((p) => `O'${p}`) },
	{ weight: 1, arbitrary: fc.tuple(palabra, palabra).map((par) => par.join("'")) },
	{ weight: 1, arbitrary: palabra.map((p) => `Z${p}'`) },
	{ weight: 1, arbitrary: fc.tuple(palabra, palabra).map((par) => par.join('-')) },
)
const parteSae = fc.array(trozo, { minLength: 1, maxLength: 4 }).map((trozos) => trozos.join(' '))
const nombreSae: fc.Arbitrary<Nombre> = fc.record({
	nombre: parteSae,
	primerApellido: parteSae,
	segundoApellido: fc.option(parteSae),
})

describe('propiedades de la propuesta', () => {
	test('siempre puede confirmarse tal cual: nunca cambia una letra', () => {
		fc.assert(
			fc.property(nombreSae, (sae) => {
				const propuesta = proponerNombre(sae)
				expect(confirmarNombre(sae, propuesta)).toEqual({ ok: true, valor: propuesta })
			}),
			{ numRuns: 1000 },
		)
	})

	test('no pone ni quita acentos: en mayúsculas es lo mismo que SAE', () => {
		fc.assert(
			fc.property(nombreSae, (sae) => {
				const propuesta = proponerNombre(sae)
				expect(propuesta.nombre.toLocaleUpperCase('es-MX')).toBe(sae.nombre)
			}),
		)
	})

	test('proponer sobre lo propuesto no cambia nada', () => {
		fc.assert(
			fc.property(nombreSae, (sae) => {
				const propuesta = proponerNombre(sae)
				expect(proponerNombre(propuesta)).toEqual(propuesta)
			}),
		)
	})

	test('ningún texto la hace fallar', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (texto) => {
				expect(typeof enNombre(texto)).toBe('string')
				expect(Array.isArray(sugerirAcentos(texto))).toBe(true)
				const visto = confirmarNombre(persona({ nombre: texto }), enPersona({ nombre: texto }))
				if (visto.ok) expect(visto.valor.nombre).toBe(visto.valor.nombre.normalize('NFC'))
			}),
			{ numRuns: 1000 },
		)
	})
})

describe('lo que una persona confirma (17, 18)', () => {
	test('cambia mayúsculas, acentos, espacios y guiones', () => {
		expect(exigir(confirmarNombre(persona(), enPersona()))).toEqual(enPersona())
		expect(
			confirmarNombre(
				persona({ primerApellido: 'GARCIA HUIDOBRO' }),
				enPersona({ primerApellido: 'García-Huidobro' }),
			).ok,
		).toBe(true)
		expect(
			confirmarNombre(persona({ primerApellido: 'GUERECA' }), enPersona({ primerApellido: 'Güereca' })).ok,
		).toBe(true)
		expect(
			confirmarNombre(persona({ primerApellido: 'DELEON' }), enPersona({ primerApellido: 'De León' })).ok,
		).toBe(true)
	})

	test('un apellido puede empezar con su partícula en minúscula si la persona así lo escribe', () => {
		const escrito = enPersona({ segundoApellido: 'de la Cruz' })
		expect(exigir(confirmarNombre(persona(), escrito))).toEqual(escrito)
	})

	test('el grave, el circunflejo y la diéresis son acentos: un acta puede ser de otro país', () => {
		for (const nombre of ['Hélène', 'Hêlene', 'Helenë']) {
			expect(confirmarNombre(persona({ nombre: 'HELENE' }), enPersona({ nombre })).ok).toBe(true)
		}
	})

	test('lo guarda en NFC y sin espacios de sobra', () => {
		const escrito = enPersona({ nombre: ' Jose\u0301   Mari\u0301a ' })
		expect(exigir(confirmarNombre(persona(), escrito)).nombre).toBe('José María')
	})

	test.each([
		['quita una letra', { nombre: 'José Mara' }],
		['agrega una letra', { nombre: 'José Maríaa' }],
		['cambia ñ por n', { primerApellido: 'Munoz' }],
		['cambia v por b', { nombre: 'José Baría' }],
		['cambia a por å', { nombre: 'José Måria' }],
		['pone una cedilla', { segundoApellido: 'De la Çruz' }],
		['pone un carón', { segundoApellido: 'De la Cruž' }],
		['agrega un apóstrofo', { segundoApellido: "De l'a Cruz" }],
		['cambia el orden', { nombre: 'María José' }],
		['borra el segundo apellido', { segundoApellido: null }],
		['agrega un punto', { nombre: 'José M.aría' }],
	])('se niega si %s', (_, cambios) => {
		expect(confirmarNombre(persona(), enPersona(cambios))).toMatchObject({
			ok: false,
			motivo: 'nombre-cambia-letras',
		})
	})

	test('se niega cambiar n por ñ, que es otra letra, aunque llegue descompuesta', () => {
		const conEne = persona({ primerApellido: 'PENA' })
		for (const primerApellido of ['Peña', 'Pen\u0303a']) {
			expect(confirmarNombre(conEne, enPersona({ primerApellido }))).toMatchObject({
				ok: false,
				motivo: 'nombre-cambia-letras',
				datos: { campo: 'primer apellido' },
			})
		}
	})

	test('se niega inventar un segundo apellido que SAE no tiene', () => {
		expect(confirmarNombre(persona({ segundoApellido: null }), enPersona())).toMatchObject({
			motivo: 'nombre-cambia-letras',
		})
	})

	test.each([
		['todo en mayúsculas', { nombre: 'JOSÉ MARÍA' }],
		['una palabra en mayúsculas', { nombre: 'José MARÍA' }],
		['dos mayúsculas seguidas', { nombre: 'JOsé María' }],
		['todo en minúsculas', { primerApellido: 'muñoz' }],
		['la primera letra en minúscula', { segundoApellido: 'de la cruz' }],
		['el nombre con partícula en minúscula al principio', { nombre: 'josé María' }],
	])('se niega %s', (_, cambios) => {
		expect(confirmarNombre(persona(), enPersona(cambios))).toMatchObject({
			ok: false,
			motivo: 'nombre-todo-mayusculas',
		})
	})

	test.each([
		['una barra', 'José | María'],
		['una cifra', 'José Mar1a'],
		['un salto de línea', 'José\nMaría'],
		['un carácter de control', 'José\u0000 María'],
		['un espacio de ancho cero', 'José\u200b María'],
		['un cambio de dirección del texto', '\u202eJosé María'],
		['una letra cirílica que parece latina', 'José M\u0430ría'],
		['una marca suelta', 'Jose\u0301\u0324 María'],
		['un guion al final', 'José María-'],
		['dos guiones', 'José--María'],
		['nada', ''],
	])('se niega %s', (_, nombre) => {
		expect(confirmarNombre(persona({ nombre }), enPersona({ nombre }))).toMatchObject({
			ok: false,
			motivo: 'nombre-invalido',
			datos: { campo: 'nombre' },
		})
	})

	test('una inicial sola y un apellido de dos letras son nombres', () => {
		const sae: Nombre = { nombre: 'J. J.', primerApellido: 'LI', segundoApellido: 'O' }
		expect(confirmarNombre(sae, { nombre: 'J. J.', primerApellido: 'Li', segundoApellido: 'O' }).ok).toBe(
			true,
		)
	})
})

describe('los acentos que se sugieren (17)', () => {
	test('sugiere palabra por palabra y sólo lo que falta', () => {
		expect(sugerirAcentos('Jose Maria')).toEqual([
			{ de: 'Jose', a: 'José', fuente: 'faker-js' },
			{ de: 'Maria', a: 'María', fuente: 'faker-js' },
		])
		expect(sugerirAcentos('José Luis')).toEqual([])
		expect(sugerirAcentos('GARCIA-NUÑEZ')).toEqual([
			{ de: 'GARCIA', a: 'GARCÍA', fuente: 'faker-js' },
			{ de: 'NUÑEZ', a: 'NÚÑEZ', fuente: 'faker-js' },
		])
	})

	test('no convierte la n en ñ', () => {
		expect(sugerirAcentos('Nunez')).toEqual([])
	})

	test('aceptar una sugerencia siempre se admite', () => {
		for (const acentuado of ACENTUADOS) {
			const sugerencias = sugerirAcentos(enNombre(sinMarcas(acentuado)))
			expect(sugerencias.map(({ a }) => a)).toContain(acentuado)
			const sae = persona({ nombre: sinMarcas(acentuado).toLocaleUpperCase('es-MX') })
			expect(confirmarNombre(sae, enPersona({ nombre: acentuado })).ok).toBe(true)
		}
	})

	test('la lista es larga, sin repetidos, y cada acento es el que pide la ortografía', () => {
		expect(ACENTUADOS.length).toBeGreaterThanOrEqual(500)
		expect(new Set(ACENTUADOS).size).toBe(ACENTUADOS.length)
		expect(ACENTUADOS.filter((nombre) => !pideAcento(nombre) && !/gü[eiéí]/i.test(nombre))).toEqual([])
		// La diéresis sólo va donde la u suena, y el acento de esas palabras es también el que toca.
		expect(ACENTUADOS.filter((nombre) => /ü/.test(nombre.replace(/gü(?=[eiéí])/gi, '')))).toEqual([])
		const conLasDos = ACENTUADOS.filter((nombre) => /ü/.test(nombre) && /[áéíóú]/.test(nombre))
		expect(conLasDos.filter((nombre) => !pideAcento(nombre))).toEqual([])
	})
})

const sinMarcas = (texto: string): string =>
	texto
		.normalize('NFD')
		.replace(/[\u0301\u0308]/g, '')
		.normalize('NFC')

describe('letras que se parecen', () => {
	test.each([
		['MARIA', 'Marıa'],
		['JOSE', 'Joſe'],
		['SOFIA', 'Soﬁa'],
		['WEISS', 'Weiß'],
	])('de %s no sale %s: en mayúsculas se confunden, pero son otras letras', (sae, nombre) => {
		const resto = { primerApellido: 'López', segundoApellido: null }
		expect(
			confirmarNombre({ ...resto, nombre: sae, primerApellido: 'LOPEZ' }, { ...resto, nombre }),
		).toMatchObject({ ok: false, motivo: 'nombre-cambia-letras' })
	})
})
