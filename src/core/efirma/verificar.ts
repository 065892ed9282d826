import { deBase64 } from './base64.ts'
import { llavePublica } from './llave-publica.ts'
import type { X509 } from './x509.ts'

/**
 * Si el sello (Base64) es de esa cadena original y de la llave de ese certificado. No dice si el certificado es de fiar.
 * Un sello que no es Base64 o una llave que no es RSA dan `false`.
 */
export const verificarSello = async (cadena: string, selloB64: string, x509: X509): Promise<boolean> => {
	const sello = deBase64(selloB64)
	const llave = await llavePublica(x509)
	if (sello === null || llave === null) return false
	return crypto.subtle.verify('RSASSA-PKCS1-v1_5', llave, sello, new TextEncoder().encode(cadena))
}
