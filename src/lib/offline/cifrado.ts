/**
 * AES-GCM-256 sobre cada registro: IV nuevo de 96 bits cada vez (NIST SP 800-38D §8.2.2) y, como dato autenticado, qué
 * es y de quién. Un registro copiado al lugar de otro, o a nombre de otra persona, no abre.
 */
import type { Fila } from './base.ts'

type Sujeto = Pick<Fila, 'clave' | 'clase' | 'de'>

const IV_BYTES = 12

const texto = new TextEncoder()

/** Huella SHA-256, en hexadecimal: una clave opaca que dice lo mismo de lo mismo. */
export const huellaDe = async (...partes: readonly string[]): Promise<string> => {
	const resumen = await crypto.subtle.digest('SHA-256', texto.encode(JSON.stringify(partes)))
	return [...new Uint8Array(resumen)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Cifra un valor que cabe en JSON, atado a su sujeto. */
export const cifrar = async (
	llave: CryptoKey,
	sujeto: Sujeto,
	valor: unknown,
): Promise<Pick<Fila, 'iv' | 'cifra'>> => {
	const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
	const cifra = await crypto.subtle.encrypt(algoritmo(iv, sujeto), llave, texto.encode(JSON.stringify(valor)))
	return { iv, cifra }
}

/** El valor de una fila. Lanza si la llave es otra o si algo de la fila se alteró. */
export const descifrar = async (llave: CryptoKey, fila: Fila): Promise<unknown> => {
	const claro = await crypto.subtle.decrypt(algoritmo(fila.iv, fila), llave, fila.cifra)
	return JSON.parse(new TextDecoder().decode(claro)) as unknown
}

const algoritmo = (iv: Uint8Array<ArrayBuffer>, { clave, clase, de }: Sujeto): AesGcmParams => ({
	name: 'AES-GCM',
	iv,
	additionalData: texto.encode(JSON.stringify(['egreso', 2, clase, de, clave])),
})
