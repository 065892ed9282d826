import fc from 'fast-check'
import { XmlDocument } from 'libxml2-wasm'
import { expect, it } from 'vitest'
import { sobreCarga, sobreConsulta } from '../../../bff/adapters/cosfac/translate.ts'

const PIEZAS = [
	'&',
	'&amp;',
	'&amp;amp;',
	'&lt;',
	'&nada;',
	'&#65;',
	'<',
	'>',
	'"',
	"'",
	']]>',
	'ñ',
	'😀',
	'a',
	' ',
]
const secreto = fc
	.array(fc.constantFrom(...PIEZAS), { minLength: 2, maxLength: 8 })
	.map((piezas) => piezas.join(''))

const leido = (xml: string, nombre: string): string | undefined => {
	const documento = XmlDocument.fromString(xml)
	const contenido = documento.find(`//*[local-name()="${nombre}"]`)[0]?.content
	documento.dispose()
	return contenido
}

it('la contraseña que parece ya escapada llega a COSFAC tal cual, según libxml2', () => {
	fc.assert(
		fc.property(secreto, secreto, secreto, (usuario, password, nombreArchivo) => {
			const consulta = sobreConsulta('81', { usuario, password })
			expect(leido(consulta, 'usuario')).toBe(usuario)
			expect(leido(consulta, 'password')).toBe(password)
			const carga = sobreCarga({ nombreArchivo, zip: new Uint8Array(3) }, { usuario, password })
			expect(leido(carga, 'nombreArchivo')).toBe(nombreArchivo)
		}),
		{ numRuns: 200 },
	)
})
