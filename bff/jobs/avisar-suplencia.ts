// Seguro dos veces: el mensaje repetido lleva el mismo identificador, y lo que ya terminó no se avisa.
import { avisarSuplencia } from '../application/suplencias/avisar.ts'
import { textoDeCarga } from './carga.ts'
import type { Trabajo } from './worker.ts'

/** Avisa por correo de una suplencia confirmada (16), de la carga `{ suplenciaId, a: 'suplente' | 'titular' }`. */
export const trabajoAvisarSuplencia = (deps: Parameters<typeof avisarSuplencia>[0]): Trabajo => ({
	clase: 'avisar-suplencia',
	ejecutar: async (carga) => {
		const a = textoDeCarga(carga, 'a') === 'titular' ? 'titular' : 'suplente'
		const envio = await avisarSuplencia(deps)(textoDeCarga(carga, 'suplenciaId'), a)
		switch (envio.resultado) {
			case 'enviado':
			case 'ya-no':
				return { resultado: 'hecho' }
			case 'temporal':
				return { resultado: 'reintentar', razon: envio.razon }
			case 'permanente':
				return { resultado: 'fallido', razon: envio.razon }
		}
	},
})
