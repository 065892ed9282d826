import { PublicKeyInfo, RSAPublicKey } from 'pkijs'
import { leerEstructura, sinCeros } from './der.ts'
import type { X509 } from './x509.ts'

// Importar una llave cuesta más que verificar con ella; el certificado no cambia, así que se recuerda.
const importadas = new WeakMap<X509, Promise<CryptoKey | null>>()

const importar = async (x509: X509): Promise<CryptoKey | null> => {
	if (x509.bits === 0) return null
	try {
		const algoritmo = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
		return await crypto.subtle.importKey('spki', x509.spki, algoritmo, false, ['verify'])
	} catch {
		return null
	}
}

/** La llave pública RSA de un certificado, lista para verificar sellos (SHA-256); null si no es RSA o está malformada. */
export const llavePublica = (x509: X509): Promise<CryptoKey | null> => {
	const llave = importadas.get(x509) ?? importar(x509)
	importadas.set(x509, llave)
	return llave
}

/** El módulo de la llave de un certificado, sin ceros delante; null si no es RSA. */
export const moduloDe = ({ spki, bits }: X509): Uint8Array | null => {
	if (bits === 0) return null
	const info = leerEstructura(PublicKeyInfo, spki)
	const publica =
		info && leerEstructura(RSAPublicKey, new Uint8Array(info.subjectPublicKey.valueBlock.valueHexView))
	return publica && sinCeros(publica.modulus.valueBlock.valueHexView)
}
