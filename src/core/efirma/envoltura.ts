/**
 * Quita a un archivo la envoltura con que a veces llega: PEM (RFC 7468) o Base64 suelto en lugar de DER.
 */
import type { AsnType } from 'asn1js'
import { deBase64 } from './base64.ts'
import { leerDer, LIMITE_ARCHIVO } from './der.ts'

const PEM = /^\s*-----BEGIN ([A-Z0-9 ]+)-----\s([\s\S]+?)-----END \1-----\s*$/

/** Lo de dentro: `rotulo` es el del PEM (`CERTIFICATE`…) o null si no era PEM; `raiz`, null si no es DER. */
export type Contenido = {
	readonly rotulo: string | null
	readonly der: Uint8Array<ArrayBuffer>
	readonly raiz: AsnType | null
}

/** Los bytes DER de un archivo DER, PEM o Base64, ya leídos; null si no es ninguno. */
export const desenvolver = (bytes: Uint8Array): Contenido | null => {
	// Un PEM pesa un tercio más que su DER.
	if (bytes.length === 0 || bytes.length > LIMITE_ARCHIVO * 1.5) return null
	if (bytes[0] === 0x30) {
		const der = new Uint8Array(bytes)
		const raiz = leerDer(der)
		if (raiz !== null) return { rotulo: null, der, raiz }
	}
	const texto = new TextDecoder('latin1').decode(bytes).replace(/^\u00ef\u00bb\u00bf/, '')
	const pem = PEM.exec(texto)
	const der = deBase64(pem?.[2] ?? texto)
	return der === null ? null : { rotulo: pem?.[1] ?? null, der, raiz: leerDer(der) }
}
