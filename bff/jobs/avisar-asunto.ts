// Seguro dos veces: el mensaje repetido lleva el mismo identificador.
import { avisarAsunto } from '../application/mesa/avisar-asunto.ts'
import { textoDeCarga } from './carga.ts'
import type { Trabajo } from './worker.ts'

/** Avisa por correo de lo nuevo en un asunto, de la carga `{ asuntoId, orden, personaId }`. */
export const trabajoAvisarAsunto = (deps: Parameters<typeof avisarAsunto>[0]): Trabajo => ({
	clase: 'avisar-asunto',
	ejecutar: async (carga) => {
		const envio = await avisarAsunto(deps)({
			asuntoId: textoDeCarga(carga, 'asuntoId'),
			orden: Number(textoDeCarga(carga, 'orden')),
			personaId: textoDeCarga(carga, 'personaId'),
		})
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
