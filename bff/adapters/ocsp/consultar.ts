import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import type { Instante } from '#core/domain/fecha.ts'
import { fraseDeCausa, type CausaSinRespuesta } from '#core/domain/revocacion.ts'
import type { Anclas, ConsultarRevocacion, Reloj, Revocacion } from '../../application/ports.ts'
import { leerConTope } from '../leer-con-tope.ts'
import { armarPregunta, identificar } from './pregunta.ts'
import { leerAutoridad, type Autoridad } from './quien-responde.ts'
import { crearRecordadas } from './recordadas.ts'
import { leerRespuesta, type Leida } from './respuesta.ts'

type OpcionesOcsp = {
	readonly url: string
	readonly anclas: Anclas
	readonly reloj: Reloj
	/** Por omisión ocho segundos: sellar no espera más por el SAT. */
	readonly plazoMs?: number
	/** De cuántos certificados se recuerda la respuesta; por omisión 500, más que directores hay. */
	readonly recuerda?: number
}

const TOPE = 64 * 1024
const DIEZ_MINUTOS = 10 * 60_000

/**
 * Pregunta por OCSP (RFC 6960, por POST) a la dirección que el operador configuró: los certificados del SAT no la traen.
 * Un `vigente` se recuerda diez minutos cuando mucho, nunca más allá de su `nextUpdate`, y nada si no lo trae. Nunca
 * lanza: lo que no se pudo comprobar es respuesta, con su causa.
 */
export const conectarOcsp = (opciones: OpcionesOcsp): ConsultarRevocacion => {
	const { url, reloj, plazoMs = 8000, recuerda = 500 } = opciones
	const autoridades = opciones.anclas.map(leerAutoridad)
	const recordadas = crearRecordadas<Revocacion>(recuerda)
	return async (certificadoDer) => {
		const clave = createHash('sha256').update(certificadoDer).digest('hex')
		const antes = recordadas.buscar(clave, Date.parse(reloj()))
		if (antes) return antes
		const certificado = leerX509(certificadoDer)
		const emisor = certificado && autoridades.find((una) => emitio(una, certificado))
		if (!certificado || !emisor) return noComprobado('emisor-desconocido')
		const por = identificar(certificado, emisor)
		const nonce = randomBytes(16)
		const traida = await preguntar(url, armarPregunta(por, nonce), plazoMs)
		if (!traida.ok) return noComprobado(traida.causa)
		const ahora = Date.parse(reloj())
		const leida = leerRespuesta(traida.der, { por, nonce, emisor, ahora })
		const respuesta = enPalabras(leida, Buffer.from(traida.der).toString('base64'))
		if (leida.estado === 'vigente' && leida.hasta !== null) {
			const hasta = Math.min(leida.hasta, ahora + DIEZ_MINUTOS)
			recordadas.guardar(clave, { respuesta, desde: ahora, hasta })
		}
		return respuesta
	}
}

const noComprobado = (causa: CausaSinRespuesta): Revocacion => ({
	estado: 'no-comprobado',
	respuesta: null,
	causa,
	razon: fraseDeCausa(causa),
})

const enPalabras = (leida: Leida, respuesta: string): Revocacion => {
	switch (leida.estado) {
		case 'vigente':
			return { estado: 'vigente', respuesta, razon: 'El SAT informa que está vigente.' }
		case 'revocado': {
			const desde = new Date(leida.desde).toISOString() as Instante
			const razon = `El SAT informa que se revocó el ${desde.slice(0, 10)} (${leida.motivo}).`
			return { estado: 'revocado', respuesta, desde, motivo: leida.motivo, razon }
		}
		case 'no-comprobado':
			return noComprobado(leida.causa)
	}
}

const leerX509 = (der: Uint8Array): X509Certificate | null => {
	try {
		return new X509Certificate(der)
	} catch {
		return null
	}
}

const emitio = ({ x509 }: Autoridad, certificado: X509Certificate): boolean =>
	certificado.checkIssued(x509) && certificado.verify(x509.publicKey)

type Traida =
	{ readonly ok: true; readonly der: Uint8Array } | { readonly ok: false; readonly causa: CausaSinRespuesta }

/** La respuesta en DER, si llegó entera, a tiempo y con un tamaño razonable. */
const preguntar = async (url: string, pregunta: Uint8Array, plazoMs: number): Promise<Traida> => {
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
			return { ok: false, causa: 'error-del-servicio' }
		}
		const der = await leerConTope(respuesta, TOPE)
		return der ? { ok: true, der } : { ok: false, causa: 'demasiado-grande' }
	} catch (error) {
		const tarde = error instanceof DOMException && error.name === 'TimeoutError'
		return { ok: false, causa: tarde ? 'tardo' : 'sin-red' }
	}
}
