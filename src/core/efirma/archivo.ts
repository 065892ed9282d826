/**
 * Reconoce qué archivo es por lo que trae dentro: el nombre y el tipo no se creen, y en iOS no se puede filtrar por
 * extensión (`.key` es también de Keynote).
 */
import { es, esContexto, ETIQUETA, leerDer, secuencia } from './asn1.ts'
import { desenvolver } from './envoltura.ts'

/** Si el archivo es una llave privada, un certificado o ninguna de las dos cosas. */
export const reconocerArchivo = (bytes: Uint8Array): 'llave' | 'certificado' | 'desconocido' => {
	const contenido = desenvolver(bytes)
	const partes = secuencia((contenido && leerDer(contenido.der)) ?? undefined)
	// PKCS#8 y PKCS#1 sin cifrar empiezan por la versión, un entero.
	if (es(partes[0], ETIQUETA.entero)) return 'llave'
	const primera = secuencia(partes[0])
	if (partes.length === 2 && es(primera[0], ETIQUETA.oid) && es(partes[1], ETIQUETA.octetos)) return 'llave'
	const esTbs = esContexto(primera[0], 0) || es(primera[0], ETIQUETA.entero)
	return partes.length === 3 && esTbs && es(partes[2], ETIQUETA.bits) ? 'certificado' : 'desconocido'
}
