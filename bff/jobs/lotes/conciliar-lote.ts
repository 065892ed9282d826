// Seguro dos veces: preguntar no cambia nada en COSFAC, y cada paso que se concluye es un cambio condicional del lote.
import { conciliarLote, type DepsConciliar } from '../../application/lotes/conciliar.ts'
import { textoDeCarga } from '../carga.ts'
import type { Trabajo } from '../worker.ts'

/** Averigua qué fue de los envíos del lote de la carga `{ loteId }`, cada vez más espaciado conforme envejece (11). */
export const trabajoConciliarLote = (deps: DepsConciliar): Trabajo => ({
	clase: 'conciliar-lote',
	intentos: 120,
	ejecutar: async (carga) => {
		const avance = await conciliarLote(deps)(textoDeCarga(carga, 'loteId'))
		return avance.listo
			? { resultado: 'hecho' }
			: { resultado: 'reintentar', enMs: avance.enMs, razon: avance.razon }
	},
})
