import fc from 'fast-check'
import { XmlDocument } from 'libxml2-wasm'
import { expect, it } from 'vitest'
import { sobreConsulta } from '../../../bff/adapters/renapo/translate.ts'

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
	.array(fc.constantFrom(...PIEZAS), { minLength: 1, maxLength: 8 })
	.map((piezas) => piezas.join(''))

const leido = (xml: string, nombre: string): string | undefined => {
	const documento = XmlDocument.fromString(xml)
	const contenido = documento.find(`//*[local-name()="${nombre}"]`)[0]?.content
	documento.dispose()
	return contenido
}

it('la contraseña que parece ya escapada llega a RENAPO tal cual, según libxml2', () => {
	fc.assert(
		fc.property(secreto, secreto, secreto, (curp, usuario, contrasena) => {
			const xml = sobreConsulta(curp, { usuario, contrasena })
			expect(leido(xml, 'curp')).toBe(curp)
			expect(leido(xml, 'usuario')).toBe(usuario)
			expect(leido(xml, 'contrasena')).toBe(contrasena)
		}),
		{ numRuns: 200 },
	)
})
