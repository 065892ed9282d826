import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fromBER, OctetString, Primitive } from 'asn1js'
import {
	BasicOCSPResponse,
	Certificate,
	type CertID,
	type Extension,
	OCSPRequest,
	OCSPResponse,
	ResponseBytes,
	SingleResponse,
} from 'pkijs'

/** Qué contestar: una respuesta bien hecha por omisión, y lo que cada prueba quiera torcer. */
export type Torcer = {
	readonly estado?: 'vigente' | 'revocado' | 'desconocido'
	readonly nonce?: 'mismo' | 'otro' | 'ninguno'
	readonly desde?: Date
	readonly hasta?: Date | null
	/** Quien firma y los certificados que acompañan; sin ellos, firma `autoridad`. */
	readonly llave: CryptoKey
	readonly autoridad: Uint8Array
	readonly certificados?: readonly Uint8Array[]
	readonly resumen?: string
	/** Quién dice que responde: por su nombre (el de omisión), por la huella de su llave, o uno que no es. */
	readonly responde?: 'nombre' | 'llave' | 'ajeno'
	readonly producida?: Date
	/** El último retoque antes de firmar. */
	readonly retocar?: (basica: BasicOCSPResponse) => void
	/** Otro certificado del que hablar. */
	readonly porCual?: (pedido: CertID) => CertID
	readonly enteros?: (der: Uint8Array) => Uint8Array
}

/** Una respuesta OCSP en DER para esa pregunta. */
export const contestarOcsp = async (pregunta: Uint8Array, torcer: Torcer): Promise<Uint8Array> => {
	const { result } = fromBER(Uint8Array.from(pregunta))
	const { tbsRequest } = new OCSPRequest({ schema: result })
	const pedido = tbsRequest.requestList[0]?.reqCert as CertID
	const basica = new BasicOCSPResponse()
	const { tbsResponseData } = basica
	const firmante = torcer.certificados?.[0] ?? torcer.autoridad
	tbsResponseData.responderID = quienDice(Certificate.fromBER(Uint8Array.from(firmante)), torcer.responde)
	tbsResponseData.producedAt = torcer.producida ?? torcer.desde ?? new Date()
	const una = new SingleResponse({ certID: (torcer.porCual ?? ((igual: CertID) => igual))(pedido) })
	una.certStatus = estadoAsn1(torcer.estado ?? 'vigente')
	una.thisUpdate = torcer.desde ?? new Date()
	if (torcer.hasta !== null) una.nextUpdate = torcer.hasta ?? new Date(Date.now() + 3_600_000)
	tbsResponseData.responses.push(una)
	const extensiones = nonces(tbsRequest.requestExtensions ?? [], torcer.nonce ?? 'mismo')
	if (extensiones.length > 0) tbsResponseData.responseExtensions = extensiones
	basica.certs = (torcer.certificados ?? []).map((der) => Certificate.fromBER(Uint8Array.from(der)))
	torcer.retocar?.(basica)
	await basica.sign(torcer.llave, torcer.resumen ?? 'SHA-256')
	const sobre = new OCSPResponse()
	sobre.responseStatus.valueBlock.valueDec = 0
	sobre.responseBytes = new ResponseBytes({
		responseType: '1.3.6.1.5.5.7.48.1.1',
		response: new OctetString({ valueHex: basica.toSchema().toBER(false) }),
	})
	const der = new Uint8Array(sobre.toSchema().toBER(false))
	return torcer.enteros?.(der) ?? der
}

const quienDice = (firmante: Certificate, como: Torcer['responde'] = 'nombre') => {
	if (como === 'nombre') return firmante.subject
	const llave = firmante.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView
	const huella = createHash('sha1').update(llave).digest()
	return new OctetString({ valueHex: Uint8Array.from(como === 'llave' ? huella : huella.reverse()).buffer })
}

const estadoAsn1 = (estado: 'vigente' | 'revocado' | 'desconocido') => {
	if (estado === 'revocado') {
		// RevokedInfo: el 1 de enero de 2025, con razón 4 (reemplazado).
		const momento = '180f32303235303130313030303030305a'
		return fromBER(Buffer.from(`a116${momento}a0030a0104`, 'hex')).result
	}
	const tagNumber = estado === 'vigente' ? 0 : 2
	return new Primitive({
		idBlock: { tagClass: 3, tagNumber },
		lenBlock: { length: 1 },
	} as ConstructorParameters<typeof Primitive>[0])
}

const nonces = (pedidas: readonly Extension[], cual: 'mismo' | 'otro' | 'ninguno'): Extension[] => {
	if (cual === 'ninguno') return []
	if (cual === 'mismo') return [...pedidas]
	return pedidas.map((una) => {
		una.extnValue = new OctetString({
			valueHex: new OctetString({ valueHex: new Uint8Array(16).buffer }).toBER(),
		})
		return una
	})
}

/** Un servidor en 127.0.0.1 que contesta lo que `atender` diga; cuenta cuántas veces se le preguntó. */
export const levantarResponder = async (
	atender: (pregunta: Uint8Array) => Promise<{ estado?: number; cuerpo: Uint8Array } | null>,
): Promise<{ url: string; preguntas: () => number; cerrar: () => Promise<void> }> => {
	let preguntas = 0
	const servidor: Server = createServer((peticion, respuesta) => {
		const trozos: Buffer[] = []
		peticion.on('data', (trozo: Buffer) => trozos.push(trozo))
		peticion.on('end', () => {
			preguntas += 1
			void atender(Buffer.concat(trozos)).then((contestado) => {
				// `null`: se queda callado hasta que el otro se canse.
				if (contestado) respuesta.writeHead(contestado.estado ?? 200).end(contestado.cuerpo)
			})
		})
	})
	await new Promise<void>((listo) => servidor.listen(0, '127.0.0.1', listo))
	return {
		url: `http://127.0.0.1:${(servidor.address() as AddressInfo).port}/`,
		preguntas: () => preguntas,
		cerrar: () =>
			new Promise((listo) => {
				servidor.close(() => listo())
				servidor.closeAllConnections()
			}),
	}
}
