import { aBase64 } from './base64.ts'

/**
 * El sello de una cadena original: RSA PKCS#1 v1.5 con SHA-256 sobre sus bytes UTF-8, en Base64 (numeral 16).
 * La llave es la que entrega `abrirLlave`.
 */
export const sellar = async (cadena: string, llave: CryptoKey): Promise<string> =>
	aBase64(
		new Uint8Array(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', llave, new TextEncoder().encode(cadena))),
	)
