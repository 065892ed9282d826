/**
 * Reconoce qué archivo es por lo que trae dentro: el nombre y el tipo no se creen, y en iOS no se puede filtrar por
 * extensión (`.key` es también de Keynote).
 */
import { BitString, Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js'
import { secuencia } from './der.ts'
import { desenvolver } from './envoltura.ts'

/** Si el archivo es una llave privada, un certificado o ninguna de las dos cosas. */
export const reconocerArchivo = (bytes: Uint8Array): 'llave' | 'certificado' | 'desconocido' => {
	const partes = secuencia(desenvolver(bytes)?.raiz)
	// PKCS#8 y PKCS#1 sin cifrar empiezan por la versión, un entero.
	if (partes[0] instanceof Integer) return 'llave'
	const [primera] = secuencia(partes[0])
	const esSobre = primera instanceof ObjectIdentifier && partes[1] instanceof OctetString
	if (partes.length === 2 && esSobre) return 'llave'
	const esX509 = partes[1] instanceof Sequence && partes[2] instanceof BitString
	return partes.length === 3 && primera !== undefined && esX509 ? 'certificado' : 'desconocido'
}
