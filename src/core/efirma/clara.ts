/**
 * Lo de dentro del sobre, ya descifrado: PrivateKeyInfo (RFC 5958 §2) con una llave RSA (RFC 8017, apéndice A.1.2).
 *
 * No se usa la clase PrivateKeyInfo de PKI.js porque copia la llave para leerla por dentro, y esas copias no se
 * podrían borrar; aquí los elementos son vistas de lo descifrado.
 */
import { type AsnType, Integer, OctetString } from 'asn1js'
import { AlgorithmIdentifier } from 'pkijs'
import { ok, rechazo, type Result } from '../domain/result.ts'
import { comoEstructura, leerDer, secuencia, sinCeros } from './der.ts'

const RSA = '1.2.840.113549.1.1.1'

/** Los otros algoritmos, como se le dicen a una persona. */
const OTROS: Readonly<Record<string, string>> = {
	'1.2.840.10045.2.1': 'de curva elíptica',
	'1.2.840.10040.4.1': 'DSA',
	'1.2.840.10046.2.1': 'Diffie-Hellman',
	'1.2.840.113549.1.1.7': 'RSA-OAEP',
	'1.2.840.113549.1.1.10': 'RSA-PSS',
	'1.3.101.110': 'X25519',
	'1.3.101.111': 'X448',
	'1.3.101.112': 'Ed25519',
	'1.3.101.113': 'Ed448',
}

// La de 4096 bits ocupa unos 2,380 bytes. Más que eso no lo entrega el SAT, y firmar con ella podría tardar minutos.
const BITS = 4096
const LARGO = 2600
/** Bytes del módulo más corto con que alcanza para una firma SHA-256 de PKCS#1 v1.5. */
const MODULO = 62

/** El «no» a una llave de otro algoritmo, con su nombre. */
const otroAlgoritmo = (oid: string | null): ReturnType<typeof rechazo<'llave-no-admitida'>> =>
	rechazo('llave-no-admitida', { causa: 'algoritmo', algoritmo: OTROS[oid ?? ''] ?? 'de otro tipo' })

/** Por qué no vale una llave sin cifrar, en PKCS#8, PKCS#1 o SEC 1. */
export const juzgarSinCifrar = (raiz: AsnType | null): ReturnType<typeof rechazo<'llave-no-admitida'>> => {
	const [, segundo] = secuencia(raiz)
	// SEC 1: versión y la llave; sólo las de curva elíptica se escriben así.
	if (segundo instanceof OctetString) return otroAlgoritmo('1.2.840.10045.2.1')
	const oid = comoEstructura(AlgorithmIdentifier, segundo)?.algorithmId ?? RSA
	return oid === RSA ? rechazo('llave-no-admitida', { causa: 'sin-cifrar' }) : otroAlgoritmo(oid)
}

/** Donde empieza y acaba lo de dentro de un elemento con esa etiqueta; null si no está ahí, entero. */
const dentroDe = (
	bytes: Uint8Array,
	lugar: number,
	etiqueta: number,
): { readonly desde: number; readonly hasta: number } | null => {
	if (bytes[lugar] !== etiqueta) return null
	const corta = bytes[lugar + 1] ?? 0
	const mas = corta < 0x80 ? 0 : corta - 0x80
	if (mas > 2 || corta === 0x80) return null
	let largo = mas === 0 ? corta : 0
	for (let i = 0; i < mas; i += 1) largo = largo * 256 + (bytes[lugar + 2 + i] ?? 0)
	const desde = lugar + 2 + mas
	return desde + largo <= bytes.length ? { desde, hasta: desde + largo } : null
}

/** El módulo, que es público, de un RSAPrivateKey. A mano: leído con asn1js, los enteros secretos quedarían copiados. */
const leerModulo = (pkcs1: Uint8Array): Uint8Array | null => {
	const cuerpo = dentroDe(pkcs1, 0, 0x30)
	const version = cuerpo && dentroDe(pkcs1, cuerpo.desde, 0x02)
	const modulo = version && dentroDe(pkcs1, version.hasta, 0x02)
	return modulo && sinCeros(pkcs1.slice(modulo.desde, modulo.hasta))
}

/** Lista para importar. `pkcs8` es secreta: quien la recibe la borra. `modulo`, sin ceros delante. */
type Clara = { readonly pkcs8: Uint8Array<ArrayBuffer>; readonly modulo: Uint8Array }

/**
 * Comprueba que lo descifrado sea una llave RSA de un tamaño que se pueda usar. La entrega en su forma mínima, sin los
 * atributos que algunas traen al final y que no todo navegador acepta. `contrasena-incorrecta`: no es una llave.
 */
export const leerClara = (
	claro: Uint8Array<ArrayBuffer>,
): Result<Clara, 'contrasena-incorrecta' | 'llave-danada' | 'llave-no-admitida'> => {
	const [version, algoritmo, llave] = secuencia(leerDer(claro))
	if (!(version instanceof Integer) || !(llave instanceof OctetString))
		return rechazo('contrasena-incorrecta')
	const identificado = comoEstructura(AlgorithmIdentifier, algoritmo)
	if (algoritmo === undefined || identificado === null) return rechazo('contrasena-incorrecta')
	if (identificado.algorithmId !== RSA) return otroAlgoritmo(identificado.algorithmId)
	const modulo = leerModulo(llave.valueBlock.valueHexView)
	if (modulo === null || modulo.length < MODULO) return rechazo('llave-danada')
	const partes = [version, algoritmo, llave].map((parte) => parte.valueBeforeDecodeView)
	const cuerpo = partes.reduce((suma, parte) => suma + parte.length, 0)
	if (modulo.length * 8 > BITS || cuerpo > LARGO) return rechazo('llave-no-admitida', { causa: 'tamano' })
	// Un módulo así no cabe en menos de 256 bytes con sus factores, y la longitud ocupa dos.
	if (cuerpo < 256) return rechazo('llave-danada')
	const pkcs8 = new Uint8Array(cuerpo + 4)
	pkcs8.set([0x30, 0x82, cuerpo >> 8, cuerpo & 0xff])
	let lugar = 4
	for (const parte of partes) {
		pkcs8.set(parte, lugar)
		lugar += parte.length
	}
	return ok({ pkcs8, modulo })
}
