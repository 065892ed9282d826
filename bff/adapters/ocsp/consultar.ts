import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import type { Anclas, ConsultarRevocacion, Reloj } from '../../application/ports.ts'
import { leerConTope } from '../leer-con-tope.ts'
import { armarPregunta, identificar } from './pregunta.ts'
import { leerRespuesta } from './respuesta.ts'

export type OpcionesOcsp = {
	readonly url: string
	readonly anclas: Anclas
	readonly reloj: Reloj
	/** Por omisión ocho segundos: sellar no espera más por el SAT. */
	readonly plazoMs?: number
}

type Respuesta = Awaited<ReturnType<ConsultarRevocacion>>

const TOPE = 64 * 1024
const DIEZ_MINUTOS = 10 * 60_000
const RECORDADAS = 500

/**
 * Pregunta por OCSP (RFC 6960, por POST) a la dirección que el operador configuró: los certificados del SAT no la traen.
 * Un `vigente` se recuerda diez minutos cuando mucho, y nunca más allá de lo que la respuesta dice.
 */
export const conectarOcsp = (opciones: OpcionesOcsp): ConsultarRevocacion => {
	const { url, reloj, plazoMs = 8000 } = opciones
	const autoridades = opciones.anclas.map((der) => new X509Certificate(der))
	const recordadas = new Map<string, { respuesta: Respuesta; hasta: number }>()
	return async (certificadoDer) => {
		const clave = createHash('sha256').update(certificadoDer).digest('hex')
		const ahora = Date.parse(reloj())
		const recordada = recordadas.get(clave)
		if (recordada && ahora < recordada.hasta) return recordada.respuesta
		recordadas.delete(clave)
		const certificado = leerX509(certificadoDer)
		const emisor = certificado && autoridades.find((una) => emitio(una, certificado))
		if (!certificado || !emisor) return noComprobado('No se conoce a quien emitió el certificado.')
		const por = identificar(certificado, emisor)
		const nonce = randomBytes(16)
		const der = await preguntar(url, armarPregunta(por, nonce), plazoMs)
		if (!der) return noComprobado('El servicio de revocación del SAT no respondió.')
		const leida = leerRespuesta(der, { por, nonce, emisor, ahora })
		if (leida.estado === 'no-comprobado') return noComprobado(leida.razon)
		const respuesta: Respuesta = {
			estado: leida.estado,
			respuesta: Buffer.from(der).toString('base64'),
			razon:
				leida.estado === 'vigente' ? 'El SAT informa que está vigente.' : 'El SAT informa que está revocado.',
		}
		if (leida.estado === 'vigente' && leida.hasta !== null) {
			if (recordadas.size >= RECORDADAS) recordadas.clear()
			recordadas.set(clave, { respuesta, hasta: Math.min(leida.hasta, ahora + DIEZ_MINUTOS) })
		}
		return respuesta
	}
}

const noComprobado = (razon: string): Respuesta => ({ estado: 'no-comprobado', respuesta: null, razon })

const leerX509 = (der: Uint8Array): X509Certificate | null => {
	try {
		return new X509Certificate(der)
	} catch {
		return null
	}
}

const emitio = (autoridad: X509Certificate, certificado: X509Certificate): boolean =>
	certificado.checkIssued(autoridad) && certificado.verify(autoridad.publicKey)

/** La respuesta en DER, o `null` si no llegó entera, a tiempo y con un tamaño razonable. */
const preguntar = async (url: string, pregunta: Uint8Array, plazoMs: number): Promise<Uint8Array | null> => {
	try {
		const respuesta = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' },
			body: Uint8Array.from(pregunta),
			redirect: 'error',
			signal: AbortSignal.timeout(plazoMs),
		})
		if (respuesta.status !== 200) {
			await respuesta.body?.cancel()
			return null
		}
		return await leerConTope(respuesta, TOPE)
	} catch {
		return null
	}
}
