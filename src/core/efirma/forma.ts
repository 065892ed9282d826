/**
 * Qué es un elemento DER por su forma: llave, certificado o alguno de los archivos con que se confunden. El nombre y
 * el tipo del archivo no se creen.
 */
import { type AsnType, BitString, Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js'
import { secuencia } from './der.ts'

/** `requerimiento` es el .req (PKCS#10) que se manda al SAT; `pkcs12`, un .pfx; null, cualquier otra cosa. */
export type Forma = 'llave' | 'certificado' | 'requerimiento' | 'pkcs12' | 'llave-publica'

const PKCS7 = /^1\.2\.840\.113549\.1\.7\.\d+$/

const algoritmoDe = (nodo: unknown): string | null => {
	const [oid] = secuencia(nodo)
	return oid instanceof ObjectIdentifier ? oid.valueBlock.toString() : null
}

/** Lo que empieza por una versión: PKCS#8, PKCS#1 y SEC 1 sin cifrar, y PKCS#12. */
const conVersion = ([, segundo, tercero, ...resto]: readonly AsnType[]): Forma | null => {
	if (segundo instanceof OctetString) return 'llave'
	if (segundo instanceof Integer) return tercero === undefined ? 'llave-publica' : 'llave'
	const algoritmo = algoritmoDe(segundo)
	if (algoritmo !== null && tercero instanceof OctetString) return 'llave'
	return algoritmo !== null && PKCS7.test(algoritmo) && resto.length === 0 ? 'pkcs12' : null
}

/** Lo firmado de un certificado trae seis partes o más; lo de un requerimiento, versión, nombre, llave y atributos. */
const firmado = (tbs: AsnType): Forma | null => {
	const partes = secuencia(tbs)
	if (partes[0] instanceof Integer && secuencia(partes[2])[1] instanceof BitString) return 'requerimiento'
	return partes.length >= 6 ? 'certificado' : null
}

/** La forma de un elemento ya leído; null si no es ninguna de las conocidas. */
export const formaDe = (raiz: AsnType | null): Forma | null => {
	const partes = secuencia(raiz)
	const [primera, segunda, tercera] = partes
	if (primera instanceof Integer) return conVersion(partes)
	if (primera === undefined) return null
	if (partes.length === 2 && algoritmoDe(primera) !== null) {
		if (segunda instanceof OctetString) return 'llave'
		return segunda instanceof BitString ? 'llave-publica' : null
	}
	const esFirmado = partes.length === 3 && segunda instanceof Sequence && tercera instanceof BitString
	return esFirmado ? firmado(primera) : null
}
