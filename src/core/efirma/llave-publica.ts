import type { X509 } from './x509.ts'

export type Huella = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

// Importar una llave cuesta más que verificar con ella; el certificado no cambia, así que se recuerda.
const importadas = new WeakMap<X509, Map<Huella, Promise<CryptoKey | null>>>()

const importar = async (x509: X509, huella: Huella): Promise<CryptoKey | null> => {
	if (x509.bits === 0) return null
	try {
		return await crypto.subtle.importKey(
			'spki',
			x509.spki,
			{ name: 'RSASSA-PKCS1-v1_5', hash: huella },
			false,
			['verify'],
		)
	} catch {
		return null
	}
}

/** La llave pública RSA de un certificado, lista para verificar; null si no es RSA o está malformada. */
export const llavePublica = (x509: X509, huella: Huella): Promise<CryptoKey | null> => {
	const porHuella = importadas.get(x509) ?? new Map<Huella, Promise<CryptoKey | null>>()
	importadas.set(x509, porHuella)
	const llave = porHuella.get(huella) ?? importar(x509, huella)
	porHuella.set(huella, llave)
	return llave
}
