/**
 * El sobre cifrado de una llave privada: EncryptedPrivateKeyInfo (RFC 5958 §3) con PBES2 (RFC 8018 §6.2).
 */
import { type AsnType, Integer, OctetString } from 'asn1js'
import des from 'des.js'
import { type AlgorithmIdentifier, PBES2Params, PBKDF2Params, PKCS8ShroudedKeyBag } from 'pkijs'
import { ok, rechazo, type Result } from '../domain/result.ts'
import { comoEstructura, secuencia } from './der.ts'

/** Vueltas de PBKDF2 que se aceptan: el SAT usa 2048; más de un millón es un ataque a la paciencia. */
const VUELTAS = 1_000_000

type Huella = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

export type Cifrado = {
	readonly modo: '3DES' | 'AES'
	readonly bytesLlave: 16 | 24 | 32
	readonly iv: Uint8Array<ArrayBuffer>
	readonly sal: Uint8Array<ArrayBuffer>
	readonly vueltas: number
	readonly huella: Huella
	readonly datos: Uint8Array<ArrayBuffer>
}

export type MotivoCifrado = 'archivo-no-es-efirma' | 'llave-muy-antigua' | 'llave-no-admitida'

const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
// PBES1 (RFC 8018 §6.1) y los de PKCS#12 (RFC 7292, apéndice C).
const ANTIGUOS = /^1\.2\.840\.113549\.1\.(?:5\.(?:[1-9]|10|11)|12\.1\.\d+)$/

const HUELLAS: Readonly<Record<string, Huella>> = {
	'1.2.840.113549.2.7': 'SHA-1',
	'1.2.840.113549.2.9': 'SHA-256',
	'1.2.840.113549.2.10': 'SHA-384',
	'1.2.840.113549.2.11': 'SHA-512',
}

const MODOS: Readonly<Record<string, Pick<Cifrado, 'modo' | 'bytesLlave'>>> = {
	'1.2.840.113549.3.7': { modo: '3DES', bytesLlave: 24 },
	'2.16.840.1.101.3.4.1.2': { modo: 'AES', bytesLlave: 16 },
	'2.16.840.1.101.3.4.1.22': { modo: 'AES', bytesLlave: 24 },
	'2.16.840.1.101.3.4.1.42': { modo: 'AES', bytesLlave: 32 },
}

const copia = (octetos: OctetString): Uint8Array<ArrayBuffer> =>
	new Uint8Array(octetos.valueBlock.valueHexView)

/** Los parámetros de PBKDF2: sal, vueltas, longitud opcional y prf (HMAC-SHA1 si falta). */
const leerDerivacion = (
	algoritmo: AlgorithmIdentifier,
	bytesLlave: number,
): Pick<Cifrado, 'sal' | 'vueltas' | 'huella'> | null => {
	if (algoritmo.algorithmId !== PBKDF2) return null
	const parametros = comoEstructura(PBKDF2Params, algoritmo.algorithmParams)
	const sal: unknown = parametros?.salt
	if (parametros === null || !(sal instanceof OctetString)) return null
	// Un entero de más de tres bytes PKI.js lo entrega como cero: también queda fuera.
	const { iterationCount: vueltas, keyLength: longitud, prf } = parametros
	if (sal.valueBlock.valueHexView.length > 1024 || vueltas < 1 || vueltas > VUELTAS) return null
	if (longitud !== undefined && longitud !== bytesLlave) return null
	const huella = prf === undefined ? 'SHA-1' : HUELLAS[prf.algorithmId]
	return huella === undefined ? null : { sal: copia(sal), vueltas, huella }
}

