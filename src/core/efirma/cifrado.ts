/**
 * El sobre cifrado de una llave privada: EncryptedPrivateKeyInfo (RFC 5958 §3) con PBES2 (RFC 8018 §6.2).
 */
import des from 'des.js'
import { ok, rechazo, type Result } from '../domain/result.ts'
import { es, ETIQUETA, leerDer, leerEntero, leerOid, secuencia, type Nodo } from './asn1.ts'

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

const copia = (nodo: Nodo): Uint8Array<ArrayBuffer> => new Uint8Array(nodo.contenido)

/** Los parámetros de PBKDF2: sal, vueltas, longitud opcional y prf (HMAC-SHA1 si falta). */
const leerDerivacion = (
	nodo: Nodo | undefined,
	bytesLlave: number,
): Pick<Cifrado, 'sal' | 'vueltas' | 'huella'> | null => {
	const [oid, parametros] = secuencia(nodo)
	const [sal, cuantas, ...opcionales] = secuencia(parametros)
	const vueltas = leerEntero(cuantas)
	if (leerOid(oid) !== PBKDF2 || !es(sal, ETIQUETA.octetos) || sal.contenido.length > 1024) return null
	if (vueltas === null || vueltas < 1 || vueltas > VUELTAS) return null
	const longitud = opcionales.find((opcional) => es(opcional, ETIQUETA.entero))
	if (longitud !== undefined && leerEntero(longitud) !== bytesLlave) return null
	const prf = opcionales.find((opcional) => es(opcional, ETIQUETA.secuencia))
	const huella = prf === undefined ? 'SHA-1' : HUELLAS[leerOid(secuencia(prf)[0])]
	return huella === undefined ? null : { sal: copia(sal), vueltas, huella }
}

/** Lee el sobre sin abrirlo. */
export const leerCifrado = (der: Uint8Array): Result<Cifrado, MotivoCifrado> => {
	const [algoritmo, datos] = secuencia(leerDer(der) ?? undefined)
	// Sin cifrar, PKCS#8 y PKCS#1 empiezan por un entero: es una llave, pero no como el SAT la entrega.
	if (es(algoritmo, ETIQUETA.entero)) return rechazo('llave-no-admitida', { causa: 'sin-cifrar' })
	const [oid, parametros] = secuencia(algoritmo)
	if (leerOid(oid) === '' || !es(datos, ETIQUETA.octetos)) return rechazo('archivo-no-es-efirma')
	if (ANTIGUOS.test(leerOid(oid))) return rechazo('llave-muy-antigua')
	if (leerOid(oid) !== PBES2) return rechazo('llave-no-admitida', { causa: 'cifrado' })
	const [derivacion, esquema] = secuencia(parametros)
	const [oidModo, iv] = secuencia(esquema)
	const modo = MODOS[leerOid(oidModo)]
	if (modo === undefined || !es(iv, ETIQUETA.octetos))
		return rechazo('llave-no-admitida', { causa: 'cifrado' })
	const bloque = modo.modo === '3DES' ? 8 : 16
	const derivados = leerDerivacion(derivacion, modo.bytesLlave)
	if (derivados === null) return rechazo('llave-no-admitida', { causa: 'derivacion' })
	const longitud = datos.contenido.length
	if (iv.contenido.length !== bloque || longitud === 0 || longitud % bloque !== 0) {
		return rechazo('archivo-no-es-efirma')
	}
	return ok({ ...modo, ...derivados, iv: copia(iv), datos: copia(datos) })
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
