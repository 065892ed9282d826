import { verify, X509Certificate } from 'node:crypto'
import { fromBER, OctetString, type BaseBlock } from 'asn1js'
import { BasicOCSPResponse, type CertID, OCSPResponse, type SingleResponse } from 'pkijs'
import { OID_NONCE } from './pregunta.ts'

export type Esperado = {
	readonly por: CertID
	readonly nonce: Uint8Array
	readonly emisor: X509Certificate
	/** Milésimas desde 1970. */
	readonly ahora: number
}

export type Leida =
	| { readonly estado: 'vigente'; readonly hasta: number | null }
	| { readonly estado: 'revocado' }
	| { readonly estado: 'no-comprobado'; readonly razon: string }

const OID_BASICA = '1.3.6.1.5.5.7.48.1.1'
const OID_FIRMA_OCSP = '1.3.6.1.5.5.7.3.9'

/** Algoritmos de firma que se aceptan en una respuesta; SHA-1 ya no. */
const RESUMEN: Readonly<Record<string, string>> = {
	'1.2.840.113549.1.1.11': 'RSA-SHA256',
	'1.2.840.113549.1.1.12': 'RSA-SHA384',
	'1.2.840.113549.1.1.13': 'RSA-SHA512',
}

/** Los relojes de las máquinas no andan parejos. */
const HOLGURA = 5 * 60_000
/** Una respuesta que no dice hasta cuándo vale, vale un día. */
const SIN_PLAZO = 24 * 60 * 60_000
const CERTIFICADOS_MAXIMOS = 8

/**
 * Lee y comprueba una respuesta OCSP (RFC 6960 §3.2): que sea de la misma pregunta (nonce y certificado), que la firme el
 * emisor o un delegado suyo con el uso OCSPSigning, y que esté fresca. Lo que falle es `no-comprobado`; nunca lanza.
 */
export const leerRespuesta = (der: Uint8Array, esperado: Esperado): Leida => {
	try {
		return comprobar(der, esperado)
	} catch {
		return no('La respuesta del SAT no se entiende.')
	}
}

const no = (razon: string): Leida => ({ estado: 'no-comprobado', razon })

const comprobar = (der: Uint8Array, esperado: Esperado): Leida => {
	const sobre = new OCSPResponse({ schema: decodificar(der) })
	const codigo = sobre.responseStatus.valueBlock.valueDec
	if (codigo !== 0) return no(`El servicio de revocación respondió con el error ${codigo}.`)
	if (sobre.responseBytes?.responseType !== OID_BASICA) return no('La respuesta del SAT es de otro tipo.')
	const basica = new BasicOCSPResponse({
		schema: decodificar(sobre.responseBytes.response.valueBlock.valueHexView),
	})
	if (!firmaValida(basica, esperado))
		return no('La respuesta de revocación no viene firmada por la autoridad.')
	if (!mismoNonce(basica, esperado.nonce)) return no('La respuesta de revocación es de otra pregunta.')
	const mia = basica.tbsResponseData.responses.filter((una) => una.certID.isEqual(esperado.por))
	const [una] = mia
	if (!una || mia.length !== 1) return no('La respuesta de revocación no habla de este certificado.')
	if (!estaFresca(una, esperado.ahora)) return no('La respuesta de revocación está vencida.')
	return estadoDe(una)
}

/** CertStatus (RFC 6960 §4.2.1): [0] good, [1] revoked, [2] unknown. */
const estadoDe = (una: SingleResponse): Leida => {
	const { tagClass, tagNumber } = (una.certStatus as BaseBlock).idBlock
	if (tagClass !== 3) return no('La respuesta de revocación no se entiende.')
	switch (tagNumber) {
		case 0:
			return { estado: 'vigente', hasta: una.nextUpdate?.getTime() ?? null }
		case 1:
			return { estado: 'revocado' }
		default:
			return no('La autoridad no conoce este certificado.')
	}
}

/** DER exacto: nada de más al final. */
const decodificar = (der: Uint8Array): BaseBlock => {
	const { offset, result } = fromBER(der)
	if (offset !== der.length) throw new Error('No es DER.')
	return result
}

const mismoNonce = (basica: BasicOCSPResponse, nonce: Uint8Array): boolean => {
	const extension = basica.tbsResponseData.responseExtensions?.find((una) => una.extnID === OID_NONCE)
	if (!extension) return false
	const dentro = decodificar(extension.extnValue.valueBlock.valueHexView)
	return dentro instanceof OctetString && Buffer.from(nonce).equals(dentro.valueBlock.valueHexView)
}

const estaFresca = ({ thisUpdate, nextUpdate }: SingleResponse, ahora: number): boolean => {
	const desde = thisUpdate.getTime()
	const hasta = nextUpdate?.getTime() ?? desde + SIN_PLAZO
	return desde <= ahora + HOLGURA && ahora <= hasta + HOLGURA && desde <= hasta
}

/** RFC 6960 §4.2.2.2: firma el emisor mismo, o alguien a quien el emisor certificó con OCSPSigning y sigue vigente. */
const firmaValida = (basica: BasicOCSPResponse, { emisor, ahora }: Esperado): boolean => {
	const algoritmo = RESUMEN[basica.signatureAlgorithm.algorithmId]
	if (algoritmo === undefined) return false
	const firma = basica.signature.valueBlock.valueHexView
	const firmo = (quien: X509Certificate): boolean =>
		quien.publicKey.asymmetricKeyType === 'rsa' &&
		verify(algoritmo, basica.tbsResponseData.tbsView, quien.publicKey, firma)
	if (firmo(emisor)) return true
	return (basica.certs ?? [])
		.slice(0, CERTIFICADOS_MAXIMOS)
		.map((uno) => new X509Certificate(Buffer.from(uno.toSchema().toBER())))
		.some((uno) => esDelegado(uno, emisor, ahora) && firmo(uno))
}

const esDelegado = (uno: X509Certificate, emisor: X509Certificate, ahora: number): boolean =>
	uno.keyUsage?.includes(OID_FIRMA_OCSP) === true &&
	uno.checkIssued(emisor) &&
	uno.verify(emisor.publicKey) &&
	Date.parse(uno.validFrom) <= ahora &&
	ahora <= Date.parse(uno.validTo)
