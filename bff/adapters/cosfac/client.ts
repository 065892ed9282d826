import type { Cosfac } from '../../application/ports.ts'
import {
	abrirComprimido,
	abrirPorEntrada,
	ComprimidoInservible,
	LIMITES_DESCARGA,
	LIMITES_RESULTADO,
	type Limites,
} from './comprimido.ts'
import { mandarSobre, type Viaje } from './http.ts'
import { leerResultadoAparte } from './resultado-aparte.ts'
import { ResultadoInservible } from './resultado-xls.ts'
import {
	type Credenciales,
	type FallaSoap,
	leerRespuestaCancelar,
	leerRespuestaCarga,
	leerRespuestaConsulta,
	leerRespuestaDescarga,
	RespuestaInservible,
	sobreCancelar,
	sobreCarga,
	sobreConsulta,
	sobreDescarga,
} from './translate.ts'

type OpcionesCosfac = {
	readonly url: string
	readonly credenciales: Credenciales
	/** Por omisión dos minutos: una carga grande en hora de saturación (11). */
	readonly plazoMs?: number
	readonly limitesDescarga?: Limites
	/** Bytes del sobre de una descarga; por omisión 96 MiB. */
	readonly topeDescarga?: number
}

const DOS_MINUTOS = 120_000
const MEGA = 1024 * 1024

/** Respuestas con las que el servidor dice que no atendió la petición (RFC 9110 §15.4–15.5). */
const NO_ATENDIDA = new Set([301, 302, 307, 308, 400, 401, 403, 404, 405, 411, 413, 414, 415])

/** El puerto Cosfac sobre SOAP 1.1 y HTTP. Ningún método lanza por lo que la red o COSFAC hagan. */
export const conectarCosfac = (opciones: OpcionesCosfac): Cosfac => {
	const { url, credenciales, plazoMs = DOS_MINUTOS } = opciones
	const mandar = (sobre: string, tope: number): Promise<Viaje> => mandarSobre(sobre, { url, plazoMs, tope })
	return {
		cargar: async (envio) => {
			const viaje = await mandar(sobreCarga(envio, credenciales), MEGA)
			if (viaje.llego === 'no-salio') return { resultado: 'no-enviado', razon: viaje.razon }
			if (viaje.llego === 'quien-sabe') return { resultado: 'desconocido', razon: viaje.razon }
			const leido = interpretar(viaje, leerRespuestaCarga)
			switch (leido.que) {
				case 'bien':
					return {
						resultado: 'aceptado',
						numeroLote: leido.valor.numeroLote,
						mensaje: leido.valor.mensaje,
					}
				case 'falla':
					// Una falla «Server» pudo ocurrir después de registrar el lote: no prueba que no lo tengan.
					return leido.falla.delCliente
						? { resultado: 'rechazado', mensaje: leido.falla.texto }
						: { resultado: 'desconocido', razon: leido.falla.texto }
				case 'inservible':
					if (viaje.estado === 429) return { resultado: 'no-enviado', razon: leido.razon }
					return NO_ATENDIDA.has(viaje.estado)
						? { resultado: 'rechazado', mensaje: leido.razon }
						: { resultado: 'desconocido', razon: leido.razon }
			}
		},
		consultar: async (numeroLote) => {
			const leido = leer(await mandar(sobreConsulta(numeroLote, credenciales), 16 * MEGA), (xml) =>
				delMismoLote(leerRespuestaConsulta(xml), numeroLote),
			)
			if (leido.que !== 'bien') return { resultado: 'sin-respuesta', razon: razonDe(leido) }
			const { estatus, mensaje, excel } = leido.valor
			if (excel === null) return { resultado: 'en-proceso', estatus, mensaje }
			try {
				return { resultado: 'leido', estatus, mensaje, filas: await filasDe(excel) }
			} catch (causa) {
				return { resultado: 'sin-respuesta', razon: razonInservible(causa) }
			}
		},
		descargar: async (numeroLote) => {
			const tope = opciones.topeDescarga ?? 96 * MEGA
			const leido = leer(await mandar(sobreDescarga(numeroLote, credenciales), tope), (xml) =>
				delMismoLote(leerRespuestaDescarga(xml), numeroLote),
			)
			if (leido.que !== 'bien') return { resultado: 'sin-respuesta', razon: razonDe(leido) }
			const { mensaje, certificados } = leido.valor
			if (certificados === null) return { resultado: 'no-listo', mensaje }
			try {
				const { archivos, inservibles } = await abrirPorEntrada(
					certificados,
					opciones.limitesDescarga ?? LIMITES_DESCARGA,
				)
				return inservibles.length === 0
					? { resultado: 'descargado', archivos }
					: { resultado: 'descargado', archivos, aparte: { entradas: inservibles, zip: certificados } }
			} catch (causa) {
				return { resultado: 'inservible', razon: razonInservible(causa), bytes: certificados }
			}
		},
		cancelar: async (folioDigital) => {
			const leido = leer(await mandar(sobreCancelar(folioDigital, credenciales), MEGA), leerRespuestaCancelar)
			if (leido.que !== 'bien') return { resultado: 'sin-respuesta', razon: razonDe(leido) }
			const { codigo, mensaje } = leido.valor
			return codigo === 0 ? { resultado: 'cancelado', mensaje } : { resultado: 'negado', codigo, mensaje }
		},
	}
}

