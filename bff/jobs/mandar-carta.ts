// Seguro dos veces: a quien ya le llegó no se le repite, y el mensaje repetido lleva el mismo identificador.
import { mandarCarta, type DepsMandarCarta } from '../application/cartas/mandar-carta.ts'
import { textoDeCarga } from './carga.ts'
import type { Trabajo } from './worker.ts'

/** Manda la copia de la carta responsiva a la DSE (14), de la carga `{ cartaId }`. */
export const trabajoMandarCarta = (deps: DepsMandarCarta): Trabajo => ({
	clase: 'mandar-carta',
	// El plazo son treinta días: un correo caído todo un fin de semana no debe agotarlo.
	intentos: 100,
	ejecutar: async (carga) => {
		const envio = await mandarCarta(deps)(textoDeCarga(carga, 'cartaId'))
		switch (envio.resultado) {
			case 'enviado':
				return { resultado: 'hecho' }
			case 'temporal':
				return { resultado: 'reintentar', razon: envio.razon }
			case 'permanente':
				return { resultado: 'fallido', razon: envio.razon }
		}
	},
})
