// Seguro dos veces: el PDF del acuse se hace una vez y el mensaje repetido lleva el mismo identificador.
import { mandarAcuse } from '../application/entregas/mandar-acuse.ts'
import { textoDeCarga } from './carga.ts'
import type { Trabajo } from './worker.ts'

/** Guarda el PDF del acuse en el expediente y manda copia (13), del trámite de la carga `{ tramiteId }`. */
export const trabajoMandarAcuse = (deps: Parameters<typeof mandarAcuse>[0]): Trabajo => ({
	clase: 'mandar-acuse',
	ejecutar: async (carga) => {
		const envio = await mandarAcuse(deps)(textoDeCarga(carga, 'tramiteId'))
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
