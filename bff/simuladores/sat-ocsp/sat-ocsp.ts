import * as asn1js from 'asn1js'
import {
	BasicOCSPResponse,
	CertID,
	CryptoEngine,
	getRandomValues,
	OCSPRequest,
	OCSPResponse,
	ResponseBytes,
	setEngine,
	SingleResponse,
	type Certificate,
	type Extension,
} from 'pkijs'
import type { Autoridad } from '../autoridad/autoridad.ts'
import { leerCertificado } from '../autoridad/x509.ts'
import { actua, fallasEnReposo, type Fallas } from '../fallas.ts'
import { contestar, leerCuerpo, levantarServidorHttp } from '../servidor.ts'

/**
 * - `mas-tarde`: OCSPResponse `tryLater` (3), sin respuesta dentro.
 * - `revocado`: todo certificado de la autoridad sale revocado.
 * - `desconocido`: todo sale desconocido.
 * - `firma-rota`: la firma de la respuesta no corresponde.
 * - `vencida`: `thisUpdate` y `nextUpdate` son de hace una semana.
 * - `sin-nonce` / `nonce-ajeno`: no repite el nonce, o pone otro.
 * - `no-es-ocsp`: 200 con una página HTML, como hace un portal cautivo.
 */
export type ModoOcsp =
	| 'mas-tarde'
	| 'revocado'
	| 'desconocido'
	| 'firma-rota'
	| 'vencida'
	| 'sin-nonce'
	| 'nonce-ajeno'
	| 'no-es-ocsp'
const MODOS: readonly ModoOcsp[] = [
	'mas-tarde',
	'revocado',
	'desconocido',
	'firma-rota',
	'vencida',
	'sin-nonce',
	'nonce-ajeno',
	'no-es-ocsp',
]

type Revocado = {
	/** Los 20 dígitos de la serie. */
	readonly serie: string
	readonly desde: Date
	/** CRLReason de RFC 5280 §5.3.1; 1 es keyCompromise. */
	readonly motivo?: number
}

type OpcionesOcsp = {
	readonly puerto?: number
	readonly autoridad: Autoridad
	readonly revocados?: readonly Revocado[]
	readonly reloj?: () => Date
	/** Cuánto vale cada respuesta: `nextUpdate` − `thisUpdate`. Una hora si no se dice. */
	readonly vigenciaMs?: number
	readonly fallas?: Partial<Fallas<ModoOcsp>>
}

export type SatOcsp = {
	readonly url: string
	readonly fallas: Fallas<ModoOcsp>
	/** Los revocados, mutables: se puede revocar con el servidor en pie. */
	readonly revocados: Revocado[]
	cerrar(): Promise<void>
}

const NONCE = '1.3.6.1.5.5.7.48.1.2'
const OCSP_BASICO = '1.3.6.1.5.5.7.48.1.1'
const ENCABEZADO = 'application/ocsp-response'
const SEMANA = 7 * 86_400_000

const motor = new CryptoEngine({ name: 'ocsp-demo', crypto })
setEngine('ocsp-demo', motor)

// RFC 6960 §4.2.1: CertStatus es un CHOICE de etiquetas implícitas [0] good, [1] revoked, [2] unknown.
const etiqueta = (tagNumber: number) => ({ tagClass: 3, tagNumber })
const vigente = (): asn1js.BaseBlock => new asn1js.Primitive({ idBlock: etiqueta(0) })
const desconocido = (): asn1js.BaseBlock => new asn1js.Primitive({ idBlock: etiqueta(2) })
const revocado = ({ desde, motivo }: Revocado): asn1js.BaseBlock =>
	new asn1js.Constructed({
		idBlock: etiqueta(1),
		value: [
			new asn1js.GeneralizedTime({ valueDate: desde }),
			new asn1js.Constructed({
				idBlock: etiqueta(0),
				value: [new asn1js.Enumerated({ value: motivo ?? 1 })],
			}),
		],
	})

const HUELLAS: Readonly<Record<string, string>> = {
	'1.3.14.3.2.26': 'SHA-1',
	'2.16.840.1.101.3.4.2.1': 'SHA-256',
	'2.16.840.1.101.3.4.2.2': 'SHA-384',
	'2.16.840.1.101.3.4.2.3': 'SHA-512',
}

const esDe = async (id: CertID, emisor: Certificate): Promise<boolean> => {
	const hashAlgorithm = HUELLAS[id.hashAlgorithm.algorithmId]
	if (hashAlgorithm === undefined) return false
	const propio = await CertID.create(emisor, { hashAlgorithm, issuerCertificate: emisor }, motor)
	return (
		Buffer.from(propio.issuerNameHash.valueBlock.valueHexView).equals(
			Buffer.from(id.issuerNameHash.valueBlock.valueHexView),
		) &&
		Buffer.from(propio.issuerKeyHash.valueBlock.valueHexView).equals(
			Buffer.from(id.issuerKeyHash.valueBlock.valueHexView),
		)
	)
}

const serieDe = (id: CertID): string =>
	Buffer.from(id.serialNumber.valueBlock.valueHexView).toString('latin1').replace(/^\0/, '')

