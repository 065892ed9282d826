/**
 * El sobre cifrado de una llave privada: EncryptedPrivateKeyInfo (RFC 5958 §3) con PBES2 (RFC 8018 §6.2).
 */
import { type AsnType, OctetString } from 'asn1js'
import des from 'des.js'
import { PBES2Params, PKCS8ShroudedKeyBag } from 'pkijs'
import { ok, rechazo, type Result } from '../domain/result.ts'
import { comoEstructura, secuencia } from './der.ts'
import { type Derivacion, derivar, leerDerivacion } from './derivacion.ts'

export type Cifrado = {
	readonly modo: '3DES' | 'AES'
	readonly bytesLlave: 16 | 24 | 32
	readonly iv: Uint8Array<ArrayBuffer>
	readonly derivacion: Derivacion
	readonly datos: Uint8Array<ArrayBuffer>
}

type MotivoCifrado = 'archivo-no-es-efirma' | 'llave-danada' | 'llave-muy-antigua' | 'llave-no-admitida'

const PBES2 = '1.2.840.113549.1.5.13'
// PBES1 (RFC 8018 §6.1) y los de PKCS#12 (RFC 7292, apéndice C); dentro de PBES2, DES, RC2 y RC5 (apéndice B.2).
const ANTIGUOS =
	/^(?:1\.2\.840\.113549\.1\.(?:5\.(?:[1-9]|10|11)|12\.1\.\d+)|1\.3\.14\.3\.2\.7|1\.2\.840\.113549\.3\.[29])$/

const MODOS: Readonly<Record<string, Pick<Cifrado, 'modo' | 'bytesLlave'>>> = {
	'1.2.840.113549.3.7': { modo: '3DES', bytesLlave: 24 },
	'2.16.840.1.101.3.4.1.2': { modo: 'AES', bytesLlave: 16 },
	'2.16.840.1.101.3.4.1.22': { modo: 'AES', bytesLlave: 24 },
	'2.16.840.1.101.3.4.1.42': { modo: 'AES', bytesLlave: 32 },
}

const copia = (octetos: OctetString): Uint8Array<ArrayBuffer> =>
	new Uint8Array(octetos.valueBlock.valueHexView)

/** Lee el sobre sin abrirlo. */
export const leerCifrado = (raiz: AsnType | null): Result<Cifrado, MotivoCifrado> => {
	// PKCS#12 llama así a la misma estructura que PKCS#8 llama EncryptedPrivateKeyInfo.
	const sobre = secuencia(raiz).length === 2 ? comoEstructura(PKCS8ShroudedKeyBag, raiz) : null
	if (sobre === null) return rechazo('archivo-no-es-efirma')
	const { algorithmId, algorithmParams } = sobre.encryptionAlgorithm
	if (ANTIGUOS.test(algorithmId)) return rechazo('llave-muy-antigua')
	if (algorithmId !== PBES2) return rechazo('llave-no-admitida', { causa: 'cifrado' })
	const pbes2 = comoEstructura(PBES2Params, algorithmParams)
	if (pbes2 === null) return rechazo('llave-danada')
	const { algorithmId: esquema, algorithmParams: iv }: { algorithmId: string; algorithmParams?: unknown } =
		pbes2.encryptionScheme
	if (ANTIGUOS.test(esquema)) return rechazo('llave-muy-antigua')
	const modo = MODOS[esquema]
	if (modo === undefined) return rechazo('llave-no-admitida', { causa: 'cifrado' })
	const derivacion = leerDerivacion(pbes2.keyDerivationFunc, modo.bytesLlave)
	if (!derivacion.ok) return derivacion
	const bloque = modo.modo === '3DES' ? 8 : 16
	const datos = copia(sobre.encryptedData)
	const cabal = datos.length > 0 && datos.length % bloque === 0
	if (!cabal || !(iv instanceof OctetString) || iv.valueBlock.valueHexView.length !== bloque) {
		return rechazo('llave-danada')
	}
	return ok({ ...modo, derivacion: derivacion.valor, iv: copia(iv), datos })
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
	const llave = await derivar(cifrado.derivacion, contrasena, cifrado.bytesLlave)
	try {
		return cifrado.modo === '3DES' ? descifrar3Des(cifrado, llave) : await descifrarAes(cifrado, llave)
	} finally {
		llave.fill(0)
	}
}
