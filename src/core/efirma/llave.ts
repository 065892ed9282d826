/**
 * La llave privada de la e.firma (.key): se abre con su contraseña y queda como CryptoKey que no se puede extraer.
 *
 * Fuente: PKCS#8 (RFC 5958), PBES2 y PBKDF2 (RFC 8018). Las del SAT usan PBKDF2 con HMAC-SHA1 y 2048 vueltas y 3DES
 * en CBC; WebCrypto no tiene 3DES, y ese paso lo da des.js. Se aceptan también las re-cifradas con AES. La
 * contraseña y lo descifrado no se guardan, no se registran y no salen de aquí.
 */
import { Integer } from 'asn1js'
import { ok, rechazo, type Result } from '../domain/result.ts'
import { descifrar, leerCifrado, type Cifrado } from './cifrado.ts'
import { juzgarSinCifrar, leerClara } from './clara.ts'
import { lecturas } from './contrasena.ts'
import { secuencia } from './der.ts'
import { separar } from './envoltura.ts'
import { llavePublica, moduloDe } from './llave-publica.ts'
import type { X509 } from './x509.ts'

type MotivoLlave =
	/** No es una llave. */
	| 'archivo-no-es-efirma'
	/** Es una llave a la que le falta o le cambiaron algo. */
	| 'llave-danada'
	/** Cifrada con PBES1, DES, RC2 o a la manera vieja de PEM: ya no protege. */
	| 'llave-muy-antigua'
	/** `causa`: sin-cifrar, algoritmo (con su `algoritmo`), cifrado, derivacion, scrypt, vueltas o tamano. */
	| 'llave-no-admitida'
	| 'contrasena-incorrecta'

const ALGORITMO = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** El módulo de cada llave abierta, que es público: con él se distingue una llave dañada de la de otra e.firma. */
const modulos = new WeakMap<CryptoKey, Uint8Array>()

const leerSobre = (bytes: Uint8Array): Result<Cifrado, Exclude<MotivoLlave, 'contrasena-incorrecta'>> => {
	const pieza = separar(bytes).find(({ forma }) => forma === 'llave')
	if (pieza === undefined) return rechazo('archivo-no-es-efirma')
	if (pieza.pemCifrado) return rechazo('llave-muy-antigua')
	// Sin cifrar empiezan por la versión, un entero: es una llave, pero no como el SAT la entrega.
	if (secuencia(pieza.raiz)[0] instanceof Integer) return juzgarSinCifrar(pieza.raiz)
	return leerCifrado(pieza.raiz)
}

/** Lo que se puede decir de un .key antes de la contraseña: null si se podrá abrir con la suya. */
export const revisarLlave = (bytes: Uint8Array): Result<null, MotivoLlave> => {
	const sobre = leerSobre(bytes)
	return sobre.ok ? ok(null) : sobre
}

const intentar = async (
	cifrado: Cifrado,
	contrasena: Uint8Array<ArrayBuffer>,
): Promise<Result<CryptoKey, MotivoLlave>> => {
	const claro = await descifrar(cifrado, contrasena).finally(() => contrasena.fill(0))
	// Una contraseña equivocada se nota en el relleno o, rara vez, en que lo descifrado no es una llave.
	if (claro === null) return rechazo('contrasena-incorrecta')
	const leida = leerClara(claro)
	claro.fill(0)
	if (!leida.ok) return leida
	const { pkcs8, modulo } = leida.valor
	try {
		const llave = await crypto.subtle.importKey('pkcs8', pkcs8, ALGORITMO, false, ['sign'])
		modulos.set(llave, modulo)
		return ok(llave)
	} catch {
		return rechazo('llave-danada')
	} finally {
		pkcs8.fill(0)
	}
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
	const cifrado = leerSobre(bytes)
	if (!cifrado.ok) return cifrado
	// Ninguna llave del SAT tiene contraseña vacía, y no todo navegador sabe derivar de nada.
	if (contrasena === '') return rechazo('contrasena-incorrecta')
	// A la vez: con muchas vueltas, una lectura tras otra se sentiría trabado.
	const intentos = await Promise.all(lecturas(contrasena).map((lectura) => intentar(cifrado.valor, lectura)))
	const incorrecta = rechazo('contrasena-incorrecta')
	const explica = intentos.find((intento) => !intento.ok && intento.motivo !== 'contrasena-incorrecta')
	return intentos.find(({ ok: abre }) => abre) ?? explica ?? incorrecta
}

const seVerifican = async (llave: CryptoKey, publica: CryptoKey): Promise<boolean> => {
	const reto = crypto.getRandomValues(new Uint8Array(32))
	try {
		const firma = await crypto.subtle.sign(ALGORITMO.name, llave, reto)
		return await crypto.subtle.verify(ALGORITMO.name, publica, firma, reto)
	} catch {
		// Una llave dañada por dentro puede importarse y no poder firmar.
		return false
	}
}

const sonIguales = (uno: Uint8Array, otro: Uint8Array): boolean =>
	uno.length === otro.length && uno.every((byte, i) => byte === otro[i])

/**
 * Si la llave y el certificado son de la misma e.firma. `pareja` sólo si lo que una firma, el otro lo verifica;
 * `danada`: dice ser la suya (mismo módulo) y no firma, porque WebCrypto importa sin revisar por dentro.
 */
export const compararPareja = async (llave: CryptoKey, x509: X509): Promise<'pareja' | 'otra' | 'danada'> => {
	const publica = await llavePublica(x509)
	if (publica === null) return 'otra'
	if (await seVerifican(llave, publica)) return 'pareja'
	const [suyo, ajeno] = [modulos.get(llave), moduloDe(x509)]
	return suyo !== undefined && ajeno !== null && sonIguales(suyo, ajeno) ? 'danada' : 'otra'
}
