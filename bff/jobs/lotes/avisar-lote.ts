// Seguro dos veces: el mensaje repetido lleva el mismo identificador, y del lote que ya respondió no se avisa.
import { avisarLote } from '../../application/lotes/avisar.ts'
import { textoDeCarga } from '../carga.ts'
import type { Trabajo } from '../worker.ts'

/** Avisa por correo de un lote que tarda (11), de la carga `{ loteId, nivel: 'aviso' | 'escalado', personaId }`. */
export const trabajoAvisarLote = (deps: Parameters<typeof avisarLote>[0]): Trabajo => ({
	clase: 'avisar-lote',
	ejecutar: async (carga) => {
		const envio = await avisarLote(deps)({
			loteId: textoDeCarga(carga, 'loteId'),
			nivel: textoDeCarga(carga, 'nivel') === 'escalado' ? 'escalado' : 'aviso',
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