type Leido<T> =
	| { readonly que: 'bien'; readonly valor: T }
	| { readonly que: 'falla'; readonly falla: FallaSoap }
	| { readonly que: 'inservible'; readonly razon: string }

type Respondido = Extract<Viaje, { llego: 'respuesta' }>

const interpretar = <T extends { readonly falla: false }>(
	viaje: Respondido,
	leerXml: (xml: string) => T | FallaSoap,
): Leido<T> => {
	try {
		const valor = leerXml(viaje.xml)
		if (valor.falla) return { que: 'falla', falla: valor }
		// SOAP 1.1 §6.2: una respuesta buena viaja con 2xx. Con otro código alguien más la escribió.
		if (viaje.estado < 200 || viaje.estado > 299) {
			return { que: 'inservible', razon: `COSFAC respondió HTTP ${viaje.estado}.` }
		}
		return { que: 'bien', valor }
	} catch (causa) {
		if (!(causa instanceof RespuestaInservible)) throw causa
		return {
			que: 'inservible',
			razon: viaje.estado === 200 ? causa.message : `COSFAC respondió HTTP ${viaje.estado}.`,
		}
	}
}

const leer = <T extends { readonly falla: false }>(
	viaje: Viaje,
	leerXml: (xml: string) => T | FallaSoap,
): Leido<T> =>
	viaje.llego === 'respuesta' ? interpretar(viaje, leerXml) : { que: 'inservible', razon: viaje.razon }

const razonDe = (leido: Exclude<Leido<unknown>, { que: 'bien' }>): string =>
	leido.que === 'falla' ? leido.falla.texto : leido.razon

/** Una respuesta de otro lote no es la nuestra, por buena que se vea. */
const delMismoLote = <T extends { readonly falla: false; readonly numeroLote: string }>(
	leido: T | FallaSoap,
	numeroLote: string,
): T | FallaSoap => {
	if (!leido.falla && BigInt(leido.numeroLote) !== BigInt(numeroLote)) {
		throw new RespuestaInservible('COSFAC respondió por otro número de lote.')
	}
	return leido
}

const filasDe = async (excel: Uint8Array) => {
	const [libro] = await abrirComprimido(excel, LIMITES_RESULTADO)
	if (!libro) throw new ComprimidoInservible('El ZIP del resultado está vacío.')
	return leerResultadoAparte(libro.bytes)
}

const razonInservible = (causa: unknown): string => {
	if (causa instanceof ComprimidoInservible || causa instanceof ResultadoInservible) return causa.message
	throw causa
}
