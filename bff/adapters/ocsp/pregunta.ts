import { createHash, type X509Certificate } from 'node:crypto'
import { Integer, Null, OctetString } from 'asn1js'
import { AlgorithmIdentifier, Certificate, CertID, Extension, OCSPRequest, Request, TBSRequest } from 'pkijs'
import type { Autoridad } from './quien-responde.ts'

/** RFC 6960 §4.4.1 */
export const OID_NONCE = '1.3.6.1.5.5.7.48.1.2'
const OID_SHA1 = '1.3.14.3.2.26'

/** Por quién se pregunta, con los resúmenes que OCSP usa (RFC 6960 §4.1.1). SHA-1 aquí sólo identifica. */
export const identificar = (certificado: X509Certificate, { pkijs: deEmisor }: Autoridad): CertID => {
	return new CertID({
		hashAlgorithm: new AlgorithmIdentifier({ algorithmId: OID_SHA1, algorithmParams: new Null() }),
		issuerNameHash: new OctetString({ valueHex: sha1(deEmisor.subject.valueBeforeDecode) }),
		issuerKeyHash: new OctetString({
			valueHex: sha1(deEmisor.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView),
		}),
		serialNumber: new Integer({
			valueHex: Certificate.fromBER(certificado.raw).serialNumber.valueBlock.valueHexView.slice().buffer,
		}),
	})
}

/** La pregunta OCSP en DER, con el nonce que la respuesta debe repetir. */
export const armarPregunta = (por: CertID, nonce: Uint8Array): Uint8Array => {
	const extension = new Extension({
		extnID: OID_NONCE,
		extnValue: new OctetString({ valueHex: nonce.slice().buffer }).toBER(),
	})
	const pregunta = new OCSPRequest({
		tbsRequest: new TBSRequest({
			requestList: [new Request({ reqCert: por })],
			requestExtensions: [extension],
		}),
	})
	return new Uint8Array(pregunta.toSchema(true).toBER())
}

const sha1 = (datos: ArrayBuffer | Uint8Array): ArrayBuffer => {
	const bytes = datos instanceof Uint8Array ? datos : new Uint8Array(datos)
	return Uint8Array.from(createHash('sha1').update(bytes).digest()).buffer
}