/** Una respuesta que solo dice por qué no la hay (RFC 6960 §4.2.1: 1 malformedRequest, 3 tryLater). */
const sinRespuesta = (estado: number): Uint8Array =>
	new Uint8Array(
		new OCSPResponse({ responseStatus: new asn1js.Enumerated({ value: estado }) }).toSchema().toBER(false),
	)

const nonceDeVuelta = (pedido: OCSPRequest, fallas: Fallas<ModoOcsp>): Extension[] => {
	const nonce = pedido.tbsRequest.requestExtensions?.find((una) => una.extnID === NONCE)
	if (!nonce || actua(fallas, 'sin-nonce')) return []
	if (actua(fallas, 'nonce-ajeno')) {
		nonce.extnValue = new asn1js.OctetString({
			valueHex: new asn1js.OctetString({ valueHex: getRandomValues(new Uint8Array(16)).buffer }).toBER(false),
		})
	}
	return [nonce]
}

/**
 * El OCSP del SAT local: contesta por los certificados de la autoridad de demostración, firmado por su certificado
 * OCSP delegado. De otro emisor dice `unknown`. Fuente: RFC 6960, por HTTP POST (apéndice A).
 */
export const levantarSatOcsp = async (opciones: OpcionesOcsp): Promise<SatOcsp> => {
	const { autoridad, reloj = () => new Date(), vigenciaMs = 3_600_000 } = opciones
	const fallas = fallasEnReposo<ModoOcsp>(opciones.fallas)
	const revocados = [...(opciones.revocados ?? [])]
	const emisor = leerCertificado(autoridad.intermedia)
	const firmante = leerCertificado(autoridad.ocsp)

	const estadoDe = async (id: CertID): Promise<asn1js.BaseBlock> => {
		const ahora = reloj()
		if (actua(fallas, 'desconocido') || !(await esDe(id, emisor))) return desconocido()
		if (actua(fallas, 'revocado')) return revocado({ serie: serieDe(id), desde: ahora })
		const baja = revocados.find((uno) => uno.serie === serieDe(id) && uno.desde <= ahora)
		return baja ? revocado(baja) : vigente()
	}

	const responder = async (cuerpo: Uint8Array): Promise<Uint8Array> => {
		let pedido: OCSPRequest
		try {
			pedido = OCSPRequest.fromBER(Uint8Array.from(cuerpo).buffer)
		} catch {
			return sinRespuesta(1)
		}
		if (actua(fallas, 'mas-tarde')) return sinRespuesta(3)
		const ahora = new Date(Math.floor(reloj().getTime() / 1000) * 1000)
		const desde = actua(fallas, 'vencida') ? new Date(ahora.getTime() - SEMANA) : ahora
		const basica = new BasicOCSPResponse()
		basica.tbsResponseData.responderID = firmante.subject
		basica.tbsResponseData.producedAt = desde
		const nonce = nonceDeVuelta(pedido, fallas)
		if (nonce.length > 0) basica.tbsResponseData.responseExtensions = nonce
		for (const { reqCert } of pedido.tbsRequest.requestList) {
			basica.tbsResponseData.responses.push(
				new SingleResponse({
					certID: reqCert,
					certStatus: await estadoDe(reqCert),
					thisUpdate: desde,
					nextUpdate: new Date(desde.getTime() + vigenciaMs),
				}),
			)
		}
		basica.certs = [firmante]
		await basica.sign(autoridad.llaveOcsp, 'SHA-256', motor)
		if (actua(fallas, 'firma-rota')) {
			const firma = new Uint8Array(basica.signature.valueBlock.valueHexView)
			firma[10] = (firma[10] ?? 0) ^ 0xff
			basica.signature = new asn1js.BitString({ valueHex: firma.buffer })
		}
		const respuesta = new OCSPResponse({
			responseStatus: new asn1js.Enumerated({ value: 0 }),
			responseBytes: new ResponseBytes({
				responseType: OCSP_BASICO,
				response: new asn1js.OctetString({ valueHex: basica.toSchema().toBER(false) }),
			}),
		})
		return new Uint8Array(respuesta.toSchema().toBER(false))
	}

	const servidor = await levantarServidorHttp({
		puerto: opciones.puerto ?? 0,
		fallas,
		modos: MODOS,
		atender: async (peticion, respuesta) => {
			if (peticion.method !== 'POST') {
				return contestar(
					respuesta,
					405,
					'text/plain; charset=utf-8',
					'OCSP por POST (RFC 6960, apéndice A).\n',
				)
			}
			if (!(peticion.headers['content-type'] ?? '').startsWith('application/ocsp-request')) {
				return contestar(respuesta, 415, 'text/plain; charset=utf-8', 'Se espera application/ocsp-request.\n')
			}
			const cuerpo = await leerCuerpo(peticion, 100_000)
			if (actua(fallas, 'no-es-ocsp')) {
				return contestar(
					respuesta,
					200,
					'text/html; charset=utf-8',
					'<!doctype html><title>Acceso a la red</title>',
				)
			}
			contestar(respuesta, 200, ENCABEZADO, await responder(cuerpo))
		},
	})
	return { url: servidor.url, fallas, revocados, cerrar: servidor.cerrar }
}
