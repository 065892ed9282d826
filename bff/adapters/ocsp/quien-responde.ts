import { createHash, verify, X509Certificate } from 'node:crypto'
import { BitString, fromBER, type OctetString } from 'asn1js'
import { type BasicOCSPResponse, Certificate, RelativeDistinguishedNames } from 'pkijs'

const OID = {
	usoDeLlave: '2.5.29.15',
	restricciones: '2.5.29.19',
	usoExtendido: '2.5.29.37',
	firmaOcsp: '1.3.6.1.5.5.7.3.9',
	/** id-pkix-ocsp-nocheck, RFC 6960 §4.2.2.2.1 */
	sinComprobar: '1.3.6.1.5.5.7.48.1.5',
} as const

/** Algoritmos de firma que se aceptan en una respuesta y en quien la firma; SHA-1 ya no. */
const RESUMEN: Readonly<Record<string, string>> = {
	'1.2.840.113549.1.1.11': 'RSA-SHA256',
	'1.2.840.113549.1.1.12': 'RSA-SHA384',
	'1.2.840.113549.1.1.13': 'RSA-SHA512',
}

const BITS_MINIMOS = 2048
const CERTIFICADOS_MAXIMOS = 8
/** digitalSignature o nonRepudiation (RFC 5280 §4.2.1.3). */
const PUEDE_FIRMAR = 0x80 | 0x40

/** Quien emitió el certificado por el que se pregunta, leído una vez de las dos maneras. */
export type Autoridad = { readonly x509: X509Certificate; readonly pkijs: Certificate }

/** El certificado de esos bytes. Lanza si no lo es. */
export const leerAutoridad = (der: Uint8Array): Autoridad => {
	const x509 = new X509Certificate(der)
	return { x509, pkijs: Certificate.fromBER(Uint8Array.from(x509.raw).buffer) }
}

/**
 * Si la respuesta la firma quien puede (RFC 6960 §4.2.2.2): la autoridad que emitió el certificado, o alguien a quien ella
 * misma certificó para responder (id-kp-OCSPSigning), en vigor, y que es quien la respuesta dice que responde.
 *
 * Por el delegado mismo no se pregunta, traiga `nocheck` o no (§4.2.2.2.1 lo deja a quien consulta): el del SAT no lo trae y
 * manda preguntar por él a su propio servicio, que no puede dar fe de sí. Se le cree mientras esté en vigor.
 */
export const firmaQuienPuede = (basica: BasicOCSPResponse, emisor: Autoridad, ahora: number): boolean => {
	const algoritmo = RESUMEN[basica.signatureAlgorithm.algorithmId]
	if (algoritmo === undefined || basica.signature.valueBlock.unusedBits !== 0) return false
	const firma = basica.signature.valueBlock.valueHexView
	const firmo = ({ x509, pkijs }: Autoridad): boolean =>
		esRsaBastante(x509) &&
		esElQueDice(basica, pkijs) &&
		verify(algoritmo, basica.tbsResponseData.tbsView, x509.publicKey, firma)
	if (firmo(emisor)) return true
	return (basica.certs ?? [])
		.slice(0, CERTIFICADOS_MAXIMOS)
		.map((uno) => leerAutoridad(new Uint8Array(uno.toSchema().toBER())))
		.some((uno) => esDelegado(uno, emisor, ahora) && firmo(uno))
}

const esRsaBastante = ({ publicKey }: X509Certificate): boolean =>
	publicKey.asymmetricKeyType === 'rsa' &&
	(publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= BITS_MINIMOS

/** ResponderID: por nombre, o por la huella SHA-1 de su llave (RFC 6960 §4.2.1). SHA-1 aquí sólo identifica. */
const esElQueDice = ({ tbsResponseData }: BasicOCSPResponse, quien: Certificate): boolean => {
	const dicho = tbsResponseData.responderID as RelativeDistinguishedNames | OctetString
	if (dicho instanceof RelativeDistinguishedNames) return dicho.isEqual(quien.subject)
	const llave = quien.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView
	return createHash('sha1').update(llave).digest().equals(dicho.valueBlock.valueHexView)
}

const CONOCIDAS: readonly string[] = [OID.usoDeLlave, OID.restricciones, OID.usoExtendido, OID.sinComprobar]

const esDelegado = ({ x509, pkijs }: Autoridad, { x509: emisor }: Autoridad, ahora: number): boolean => {
	const extensiones = new Map((pkijs.extensions ?? []).map((una) => [una.extnID, una]))
	const uso = extensiones.get(OID.usoDeLlave)
	return (
		x509.keyUsage?.includes(OID.firmaOcsp) === true &&
		(uso === undefined || puedeFirmar(uso.extnValue.valueBlock.valueHexView)) &&
		[...extensiones.values()].every(({ extnID, critical }) => !critical || CONOCIDAS.includes(extnID)) &&
		RESUMEN[pkijs.signatureAlgorithm.algorithmId] !== undefined &&
		x509.checkIssued(emisor) &&
		x509.verify(emisor.publicKey) &&
		Date.parse(x509.validFrom) <= ahora &&
		ahora <= Date.parse(x509.validTo)
	)
}

const puedeFirmar = (der: Uint8Array): boolean => {
	const { result } = fromBER(Uint8Array.from(der))
	return result instanceof BitString && ((result.valueBlock.valueHexView[0] ?? 0) & PUEDE_FIRMAR) !== 0
}
