import { Constructed, Enumerated, fromBER, GeneralizedTime, OctetString, type BaseBlock } from 'asn1js'
import { BasicOCSPResponse, type CertID, type Extension, OCSPResponse, type SingleResponse } from 'pkijs'
import { razonDeRevocacion, type CausaSinRespuesta } from '#core/domain/revocacion.ts'
import { OID_NONCE } from './pregunta.ts'
import { firmaQuienPuede, type Autoridad } from './quien-responde.ts'

export type Esperado = {
	readonly por: CertID
	readonly nonce: Uint8Array
	readonly emisor: Autoridad
	/** Milésimas desde 1970. */
	readonly ahora: number
}

export type Leida =
	/** `hasta`: milésimas hasta las que vale, o `null` si la respuesta no lo dice. */
	| { readonly estado: 'vigente'; readonly hasta: number | null }
	/** `desde`: milésimas; `motivo`: en palabras. */
	| { readonly estado: 'revocado'; readonly desde: number; readonly motivo: string }
	| { readonly estado: 'no-comprobado'; readonly causa: CausaSinRespuesta }

const OID_BASICA = '1.3.6.1.5.5.7.48.1.1'

/** Los relojes de las máquinas no andan parejos. */
const HOLGURA = 5 * 60_000
/** Una respuesta que no dice hasta cuándo vale, vale un día. */
const SIN_PLAZO = 24 * 60 * 60_000

/**
 * Lee y comprueba una respuesta OCSP (RFC 6960 §3.2): que sea de la misma pregunta (nonce y certificado), que la firme el
 * emisor o un delegado suyo, y que esté fresca. Lo que falle es `no-comprobado`, con su causa; nunca lanza.
 */
export const leerRespuesta = (der: Uint8Array, esperado: Esperado): Leida => {
	try {
		return comprobar(der, esperado)
	} catch {
		return no('ilegible')
	}
}

const no = (causa: CausaSinRespuesta): Leida => ({ estado: 'no-comprobado', causa })

/** OCSPResponseStatus (RFC 6960 §4.2.1): 1 malformedRequest, 2 internalError, 3 tryLater, 5 sigRequired, 6 unauthorized. */
const causaDe = (codigo: number): CausaSinRespuesta =>
	codigo === 3 ? 'mas-tarde' : codigo === 6 ? 'no-autorizada' : 'error-del-servicio'

const comprobar = (der: Uint8Array, esperado: Esperado): Leida => {
	const sobre = new OCSPResponse({ schema: decodificar(der) })
	const codigo = sobre.responseStatus.valueBlock.valueDec
	if (codigo !== 0) return no(causaDe(codigo))
	if (sobre.responseBytes?.responseType !== OID_BASICA) return no('ilegible')
	const basica = new BasicOCSPResponse({
		schema: decodificar(sobre.responseBytes.response.valueBlock.valueHexView),
	})
	if (!firmaQuienPuede(basica, esperado.emisor, esperado.ahora)) return no('no-confiable')
	const { responses, responseExtensions = [], producedAt } = basica.tbsResponseData
	if (!mismoNonce(responseExtensions, esperado.nonce)) return no('otra-pregunta')
	const mia = responses.filter((una) => una.certID.isEqual(esperado.por))
	const [una] = mia
	if (!una || mia.length !== 1) return no('otra-pregunta')
	if ([...responseExtensions, ...(una.singleExtensions ?? [])].some(esCriticaDesconocida))
		return no('ilegible')
	if (!estaFresca(una, producedAt, esperado.ahora)) return no('vieja')
	return estadoDe(una)
}

/** CertStatus (RFC 6960 §4.2.1): [0] good, [1] revoked, [2] unknown. */
const estadoDe = (una: SingleResponse): Leida => {
	const estado = una.certStatus as BaseBlock
	if (estado.idBlock.tagClass !== 3) return no('ilegible')
	switch (estado.idBlock.tagNumber) {
		case 0:
			return { estado: 'vigente', hasta: una.nextUpdate?.getTime() ?? null }
		case 1:
			return revocadoDe(estado)
		case 2:
			return no('desconocido')
		default:
			return no('ilegible')
	}
}

/** RevokedInfo: cuándo y, si lo dice, por qué. */
const revocadoDe = (estado: BaseBlock): Leida => {
	const [cuando, porque] = estado instanceof Constructed ? estado.valueBlock.value : []
	if (!(cuando instanceof GeneralizedTime)) return no('ilegible')
	const desde = cuando.toDate().getTime()
	if (Number.isNaN(desde)) return no('ilegible')
	const dentro = porque instanceof Constructed ? porque.valueBlock.value[0] : undefined
	const numero = dentro instanceof Enumerated ? dentro.valueBlock.valueDec : null
	return { estado: 'revocado', desde, motivo: razonDeRevocacion(numero) }
}

/** DER exacto: nada de más al final. */
const decodificar = (der: Uint8Array): BaseBlock => {
	const { offset, result } = fromBER(der)
	if (offset !== der.length) throw new Error('No es DER.')
	return result
}

const mismoNonce = (extensiones: readonly Extension[], nonce: Uint8Array): boolean => {
	const nonces = extensiones.filter((una) => una.extnID === OID_NONCE)
	const [una] = nonces
	if (!una || nonces.length !== 1) return false
	const dentro = decodificar(una.extnValue.valueBlock.valueHexView)
	return dentro instanceof OctetString && Buffer.from(nonce).equals(dentro.valueBlock.valueHexView)
}

const esCriticaDesconocida = ({ extnID, critical }: Extension): boolean => critical && extnID !== OID_NONCE

/** Hecha ya, dentro de su plazo, y no más vieja que lo que vale una sin plazo: con nonce, se hizo para esta pregunta. */
const estaFresca = ({ thisUpdate, nextUpdate }: SingleResponse, producedAt: Date, ahora: number): boolean => {
	const desde = thisUpdate.getTime()
	const hecha = producedAt.getTime()
	const hasta = nextUpdate?.getTime() ?? desde + SIN_PLAZO
	return (
		desde <= ahora + HOLGURA &&
		ahora <= hasta + HOLGURA &&
		desde <= hasta &&
		hecha <= ahora + HOLGURA &&
		ahora <= hecha + SIN_PLAZO &&
		desde <= hecha + HOLGURA
	)
}
