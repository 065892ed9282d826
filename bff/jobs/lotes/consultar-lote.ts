// Seguro dos veces: preguntar no cambia nada en COSFAC, y la respuesta se reparte sólo si el lote seguía esperándola.
import { consultarLote, type DepsConsultar } from '../../application/lotes/consultar.ts'
import { textoDeCarga } from '../carga.ts'
import type { Trabajo } from '../worker.ts'

/** Pregunta por el lote de la carga `{ loteId }`, cada vez más espaciado conforme envejece (11). */
export const trabajoConsultarLote = (deps: DepsConsultar): Trabajo => ({
	clase: 'consultar-lote',
	ejecutar: async (carga) => {
		const avance = await consultarLote(deps)(textoDeCarga(carga, 'loteId'))
		return avance.listo
			? { resultado: 'hecho' }
			: { resultado: 'reintentar', enMs: avance.enMs, razon: avance.razon }
	},
})
