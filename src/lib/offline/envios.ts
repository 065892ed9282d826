import { Acusado } from '#core/contract/entrega.ts'
import { ResultadoLote } from '#core/contract/problema.ts'
import type { Sellar } from '#core/contract/sellado.ts'
import { enviar } from '../api.ts'
import { ErrorApi } from '../error-api.ts'
import { ahora } from '../reloj.ts'
import { almacenDelDispositivo } from './almacen.ts'
import { crearCola, turnoEntrePestanas, type Cola, type Desenlace } from './cola.ts'

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
		const pasajero = error.estado === 0 || error.estado >= 500 || [401, 408, 429].includes(error.estado)
		return pasajero ? { tipo: 'despues' } : { tipo: 'rechazado', frase: error.frase }
	}
}

/** La cola de este dispositivo: acuses de egresados y sellos de directores que esperan red. */
export const cola: Cola = crearCola({
	almacen: almacenDelDispositivo(),
	envios: {
		acuse: (carga) => enviarAcuse(carga as string),
		sellos: (carga) => enviarSellos(carga as Sellar),
	},
	enTurno: turnoEntrePestanas(),
	ahora: () => ahora().toISOString(),
})
