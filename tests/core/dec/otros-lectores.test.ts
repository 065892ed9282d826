import fc from 'fast-check'
import { XmlDocument } from 'libxml2-wasm'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { escribirDec } from '#core/dec/escribir.ts'
import { leerDec } from '#core/dec/leer.ts'
import { decBueno } from './generar.ts'

/** Lo que otro lector ve: cada elemento con sus atributos sin espacio de nombres. null si no lo da por bien formado. */
const conSaxes = (xml: string): unknown => {
	const vistos: unknown[] = []
	const parser = new SaxesParser({ xmlns: true as const, defaultXMLVersion: '1.0', forceXMLVersion: true })
	parser.on('error', (falla) => {
		throw falla
	})
	parser.on('opentag', ({ uri, local, attributes }) => {
		const propios = Object.values(attributes).filter(
			(atributo) => atributo.uri === '' && atributo.prefix === '',
		)
		const pares = propios.map((atributo) => [atributo.local, atributo.value]).sort()
		vistos.push([uri, local, pares.filter(([nombre]) => nombre !== 'xmlns')])
	})
	try {
		parser.write(xml).close()
		return vistos
	} catch {
		return null
	}
}

const conLibxml2 = (xml: string): readonly string[] | null => {
	try {
		const documento = XmlDocument.fromString(xml)
		const nombres = documento.find('//@*').map((nodo) => nodo.content)
		documento.dispose()
		return nombres.sort()
	} catch {
		return null
	}
}

const PIEZAS = [
	...[
		'',
		'<',
		'>',
		'"',
		"'",
		'&',
		'/',
		'=',
		' ',
		'\t',
		'\r\n',
		']]>',
		'<!--',
		'-->',
		'<?a?>',
		'<![CDATA[',
		']]>',
		'x',
	],
	...[
		'\u0000',
		'\u0085',
		'\ufeff',
		'\ufffe',
		'Ñ',
		'\ud83d',
		'\ude00',
		'&#65;',
		'&#x41;',
		'&#0;',
		'&lt;',
		'&a;',
		'&#;',
	],
	...[
		'x:',
		':',
		' xmlns=""',
		' xmlns:x="u"',
		' xmlns:x=""',
		' x:a="1"',
		' a="1"',
		' xml:lang="es"',
		'<a/>',
		'</a>',
	],
]

const mutilado = fc
	.tuple(
		decBueno,
		fc.array(fc.tuple(fc.nat(), fc.nat(4), fc.constantFrom(...PIEZAS)), { minLength: 1, maxLength: 2 }),
	)
	.map(([dec, cambios]) => {
		let xml = escribirDec(dec)
		for (const [donde, cuantos, pieza] of cambios) {
			const lugar = donde % xml.length
			xml = xml.slice(0, lugar) + pieza + xml.slice(lugar + cuantos)
		}
		return xml
	})

describe('nuestro lector frente a otros dos', () => {
	it('lo que acepta, saxes y libxml2 lo aceptan también y leen los mismos valores', () => {
		let aceptados = 0
		let total = 0
		fc.assert(
			fc.property(fc.oneof(mutilado, decBueno.map(escribirDec)), (xml) => {
				total += 1
				const leido = leerDec(xml)
				if (!leido.ok) return
				aceptados += 1
				// Un xml:lang o un prefijo de más no llegan hasta aquí: son atributos desconocidos.
				const reescrito = escribirDec(leido.valor)
				expect(conSaxes(xml)).toEqual(conSaxes(reescrito))
				expect(conLibxml2(xml)).toEqual(conLibxml2(reescrito))
				expect(conLibxml2(xml)).not.toBeNull()
			}),
			{ numRuns: 800 },
		)
		expect(aceptados).toBeGreaterThan(total / 5)
		expect(aceptados).toBeLessThan(total)
	})

	it('lo que dice mal formado, saxes tampoco lo acepta', () => {
		let negados = 0
		fc.assert(
			fc.property(mutilado, (xml) => {
				const leido = leerDec(xml)
				if (leido.ok || leido.motivo !== 'xml-mal-formado') return
				// Un nombre con eñe está bien formado, pero ningún DEC lo trae y no se intenta leer. Y saxes perdona
				// un BOM de más y los surrogates mal apareados.
				if (/[^\0-\x7f]/.test(xml.replace(/"[^"]*"/g, '')) || /\p{Cs}/u.test(xml)) return
				negados += 1
				expect(conSaxes(xml)).toBeNull()
			}),
			{ numRuns: 800 },
		)
		expect(negados).toBeGreaterThan(50)
	})
})
