import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { palabrasDe, sinRegla, tramosDe } from '../../../src/lib/nombres/diferencias.ts'
import { direccionDe, leerDireccion } from '../../../src/lib/nombres/direccion.ts'

/** Lo distinto entre corchetes: «Jos[é] María». */
const marcado = (antes: string, ahora: string): string =>
	tramosDe(antes, ahora)
		.map(({ texto, distinto }) => (distinto ? `[${texto}]` : texto))
		.join('')

describe('lo que cambió de un nombre a otro (17)', () => {
	test.each([
		['Jose Maria', 'José María', 'Jos[é] Mar[í]a'],
		['Arguelles', 'Argüelles', 'Arg[ü]elles'],
		['De la Cruz', 'de la Cruz', '[d]e la Cruz'],
		['Garcia Huidobro', 'García-Huidobro', 'Garc[í]a[-]Huidobro'],
		['Deleon', 'De León', 'De[ L]e[ó]n'],
		['San Juana', 'Sanjuana', 'San[j]uana'],
		['Muñoz', 'Muñoz', 'Muñoz'],
		// La ñ es otra letra: lo que hay entre lo que comparten.
		['Munoz', 'Muñoz', 'Mu[ñ]oz'],
		['Ana Luz', 'Ana Paz', 'Ana [Pa]z'],
		['Ana', 'Anaa', 'Ana[a]'],
		['Ana', '', ''],
		['', 'Ana', '[Ana]'],
	])('de «%s» a «%s»: %s', (antes, ahora, espera) => {
		expect(marcado(antes, ahora)).toBe(espera)
	})

	test('junto siempre es el nombre nuevo, y sin cambios no resalta nada', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (antes, ahora) => {
				const tramos = tramosDe(antes, ahora)
				expect(tramos.map(({ texto }) => texto).join('')).toBe(ahora.normalize('NFC'))
				expect(tramosDe(ahora, ahora).some(({ distinto }) => distinto)).toBe(false)
			}),
		)
	})

	test.each([
		['MARIA DE LOS ANGELES', 'Maria de los Angeles', 'Maria [d]e [l]os Angeles'],
		["O'FARRILL", "O'Farrill", "O'[F]arrill"],
		['MCGREGOR', 'McGregor', 'Mc[G]regor'],
		['ANA SOFÍA', 'Ana Sofía', 'Ana Sofía'],
		['LUIS II', 'Luis II', 'Luis I[I]'],
	])('de la propuesta para %s se resalta lo que decidió la regla', (sae, propuesta, espera) => {
		expect(marcado(sinRegla(sae), propuesta)).toBe(espera)
	})
})

test.each([
	['MARIA DE LOS ANGELES', 'Maria de los Angeles', 'Maria [de] [los] Angeles'],
	["O'FARRILL", "O'Farrill", "[O'Farrill]"],
	['GARCÍA-MCGREGOR', 'García-McGregor', 'García-[McGregor]'],
	['ANA', 'Ana', 'Ana'],
])('por palabras, %s da %s: %s', (sae, propuesta, espera) => {
	const palabras = palabrasDe(sinRegla(sae), propuesta)
	expect(palabras.map(({ texto, distinto }) => (distinto ? `[${texto}]` : texto)).join('')).toBe(espera)
})

test('la lista y la página van en la dirección, y lo que no se entiende es lo de omisión', () => {
	for (const vista of [
		{ cuales: null, pagina: 2 },
		{ cuales: 'lote', pagina: 1 },
		{ cuales: 'uno', pagina: 3 },
	] as const) {
		const direccion = new URL(direccionDe('/plantel/nombres', vista), 'http://x')
		expect(leerDireccion(direccion.searchParams)).toEqual(vista)
	}
	expect(direccionDe('/plantel/nombres', { cuales: null, pagina: 1 })).toBe('/plantel/nombres')
	for (const mala of ['pagina=0', 'pagina=-1', 'pagina=x', 'pagina=1.5', 'cuales=todo&pagina=1e9']) {
		expect(leerDireccion(new URLSearchParams(mala))).toEqual({ cuales: null, pagina: 1 })
	}
})
