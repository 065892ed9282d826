/**
 * PBKDF2 (RFC 8018 §5.2): de la contraseña a la llave que abre el sobre, con cualquiera de las siete funciones de la
 * norma (apéndice B.1.2).
 */
import { type AsnType, Integer, OctetString } from 'asn1js'
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { sha224, sha512_224, sha512_256 } from '@noble/hashes/sha2.js'
import { AlgorithmIdentifier } from 'pkijs'
import { ok, rechazo, type Result } from '../domain/result.ts'
import { comoEstructura, secuencia } from './der.ts'

// WebCrypto deriva con las cuatro primeras; las tres truncadas no las tiene ningún navegador.
const DE_WEBCRYPTO = ['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const
const A_MANO = { 'SHA-224': sha224, 'SHA-512/224': sha512_224, 'SHA-512/256': sha512_256 } as const

export type Huella = (typeof DE_WEBCRYPTO)[number] | keyof typeof A_MANO

/**
 * Vueltas que se aceptan. El SAT usa 2048; las recomendaciones más altas andan por seiscientas mil con SHA-256 y menos de
 * trescientas mil con SHA-512, que cuesta el doble. Una contraseña con acentos se prueba de dos o tres maneras, y ni
 * así debe esperarse más de un segundo. Las que no da WebCrypto son diez veces más lentas.
 */
export const VUELTAS: Readonly<Record<Huella, number>> = {
	'SHA-1': 600_000,
	'SHA-256': 600_000,
	'SHA-384': 300_000,
	'SHA-512': 300_000,
	'SHA-224': 60_000,
	'SHA-512/224': 30_000,
	'SHA-512/256': 30_000,
}

/** Sal más larga que se acepta, en bytes: la del SAT mide ocho. */
const SAL = 1024

export type Derivacion = {
	readonly sal: Uint8Array<ArrayBuffer>
	readonly vueltas: number
	readonly huella: Huella
}

const PBKDF2 = '1.2.840.113549.1.5.12'
const SCRYPT = '1.3.6.1.4.1.11591.4.11'
const HMAC_MD5 = '1.2.840.113549.2.6'
const HUELLAS: Readonly<Record<string, Huella>> = {
	'1.2.840.113549.2.7': 'SHA-1',
	'1.2.840.113549.2.8': 'SHA-224',
	'1.2.840.113549.2.9': 'SHA-256',
	'1.2.840.113549.2.10': 'SHA-384',
	'1.2.840.113549.2.11': 'SHA-512',
	'1.2.840.113549.2.12': 'SHA-512/224',
	'1.2.840.113549.2.13': 'SHA-512/256',
}

const esDeWebcrypto = (huella: Huella): huella is (typeof DE_WEBCRYPTO)[number] =>
	(DE_WEBCRYPTO as readonly string[]).includes(huella)

/** Un entero sin signo; null si no lo es, e Infinity si no cabe en seis bytes. */
const entero = (nodo: unknown): number | null => {
	if (!(nodo instanceof Integer)) return null
	const bytes = nodo.valueBlock.valueHexView
	if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) return null
	if (bytes.length > 6) return Infinity
	return bytes.reduce((total, byte) => total * 256 + byte, 0)
}

/** El prf: HMAC-SHA1 si no viene. */
const leerHuella = (
	nodo: AsnType | undefined,
): Result<Huella, 'llave-danada' | 'llave-muy-antigua' | 'llave-no-admitida'> => {
	if (nodo === undefined) return ok('SHA-1')
	const prf = comoEstructura(AlgorithmIdentifier, nodo)
	if (prf === null) return rechazo('llave-danada')
	if (prf.algorithmId === HMAC_MD5) return rechazo('llave-muy-antigua')
	const huella = HUELLAS[prf.algorithmId]
	return huella === undefined ? rechazo('llave-no-admitida', { causa: 'derivacion' }) : ok(huella)
}

/** Los parámetros: sal, vueltas, longitud opcional y prf (HMAC-SHA1 si falta). */
export const leerDerivacion = (
	{ algorithmId, algorithmParams }: AlgorithmIdentifier,
	bytesLlave: number,
): Result<Derivacion, 'llave-danada' | 'llave-muy-antigua' | 'llave-no-admitida'> => {
	if (algorithmId === SCRYPT) return rechazo('llave-no-admitida', { causa: 'scrypt' })
	if (algorithmId !== PBKDF2) return rechazo('llave-no-admitida', { causa: 'derivacion' })
	const [sal, cuantas, ...resto] = secuencia(algorithmParams)
	const vueltas = entero(cuantas)
	if (!(sal instanceof OctetString) || vueltas === null || vueltas === 0) return rechazo('llave-danada')
	const conLongitud = resto[0] instanceof Integer
	if (conLongitud && entero(resto[0]) !== bytesLlave) return rechazo('llave-danada')
	const huella = leerHuella(resto[conLongitud ? 1 : 0])
	if (!huella.ok) return huella
	if (sal.valueBlock.valueHexView.length > SAL) return rechazo('llave-no-admitida', { causa: 'derivacion' })
	if (vueltas > VUELTAS[huella.valor]) return rechazo('llave-no-admitida', { causa: 'vueltas' })
	return ok({ sal: new Uint8Array(sal.valueBlock.valueHexView), vueltas, huella: huella.valor })
}

/** La llave de `bytesLlave` bytes que da esa contraseña. Quien la recibe la borra. */
export const derivar = async (
	{ sal, vueltas, huella }: Derivacion,
	contrasena: Uint8Array<ArrayBuffer>,
	bytesLlave: number,
): Promise<Uint8Array<ArrayBuffer>> => {
	if (!esDeWebcrypto(huella)) {
		const opciones = { c: vueltas, dkLen: bytesLlave }
		return pbkdf2Async(A_MANO[huella], contrasena, sal, opciones)
	}
	const base = await crypto.subtle.importKey('raw', contrasena, 'PBKDF2', false, ['deriveBits'])
	const algoritmo = { name: 'PBKDF2', salt: sal, iterations: vueltas, hash: huella }
	return new Uint8Array(await crypto.subtle.deriveBits(algoritmo, base, bytesLlave * 8))
}
