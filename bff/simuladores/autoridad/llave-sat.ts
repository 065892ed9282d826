import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import * as asn1js from 'asn1js'

const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
const DES_EDE3_CBC = '1.2.840.113549.3.7'
const VUELTAS = 2048

/**
 * Cifra una llave PKCS#8 como el SAT escribe sus `.key`: EncryptedPrivateKeyInfo en DER (RFC 5958 §3) con PBES2
 * (RFC 8018 §6.2), PBKDF2 de HMAC-SHA1 sin `prf` escrita, 2048 vueltas, sal de 8 bytes y des-ede3-cbc. La sal y
 * el vector salen del azar, al revés que en las del SAT, que los repite.
 */
export const cifrarLlaveSat = (pkcs8: Uint8Array, contrasena: string): Uint8Array => {
	const sal = randomBytes(8)
	const vector = randomBytes(8)
	const clave = pbkdf2Sync(Buffer.from(contrasena, 'utf8'), sal, VUELTAS, 24, 'sha1')
	const cifrador = createCipheriv('des-ede3-cbc', clave, vector)
	const cifrado = Buffer.concat([cifrador.update(pkcs8), cifrador.final()])
	const octetos = (bytes: Uint8Array): asn1js.OctetString =>
		new asn1js.OctetString({ valueHex: Uint8Array.from(bytes).buffer })
	const secuencia = (...value: asn1js.BaseBlock[]): asn1js.Sequence => new asn1js.Sequence({ value })
	const oid = (value: string): asn1js.ObjectIdentifier => new asn1js.ObjectIdentifier({ value })
	const estructura = secuencia(
		secuencia(
			oid(PBES2),
			secuencia(
				secuencia(oid(PBKDF2), secuencia(octetos(sal), new asn1js.Integer({ value: VUELTAS }))),
				secuencia(oid(DES_EDE3_CBC), octetos(vector)),
			),
		),
		octetos(cifrado),
	)
	return new Uint8Array(estructura.toBER(false))
}
