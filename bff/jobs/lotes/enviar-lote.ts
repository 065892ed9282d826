// Seguro dos veces: el lote queda «enviando» antes de salir, y si se le encuentra así no se repite: queda desconocido.
import { enviarLote, type DepsEnviar } from '../../application/lotes/enviar.ts'
import { textoDeCarga } from '../carga.ts'
import type { Trabajo } from '../worker.ts'

/** Manda a COSFAC el lote de la carga `{ loteId }` (11). Sólo insiste cuando consta que no salió. */
export const trabajoEnviarLote = (deps: DepsEnviar): Trabajo => ({
	clase: 'enviar-lote',
	// COSFAC caído un fin de semana no agota los intentos: lo que no salió se puede insistir sin riesgo.
	intentos: 120,
	ejecutar: async (carga) => {
		const { envio, razon } = await enviarLote(deps)(textoDeCarga(carga, 'loteId'))
		return envio === 'no-enviado' ? { resultado: 'reintentar', razon } : { resultado: 'hecho' }
	},
})
