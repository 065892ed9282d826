// Seguro dos veces: cada trámite pasa de sellado-estatal a enviado una sola vez, junto con su lote.
import { integrarLotes, type DepsIntegrar } from '../../application/lotes/integrar.ts'
import { SISTEMA } from '../../application/lotes/mover-lote.ts'
import { textoDeCarga } from '../carga.ts'
import type { Trabajo } from '../worker.ts'

/** Integra lotes de la entidad de la carga `{ entidadId }` (11). */
export const trabajoIntegrarLotes = (deps: DepsIntegrar): Trabajo => ({
	clase: 'integrar-lotes',
	concurrencia: 1,
	ejecutar: async (carga) => {
		await integrarLotes(deps)({ entidadId: textoDeCarga(carga, 'entidadId'), autor: SISTEMA })
		return { resultado: 'hecho' }
	},
})
