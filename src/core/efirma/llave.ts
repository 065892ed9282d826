/**
 * La llave privada de la e.firma (.key): se abre con su contraseña y queda como CryptoKey que no se puede extraer.
 *
 * Fuente: PKCS#8 (RFC 5958), PBES2 y PBKDF2 (RFC 8018). Las del SAT usan PBKDF2 con HMAC-SHA1 y 2048 vueltas y 3DES
 * en CBC; WebCrypto no tiene 3DES, y ese paso lo da des.js. Se aceptan también las re-cifradas con AES. La
 * contraseña y lo descifrado no se guardan, no se registran y no salen de aquí.
 */
import { Integer, OctetString } from 'asn1js'
import { AlgorithmIdentifier } from 'pkijs'
import { ok, rechazo, type Result } from '../domain/result.ts'
import { descifrar, leerCifrado, type Cifrado } from './cifrado.ts'
import { comoEstructura, leerDer, secuencia } from './der.ts'
import { desenvolver } from './envoltura.ts'
import { llavePublica } from './llave-publica.ts'
import type { X509 } from './x509.ts'

export type MotivoLlave =
	/** No es una llave de e.firma cifrada. */
	| 'archivo-no-es-efirma'
	/** Cifrada con PBES1 (MD5 o SHA-1 con DES o RC2): ya no protege. */
	| 'llave-muy-antigua'
	/** Algoritmo desconocido, vueltas fuera de rango, sin cifrar, o no es RSA. */
	| 'llave-no-admitida'
	| 'contrasena-incorrecta'

const RSA = '1.2.840.113549.1.1.1'
const ALGORITMO = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

// windows-1252 coincide con Latin-1 salvo en 0x80–0x9F; el SAT ha guardado contraseñas con eñe así.
const W1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

const enW1252 = (texto: string): Uint8Array<ArrayBuffer> | null => {
	const bytes = new Uint8Array([...texto].length)
	let i = 0
	for (const letra of texto) {
		const codigo = letra.codePointAt(0) ?? 0
		const alto = W1252.indexOf(letra)
		if (alto >= 0) bytes[i] = 0x80 + alto
		else if (codigo < 0x80 || (codigo >= 0xa0 && codigo <= 0xff)) bytes[i] = codigo
		else return null
		i += 1
	}
	return bytes
}

/** Los bytes que la contraseña pudo tener: en UTF-8 y, si lleva letras fuera de ASCII, en windows-1252. */
const lecturas = (contrasena: string): readonly Uint8Array<ArrayBuffer>[] => {
	// Un teclado puede componer la eñe en dos caracteres; la contraseña se escribió en uno.
	const formas = new Set([contrasena, contrasena.normalize('NFC')])
	const intentos: Uint8Array<ArrayBuffer>[] = []
	for (const forma of formas) intentos.push(new TextEncoder().encode(forma))
	for (const forma of formas) {
		const bytes = /[^\0-\x7f]/.test(forma) ? enW1252(forma) : null
		if (bytes !== null) intentos.push(bytes)
	}
	return intentos
}

/**
 * Comprueba que lo descifrado sea un PrivateKeyInfo. Devuelve su forma mínima (sin los atributos que algunas
 * llaves traen al final y que no todo navegador acepta), o por qué no.
 *
 * No se usa la clase PrivateKeyInfo de PKI.js porque copia la llave para leerla por dentro, y esas copias no se
 * podrían borrar; aquí los elementos son vistas de `claro`.
 */
const leerClaro = (claro: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | 'ruido' | 'ajena' => {
	const [version, algoritmo, llave] = secuencia(leerDer(claro))
	if (!(version instanceof Integer) || !(llave instanceof OctetString)) return 'ruido'
	const identificado = comoEstructura(AlgorithmIdentifier, algoritmo)
	if (algoritmo === undefined || identificado === null) return 'ruido'
	if (identificado.algorithmId !== RSA) return 'ajena'
	const partes = [version, algoritmo, llave].map((parte) => parte.valueBeforeDecodeView)
	const cuerpo = partes.reduce((suma, parte) => suma + parte.length, 0)
	if (cuerpo < 256 || cuerpo > 0xffff) return 'ajena'
	const minima = new Uint8Array(cuerpo + 4)
	minima.set([0x30, 0x82, cuerpo >> 8, cuerpo & 0xff])
	let lugar = 4
	for (const parte of partes) {
		minima.set(parte, lugar)
		lugar += parte.length
	}
	return minima
}

const importar = async (pkcs8: Uint8Array<ArrayBuffer>): Promise<CryptoKey | null> => {
	try {
		return await crypto.subtle.importKey('pkcs8', pkcs8, ALGORITMO, false, ['sign'])
	} catch {
		return null
	}
}

type Intento = CryptoKey | 'contrasena-incorrecta' | 'llave-no-admitida'

const intentar = async (cifrado: Cifrado, contrasena: Uint8Array<ArrayBuffer>): Promise<Intento> => {
	const claro = await descifrar(cifrado, contrasena)
	// Una contraseña equivocada se nota en el relleno o, rara vez, en que lo descifrado no es una llave.
	if (claro === null) return 'contrasena-incorrecta'
	const leido = leerClaro(claro)
	claro.fill(0)
	if (leido === 'ruido') return 'contrasena-incorrecta'
	if (leido === 'ajena') return 'llave-no-admitida'
	const llave = await importar(leido)
	leido.fill(0)
	return llave ?? 'contrasena-incorrecta'
}

/**
 * Abre un .key (DER, PEM o Base64) con su contraseña. La llave que entrega solo firma (RSASSA-PKCS1-v1_5, SHA-256)
 * y no se puede extraer. Los bytes intermedios se borran; quien llama borra los suyos. Nunca lanza por lo que
 * traigan los bytes o la contraseña.
 */
export const abrirLlave = async (
	bytes: Uint8Array,
	contrasena: string,
): Promise<Result<CryptoKey, MotivoLlave>> => {
	const contenido = desenvolver(bytes)
	if (contenido === null) return rechazo('archivo-no-es-efirma')
	const cifrado = leerCifrado(contenido.raiz)
	if (!cifrado.ok) return cifrado
	// Ninguna llave del SAT tiene contraseña vacía, y no todo navegador sabe derivar de nada.
	if (contrasena === '') return rechazo('contrasena-incorrecta')
	let ultimo: MotivoLlave = 'contrasena-incorrecta'
	for (const lectura of lecturas(contrasena)) {
		const intento = await intentar(cifrado.valor, lectura)
		lectura.fill(0)
		if (typeof intento !== 'string') return ok(intento)
		if (intento === 'llave-no-admitida') ultimo = intento
	}
	return rechazo(ultimo)
}

/**
 * Si la llave y el certificado son de la misma e.firma: lo que una firma, el otro lo verifica. Una llave dañada por
 * dentro también da `false`: WebCrypto la importa sin revisarla.
 */
export const sonPareja = async (llave: CryptoKey, x509: X509): Promise<boolean> => {
	const publica = await llavePublica(x509)
	if (publica === null) return false
	const reto = crypto.getRandomValues(new Uint8Array(32))
	try {
		const firma = await crypto.subtle.sign(ALGORITMO.name, llave, reto)
		return await crypto.subtle.verify(ALGORITMO.name, publica, firma, reto)
	} catch {
		// Una llave dañada por dentro puede importarse y no poder firmar.
		return false
	}
}
