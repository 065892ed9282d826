import { leerConTope } from '../leer-con-tope.ts'

/*
 * El viaje de un sobre: qué se sabe cuando algo falla. Lo que importa distinguir es si la petición pudo haber llegado.
 */

export type Viaje =
	| { readonly llego: 'respuesta'; readonly estado: number; readonly xml: string }
	/** La conexión nunca se abrió: seguro que no la tienen. */
	| { readonly llego: 'no-salio'; readonly razon: string }
	/** Salió, o pudo salir, y no hay respuesta completa. */
	| { readonly llego: 'quien-sabe'; readonly razon: string }

type OpcionesViaje = {
	readonly url: string
	readonly plazoMs: number
	/** Bytes de respuesta que se aceptan leer. */
	readonly tope: number
}

/** Fallas anteriores a mandar el primer byte del cuerpo: nombre, ruta, puerto cerrado o TLS que no cuaja. */
const ANTES_DE_SALIR = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EAI_NODATA',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'EADDRNOTAVAIL',
	'UND_ERR_CONNECT_TIMEOUT',
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'ERR_SSL_WRONG_VERSION_NUMBER',
])

/** Manda un sobre SOAP 1.1 (`SOAPAction` vacío, como dice el WSDL) y lee la respuesta con plazo y tope. Nunca lanza. */
export const mandarSobre = async (sobre: string, opciones: OpcionesViaje): Promise<Viaje> => {
	try {
		const respuesta = await fetch(opciones.url, {
			method: 'POST',
			headers: {
				'content-type': 'text/xml; charset=utf-8',
				soapaction: '""',
				accept: 'text/xml',
				'accept-encoding': 'identity',
				// Una conexión reusada puede estar cerrándose del otro lado: la carga quedaría sin saberse, por un descuido.
				connection: 'close',
			},
			body: sobre,
			redirect: 'manual',
			signal: AbortSignal.timeout(opciones.plazoMs),
		})
		const cuerpo = await leerConTope(respuesta, opciones.tope)
		if (cuerpo === null) return { llego: 'quien-sabe', razon: 'La respuesta es demasiado grande.' }
		const xml = new TextDecoder('utf-8', { fatal: true }).decode(cuerpo)
		return { llego: 'respuesta', estado: respuesta.status, xml }
	} catch (causa) {
		const codigos = codigosDe(causa)
		const conocido = codigos.find((codigo) => ANTES_DE_SALIR.has(codigo))
		// Con varias direcciones (IPv4 e IPv6) sólo es seguro si ninguna llegó a conectar.
		if (conocido !== undefined && codigos.every((codigo) => ANTES_DE_SALIR.has(codigo))) {
			return { llego: 'no-salio', razon: `No hubo conexión con COSFAC (${conocido}).` }
		}
		return { llego: 'quien-sabe', razon: razonDe(causa, codigos) }
	}
}

const codigosDe = (causa: unknown): string[] => {
	if (!(causa instanceof Error)) return []
	const propio = 'code' in causa && typeof causa.code === 'string' ? [causa.code] : []
	const dentro = causa instanceof AggregateError ? causa.errors.flatMap(codigosDe) : codigosDe(causa.cause)
	return dentro.length > 0 ? dentro : propio
}

const razonDe = (causa: unknown, codigos: readonly string[]): string => {
	if (causa instanceof Error && causa.name === 'TimeoutError') return 'COSFAC no respondió a tiempo.'
	if (codigos[0] !== undefined) return `La conexión se cortó (${codigos[0]}).`
	return 'La respuesta no se pudo leer.'
}
