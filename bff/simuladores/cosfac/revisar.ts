import { cadenaOriginal } from '#core/dec/cadena-original.ts'
import type { Dec } from '#core/dec/dec.ts'
import { leerDec } from '#core/dec/leer.ts'
import { deBase64 } from '#core/efirma/base64.ts'
import { confiar } from '#core/efirma/cadena-de-confianza.ts'
import { verificarSello } from '#core/efirma/verificar.ts'
import { leerX509, vigenteEn, type X509 } from '#core/efirma/x509.ts'
import { XmlError, XmlLibError, type XsdValidator } from 'libxml2-wasm'
import { leerXml } from '../soap.ts'

/** Con qué se revisa un documento. */
export type Criterio = {
	readonly esquema: XsdValidator
	readonly anclas: readonly X509[]
	readonly momento: Date
}

/** El documento aceptado, o la frase con que se rechaza, al modo de la SEP. */
type Revision = { readonly dec: Dec } | { readonly rechazo: string }

const no = (rechazo: string): Revision => ({ rechazo })

const detalle = (causa: unknown): string => {
	if (causa instanceof XmlLibError) {
		const [primero] = causa.details
		return primero ? `línea ${primero.line}: ${primero.message.trim()}` : causa.message.trim()
	}
	if (causa instanceof XmlError || causa instanceof Error) return causa.message.trim()
	return String(causa)
}

const revisarEsquema = (bytes: Uint8Array, esquema: XsdValidator): string | null => {
	let documento
	try {
		documento = leerXml(bytes)
	} catch (causa) {
		return `El XML no está bien formado: ${detalle(causa)}`
	}
	try {
		esquema.validate(documento)
		return null
	} catch (causa) {
		return `El XML no cumple con el esquema DecTerminacion 3.0: ${detalle(causa)}`
	} finally {
		documento.dispose()
	}
}

// Mil documentos de un lote traen el mismo certificado: se lee una vez.
const leidos = new Map<string, X509 | null>()
const leerCertificado = (base64: string): X509 | null => {
	const antes = leidos.get(base64)
	if (antes !== undefined) return antes
	const bytes = deBase64(base64)
	const leido = bytes === null ? null : leerX509(bytes)
	const x509 = leido?.ok === true ? leido.valor : null
	if (leidos.size > 1_000) leidos.clear()
	leidos.set(base64, x509)
	return x509
}

const revisarFirma = async (dec: Dec, { anclas, momento }: Criterio): Promise<string | null> => {
	const { sello, certificadoResponsable, noCertificadoResponsable, curp } = dec.firmaResponsable
	const x509 = leerCertificado(certificadoResponsable)
	if (x509 === null) return 'El certificado del responsable no es un certificado X.509.'
	if (noCertificadoResponsable !== undefined && noCertificadoResponsable !== x509.noCertificado) {
		return 'El número de certificado del responsable no coincide con su certificado.'
	}
	if (!vigenteEn(x509, momento)) return 'El certificado del responsable no se encuentra vigente.'
	if ((await confiar(x509, anclas, momento)) !== 'confiable') {
		return 'El certificado del responsable no fue emitido por una autoridad reconocida.'
	}
	if (x509.curp !== curp) return 'La CURP del responsable no coincide con la de su certificado.'
	const cadena = cadenaOriginal(dec)
	if (!cadena.ok) return 'Un valor de la cadena original contiene el carácter |.'
	if (!(await verificarSello(cadena.valor, sello, x509))) {
		return 'El sello del responsable no corresponde a la cadena original.'
	}
	return null
}

/**
 * Revisa un documento como lo haría la SEP: bien formado, esquema, sin timbre previo, certificado del responsable
 * vigente, de autoridad reconocida y de la misma CURP, y sello sobre la cadena original reconstruida.
 */
export const revisarDocumento = async (
	nombre: string,
	bytes: Uint8Array,
	criterio: Criterio,
): Promise<Revision> => {
	if (!/\.xml$/i.test(nombre)) return no('El archivo no es XML.')
	const mal = revisarEsquema(bytes, criterio.esquema)
	if (mal !== null) return no(mal)
	const leido = leerDec(bytes)
	if (!leido.ok) return no(`El XML no se puede leer: ${leido.motivo}.`)
	const dec = leido.valor
	if (dec.sep !== undefined) return no('El documento ya contiene el nodo Sep.')
	const reparo = await revisarFirma(dec, criterio)
	return reparo === null ? { dec } : no(reparo)
}
