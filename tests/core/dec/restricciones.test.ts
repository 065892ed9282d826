import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ARBOL, type Elemento, type Tipo } from '#core/dec/campos.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { nuestro, oficial, propio } from './esquemas.ts'
import { decBueno } from './generar.ts'

/** De cada tipo, valores que cumplen y valores que no, en cada orilla de lo que el esquema restringe. */
const DE_TIPO = (tipo: Tipo): { readonly valen: readonly string[]; readonly noValen: readonly string[] } => {
	if (typeof tipo === 'object') {
		if ('fijo' in tipo) return { valen: [tipo.fijo], noValen: ['', ` ${tipo.fijo}`, `${tipo.fijo}0`, '2.0'] }
		return {
			valen: tipo.enteroEn.flatMap((n) => [String(n), `+${n}`, `0${n}`, ` ${n} `]),
			noValen: ['', '2', '13', '-1', '1.0', '1 2', 'uno'],
		}
	}
	switch (tipo) {
		case 'cadena':
			return { valen: ['', ' ', 'ñ', 'a|b', '<&>"'], noValen: [] }
		case 'no-vacia':
			return { valen: [' ', 'ñ'], noValen: [''] }
		case 'entero':
			return { valen: ['0', '-7', '+7', '007', ' 7\n'], noValen: ['', '7.0', '7e1', 'siete', '7 7', '٧'] }
		case 'fecha':
			return {
				valen: ['2024-02-29', '2018-08-20Z', '2018-08-20+14:00', '-0004-01-01'],
				noValen: [
					'',
					'2023-02-29',
					'2018-13-01',
					'18-08-20',
					'2018-8-20',
					'2018-08-20T00:00:00',
					'0000-01-01',
				],
			}
		case 'fecha-hora':
			return {
				valen: ['2018-08-20T00:00:00', '2024-02-29T24:00:00', '2018-08-20T23:59:59.9-06:00'],
				noValen: [
					'',
					'2018-08-20',
					'2018-08-20 00:00:00',
					'2018-08-20T24:00:01',
					'2018-08-20T00:60:00',
					'2018-08-20T00:00',
				],
			}
	}
}

const escapar = (valor: string): string =>
	valor.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;')

/** El documento con un atributo puesto (o quitado, con null) en el primer elemento de ese nombre. */
const conAtributo = (xml: string, elemento: string, atributo: string, valor: string | null): string =>
	xml.replace(new RegExp(`<${elemento}(?=[ />])[^>]*>`), (etiqueta) => {
		const sin = etiqueta.replace(new RegExp(` ${atributo}="[^"]*"`), '')
		return valor === null
			? sin
			: sin.replace(`<${elemento}`, () => `<${elemento} ${atributo}="${escapar(valor)}"`)
	})

/** El primer elemento de ese nombre, con todo lo que lleva dentro. */
const entero = (xml: string, elemento: string): string =>
	new RegExp(`<${elemento}(?=[ />])(?:[^>]*/>|[^]*?</${elemento}>)`).exec(xml)?.[0] ?? ''

const elementos = (elemento: Elemento): readonly Elemento[] => [
	elemento,
	...elemento.hijos.flatMap(elementos),
]

/** Documentos que cumplen y llevan de todo: módulos, perfil y timbre. */
const completos = fc
	.sample(
		decBueno.filter((dec) => dec.uacs.length > 0 && dec.perfilEgreso !== undefined && dec.sep !== undefined),
		{ numRuns: 3, seed: 19 },
	)
	.map(escribirDec)

const acuerdan = (xml: string): boolean => {
	const veredictos = [oficial(xml), propio(xml), nuestro(xml)]
	expect(veredictos, xml).toEqual(Array(3).fill(veredictos[0]))
	return veredictos[0] === true
}

describe('cada restricción del esquema: el oficial, el nuestro y nuestra revisión dicen lo mismo', () => {
	it('los documentos de partida cumplen', () => {
		expect(completos).toHaveLength(3)
		for (const xml of completos) expect(acuerdan(xml)).toBe(true)
	})

	for (const elemento of elementos(ARBOL)) {
		const { requeridos, opcionales } = elemento.atributos
		const tipos: Readonly<Record<string, Tipo>> = { ...requeridos, ...opcionales }
		for (const [atributo, tipo] of Object.entries(tipos)) {
			it(`${elemento.nombre}/@${atributo}: presencia y valores`, () => {
				const { valen, noValen } = DE_TIPO(tipo)
				for (const xml of completos) {
					for (const valor of valen)
						expect(acuerdan(conAtributo(xml, elemento.nombre, atributo, valor)), valor).toBe(true)
					for (const valor of noValen)
						expect(acuerdan(conAtributo(xml, elemento.nombre, atributo, valor)), valor).toBe(false)
					const sin = conAtributo(xml, elemento.nombre, atributo, null)
					expect(acuerdan(sin)).toBe(!(atributo in requeridos))
				}
			})
		}
		it(`${elemento.nombre}: ningún atributo de más`, () => {
			for (const xml of completos)
				expect(acuerdan(conAtributo(xml, elemento.nombre, 'otro', 'x'))).toBe(false)
		})
		if (elemento === ARBOL) continue
		it(`${elemento.nombre}: cuántas veces y en qué orden`, () => {
			for (const xml of completos) {
				const suyo = entero(xml, elemento.nombre)
				expect(suyo).not.toBe('')
				const uno = xml.replaceAll(new RegExp(`<${elemento.nombre}(?=[ />])[^>]*/>\\s*`, 'g'), '')
				// Los que se repiten se quitan todos; los demás, el único.
				const sin = elemento.maximo === 'varios' ? uno : xml.replace(suyo, () => '')
				expect(acuerdan(sin)).toBe(elemento.minimo === 0)
				expect(acuerdan(xml.replace(suyo, () => suyo + suyo))).toBe(elemento.maximo === 'varios')
				// Al final de todo sólo puede ir el timbre, que es el último.
				if (elemento.maximo === 1 && elemento.nombre !== 'Sep') {
					const alFinal = xml.replace(suyo, () => '').replace('</Dec>', () => `${suyo}</Dec>`)
					expect(acuerdan(alFinal)).toBe(false)
				}
			}
		})
	}
})
