import fc from 'fast-check'
import { XmlAttribute, XmlDocument } from 'libxml2-wasm'
import { describe, expect, it } from 'vitest'
import { escribirDec } from '#core/dec/escribir.ts'
import { leerDec } from '#core/dec/leer.ts'
import { decBueno } from './generar.ts'

const TRAMPAS = [
	'&',
	'&amp;',
	'&amp;amp;',
	'&lt;',
	'&nada;',
	'&#10;',
	'&#38;',
	'&#x41;',
	'&;',
	'&#',
	'<',
	'>',
].concat([
	'"',
	"'",
	'\t',
	'\n',
	'\r',
	'\r\n',
	' ',
	']]>',
	'<![CDATA[',
	'<!--',
	'{',
	'}',
	'@',
	'$&',
	'ñ',
	'Á',
	'😀',
	'a',
])
const tramposo = fc.array(fc.constantFrom(...TRAMPAS), { maxLength: 8 }).map((piezas) => piezas.join(''))

/** Lo que libxml2 lee en los atributos de un elemento. */
const segunLibxml2 = (xml: string, elemento: string): Record<string, string> => {
	const documento = XmlDocument.fromString(xml)
	const atributos = documento.find(`//*[local-name()="${elemento}"]/@*`)
	const leidos = Object.fromEntries(
		atributos.map((nodo) => [nodo instanceof XmlAttribute ? nodo.name : '', nodo.content]),
	)
	documento.dispose()
	return leidos
}

describe('escribir un DEC', () => {
	it('lo que parece ya escapado llega tal cual: aquí y en libxml2', () => {
		fc.assert(
			fc.property(decBueno, tramposo, tramposo, (dec, nombre, nombreIEMS) => {
				const alumno = { ...dec.alumno, nombre }
				const escrito = { ...dec, alumno, iems: { ...dec.iems, nombreIEMS } }
				const xml = escribirDec(escrito)
				expect(leerDec(xml)).toEqual({ ok: true, valor: escrito })
				expect(segunLibxml2(xml, 'Alumno')).toEqual(alumno)
				expect(segunLibxml2(xml, 'Iems')).toEqual(escrito.iems)
			}),
			{ numRuns: 200 },
		)
	})

	it('un carácter que XML no admite lo detiene, y dice dónde', () => {
		fc.assert(
			fc.property(decBueno, fc.constantFrom('\0', '\u0008', '\ufffe', '\ud800', '\udc00'), (dec, malo) => {
				const escribir = (): string => escribirDec({ ...dec, alumno: { ...dec.alumno, nombre: `A${malo}` } })
				expect(escribir).toThrow('Alumno/@nombre')
			}),
		)
	})
})