/** Lee el sobre sin abrirlo. */
export const leerCifrado = (raiz: AsnType | null): Result<Cifrado, MotivoCifrado> => {
	// Sin cifrar, PKCS#8 y PKCS#1 empiezan por un entero: es una llave, pero no como el SAT la entrega.
	if (secuencia(raiz)[0] instanceof Integer) return rechazo('llave-no-admitida', { causa: 'sin-cifrar' })
	// PKCS#12 llama así a la misma estructura que PKCS#8 llama EncryptedPrivateKeyInfo.
	const sobre = comoEstructura(PKCS8ShroudedKeyBag, raiz)
	if (sobre === null) return rechazo('archivo-no-es-efirma')
	const { algorithmId, algorithmParams } = sobre.encryptionAlgorithm
	if (ANTIGUOS.test(algorithmId)) return rechazo('llave-muy-antigua')
	if (algorithmId !== PBES2) return rechazo('llave-no-admitida', { causa: 'cifrado' })
	const pbes2 = comoEstructura(PBES2Params, algorithmParams)
	const modo = pbes2 === null ? undefined : MODOS[pbes2.encryptionScheme.algorithmId]
	const iv: unknown = pbes2?.encryptionScheme.algorithmParams
	if (pbes2 === null || modo === undefined || !(iv instanceof OctetString)) {
		return rechazo('llave-no-admitida', { causa: 'cifrado' })
	}
	const bloque = modo.modo === '3DES' ? 8 : 16
	const derivados = leerDerivacion(pbes2.keyDerivationFunc, modo.bytesLlave)
	if (derivados === null) return rechazo('llave-no-admitida', { causa: 'derivacion' })
	const datos = copia(sobre.encryptedData)
	if (iv.valueBlock.valueHexView.length !== bloque || datos.length === 0 || datos.length % bloque !== 0) {
		return rechazo('archivo-no-es-efirma')
	}
	return ok({ ...modo, ...derivados, iv: copia(iv), datos })
}

const descifrar3Des = (cifrado: Cifrado, llave: Uint8Array): Uint8Array<ArrayBuffer> | null => {
	const descifrador = des.CBC.instantiate(des.EDE).create({
		type: 'decrypt',
		key: llave,
		iv: cifrado.iv,
		// El relleno se revisa aquí: des.js lanza, y aquí una contraseña equivocada es una respuesta.
		padding: false,
	})
	const bloques = [descifrador.update(cifrado.datos), descifrador.final()]
	const bytes = new Uint8Array(bloques.reduce((suma, bloque) => suma + bloque.length, 0))
	let lugar = 0
	for (const bloque of bloques) {
		bytes.set(bloque, lugar)
		lugar += bloque.length
		bloque.fill(0)
	}
	const relleno = bytes.at(-1) ?? 0
	const valido = relleno >= 1 && relleno <= 8 && bytes.subarray(-relleno).every((byte) => byte === relleno)
	const claro = valido ? bytes.slice(0, -relleno) : null
	bytes.fill(0)
	return claro
}

const descifrarAes = async (
	cifrado: Cifrado,
	llave: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> => {
	const importada = await crypto.subtle.importKey('raw', llave, 'AES-CBC', false, ['decrypt'])
	try {
		const algoritmo = { name: 'AES-CBC', iv: cifrado.iv }
		return new Uint8Array(await crypto.subtle.decrypt(algoritmo, importada, cifrado.datos))
	} catch {
		return null
	}
}

/** Lo de dentro del sobre, o null si con esa contraseña el relleno no cuadra. Quien lo recibe lo borra. */
export const descifrar = async (
	cifrado: Cifrado,
	contrasena: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> => {
	const base = await crypto.subtle.importKey('raw', contrasena, 'PBKDF2', false, ['deriveBits'])
	const { sal, vueltas, huella, bytesLlave } = cifrado
	const bits = await crypto.subtle.deriveBits(
		{ name: 'PBKDF2', salt: sal, iterations: vueltas, hash: huella },
		base,
		bytesLlave * 8,
	)
	const llave = new Uint8Array(bits)
	try {
		return cifrado.modo === '3DES' ? descifrar3Des(cifrado, llave) : await descifrarAes(cifrado, llave)
	} finally {
		llave.fill(0)
	}
}
