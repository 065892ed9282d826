import { readFileSync } from 'node:fs'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { revisarEstructura } from '#core/dec/estructura.ts'
import { leerDec } from '#core/dec/leer.ts'
import { hayReferencia, leerReferencia } from './referencia.ts'

const validador = (xsd: string): ((xml: string) => boolean) => {
	const esquema = XmlDocument.fromString(xsd)
	const validator = XsdValidator.fromDoc(esquema)
	return (xml) => {
		const documento = XmlDocument.fromString(xml)
		try {
			validator.validate(documento)
			return true
		} catch {
			return false
		} finally {
			documento.dispose()
		}
	}
}

/** El veredicto de libxml2 con el esquema que escribimos. */
export const propio = validador(
	readFileSync(new URL('../../../src/core/dec/dec-terminacion-3.0.xsd', import.meta.url), 'utf8'),
)

/** El de libxml2 con el esquema de la SEP; sin él (y se dice), con el nuestro. */
export const oficial = hayReferencia
	? validador(leerReferencia('sep/DecTerminacion-3.0.xsd').toString('utf8'))
	: propio

/** Nuestro veredicto de un XML, sin procesador de esquemas: se lee y no tiene fallas. */
export const nuestro = (xml: string): boolean => {
	const leido = leerDec(xml)
	return leido.ok && revisarEstructura(leido.valor).length === 0
}
