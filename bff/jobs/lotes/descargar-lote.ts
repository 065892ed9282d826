// Seguro dos veces: sólo mira los certificados que siguen aceptados, y cada uno se emite con un cambio condicional.
import { descargarLote, type DepsDescargar } from '../../application/lotes/descargar.ts'
import { textoDeCarga } from '../carga.ts'
import type { Trabajo } from '../worker.ts'

/** Descarga y comprueba el lote de la carga `{ loteId }` (11). */
export const trabajoDescargarLote = (deps: DepsDescargar): Trabajo => ({
	clase: 'descargar-lote',
	ejecutar: async (carga) => {
		const avance = await descargarLote(deps)(textoDeCarga(carga, 'loteId'))
		return avance.listo
			? { resultado: 'hecho' }
			: { resultado: 'reintentar', enMs: avance.enMs, razon: avance.razon }
	},
})
