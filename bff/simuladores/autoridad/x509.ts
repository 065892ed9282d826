import * as asn1js from 'asn1js'
import {
	AttributeTypeAndValue,
	BasicConstraints,
	Certificate,
	CryptoEngine,
	Extension,
	ExtKeyUsage,
	RelativeDistinguishedNames,
	setEngine,
	Time,
} from 'pkijs'

const motor = new CryptoEngine({ name: 'autoridad-demo', crypto })
setEngine('autoridad-demo', motor)

/** OID de los atributos del nombre, como los escribe el SAT. */
export const OID = {
	cn: '2.5.4.3',
	serialNumber: '2.5.4.5',
	c: '2.5.4.6',
	o: '2.5.4.10',
	ou: '2.5.4.11',
	name: '2.5.4.41',
	x500UniqueIdentifier: '2.5.4.45',
	email: '1.2.840.113549.1.9.1',
} as const

/** Un renglón de un nombre distinguido: cuál atributo y qué dice. */
export type Atributo = readonly [oid: string, texto: string]

const TEXTO_IMPRIMIBLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/
const LATIN_1 = /^[\u0020-\u00ff]*$/

// El SAT escribe PrintableString mientras puede, y T61String en Latin-1 en cuanto aparece una Ñ.
const escribirTexto = ([oid, valor]: Atributo): asn1js.BaseStringBlock => {
	if (oid === OID.email) return new asn1js.IA5String({ value: valor })
	if (TEXTO_IMPRIMIBLE.test(valor)) return new asn1js.PrintableString({ value: valor })
	if (LATIN_1.test(valor)) return new asn1js.TeletexString({ value: valor })
	return new asn1js.Utf8String({ value: valor })
}

/**
 * Un nombre distinguido, un atributo por RDN, en el orden dado. PKI.js los escribiría todos en un solo RDN; lo que lee, en
 * cambio, lo conserva byte por byte.
 */
const escribirNombre = (atributos: readonly Atributo[]): RelativeDistinguishedNames => {
	const rdns = atributos.map((uno) => {
		const value = escribirTexto(uno) as asn1js.Utf8String
		return new asn1js.Set({ value: [new AttributeTypeAndValue({ type: uno[0], value }).toSchema()] })
	})
	const der = new asn1js.Sequence({ value: rdns }).toBER()
	return new RelativeDistinguishedNames({ schema: asn1js.fromBER(der).result })
}

// RFC 5280 §4.1.2.5: hasta 2049 UTCTime, desde 2050 GeneralizedTime.
const escribirFecha = (fecha: Date): Time =>
	new Time({ type: fecha.getUTCFullYear() < 2050 ? 0 : 1, value: fecha })

const extension = (extnID: string, critical: boolean, valor: asn1js.BaseBlock): Extension =>
	new Extension({ extnID, critical, extnValue: valor.toBER(false) })

const bits = (octetos: readonly number[], sobrantes: number): asn1js.BitString =>
	new asn1js.BitString({ valueHex: new Uint8Array(octetos).buffer, unusedBits: sobrantes })

/** `basicConstraints` crítica: de autoridad con su largo de ruta, o de quien no lo es. */
export const restriccionesBasicas = (autoridad: { readonly largo: number } | null): Extension =>
	extension(
		'2.5.29.19',
		true,
		new BasicConstraints(autoridad ? { cA: true, pathLenConstraint: autoridad.largo } : {}).toSchema(),
	)

/** Los usos de llave que aquí hacen falta, con los bits de RFC 5280 §4.2.1.3. */
export const usoDeLlave = (quien: 'fiel' | 'csd' | 'autoridad' | 'ocsp'): Extension => {
	switch (quien) {
		case 'fiel':
			// digitalSignature, nonRepudiation, dataEncipherment, keyAgreement
			return extension('2.5.29.15', false, bits([0xd8], 3))
		case 'csd':
			// digitalSignature, nonRepudiation
			return extension('2.5.29.15', false, bits([0xc0], 6))
		case 'autoridad':
			// keyCertSign, cRLSign
			return extension('2.5.29.15', true, bits([0x06], 1))
		case 'ocsp':
			return extension('2.5.29.15', true, bits([0x80], 7))
	}
}

/** `extKeyUsage` con los propósitos dados. */
export const usoExtendido = (propositos: readonly string[]): Extension =>
	extension('2.5.29.37', false, new ExtKeyUsage({ keyPurposes: [...propositos] }).toSchema())

/** La extensión de Netscape que el SAT pone a la FIEL: cliente SSL y S/MIME. */
export const tipoNetscape = (): Extension => extension('2.16.840.1.113730.1.1', false, bits([0xa0], 5))

/** RFC 6960 §4.2.2.2.1: a quien firma OCSP no se le pregunta si está revocado. */
export const sinComprobarOcsp = (): Extension => extension('1.3.6.1.5.5.7.48.1.5', false, new asn1js.Null())

type DatosX509 = {
	/** 20 dígitos; se escriben como sus 20 caracteres ASCII, que es como el SAT los pone. */
	readonly serie: string
	readonly sujeto: readonly Atributo[]
	readonly desde: Date
	readonly hasta: Date
	readonly llavePublica: CryptoKey
	readonly extensiones: readonly Extension[]
	/** El certificado que emite; `null` es autofirmado. */
	readonly emisor: Certificate | null
	readonly llaveDelEmisor: CryptoKey
}

/** Un certificado X.509 v3 firmado con SHA-256 y RSA, en DER. */
export const emitirX509 = async (datos: DatosX509): Promise<Uint8Array> => {
	if (!/^\d{20}$/.test(datos.serie)) throw new Error(`La serie «${datos.serie}» no son 20 dígitos.`)
	const sujeto = escribirNombre(datos.sujeto)
	const certificado = new Certificate({
		version: 2,
		serialNumber: new asn1js.Integer({ valueHex: Uint8Array.from(Buffer.from(datos.serie, 'ascii')).buffer }),
		issuer: datos.emisor?.subject ?? sujeto,
		subject: sujeto,
		notBefore: escribirFecha(datos.desde),
		notAfter: escribirFecha(datos.hasta),
		extensions: [...datos.extensiones],
	})
	await certificado.subjectPublicKeyInfo.importKey(datos.llavePublica, motor)
	await certificado.sign(datos.llaveDelEmisor, 'SHA-256', motor)
	return new Uint8Array(certificado.toSchema(true).toBER(false))
}

const ALGORITMO = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const

/** Un par RSA-2048 nuevo, exportable. */
export const nuevoPar = (): Promise<CryptoKeyPair> =>
	crypto.subtle.generateKey(
		{ ...ALGORITMO, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
		true,
		['sign', 'verify'],
	)

/** La llave privada en PKCS#8 sin cifrar, en DER. */
export const exportarPkcs8 = async (llave: CryptoKey): Promise<Uint8Array> =>
	new Uint8Array(await crypto.subtle.exportKey('pkcs8', llave))

/** Una llave privada PKCS#8 sin cifrar, para firmar. */
export const importarPkcs8 = (der: Uint8Array): Promise<CryptoKey> =>
	crypto.subtle.importKey('pkcs8', Uint8Array.from(der), ALGORITMO, true, ['sign'])

/** El certificado que hay en esos bytes. */
export const leerCertificado = (der: Uint8Array): Certificate =>
	Certificate.fromBER(Uint8Array.from(der).buffer)
