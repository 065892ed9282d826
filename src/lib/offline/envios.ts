import { Acusado } from '#core/contract/entrega.ts'
import { ResultadoLote } from '#core/contract/problema.ts'
import type { Sellar } from '#core/contract/sellado.ts'
import { Sesion } from '#core/contract/sesion.ts'
import { enviar, obtener } from '../api.ts'
import { ErrorApi } from '../error-api.ts'
import type { Desenlace, Falta, QuienEntro } from './cola.ts'

/** El acuse de recibido de una entrega (13): repetirlo devuelve el mismo momento. */
export const enviarAcuse = (ficha: string): Promise<Desenlace<{ momento: string }>> =>
	intentar(() => enviar('POST', '/api/egresado/acuse', { ficha }, Acusado))

/** Un grupo de sellos (16): el BFF verifica cada uno, y al repetido responde «ya-sellado». */
export const enviarSellos = (cuerpo: Sellar): Promise<Desenlace<ResultadoLote>> =>
	intentar(() => enviar('POST', '/api/sellado', cuerpo, ResultadoLote))

/**
 * Un «no» del servidor es definitivo; la red, la sesión que terminó, el «espere» y las fallas de su lado no lo son.
 */
export const intentar = async <R>(peticion: () => Promise<R>): Promise<Desenlace<R>> => {
	try {
		return { tipo: 'hecho', respuesta: await peticion() }
	} catch (error) {
		if (!(error instanceof ErrorApi)) throw error
		const falta = faltaDe(error)
		return falta ? { tipo: 'despues', por: falta } : { tipo: 'rechazado', frase: error.frase }
	}
}

/** De quién es la cookie de sesión de este momento: lo dice el servidor, no lo que esta página recuerde. */
export const quienEntro: QuienEntro = async () => {
	try {
		return { persona: (await obtener('/api/sesion', Sesion)).persona.id }
	} catch (error) {
		if (!(error instanceof ErrorApi)) throw error
		return { persona: null, por: faltaDe(error) ?? 'sesion' }
	}
}

const faltaDe = ({ estado, motivo }: ErrorApi): Falta | null => {
	if (estado === 0) return 'red'
	// La entidad pide esperar a que el SAT conteste (16): insistir ahora no sirve, y tampoco es falla de nadie aquí.
	if (motivo === 'revocacion-sin-respuesta') return 'sat'
	if (estado === 401) return 'sesion'
	// Contestó un intermediario (un filtro, un proxy), con el estado que sea: el servidor no ha dicho que no.
	if (motivo === 'servicio-no-disponible') return 'servidor'
	return estado >= 500 || estado === 408 || estado === 429 ? 'servidor' : null
}
