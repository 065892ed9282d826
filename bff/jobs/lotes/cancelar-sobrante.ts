// Seguro dos veces: cancelar lo ya cancelado no hace nada en SEP, y lo que contestó se anota una sola vez.
import { cancelarSobrante, type DepsCancelar } from '../../application/lotes/cancelar-sobrante.ts'
import { textoDeCarga } from '../carga.ts'
import type { Trabajo } from '../worker.ts'

const MINUTO = 60_000

/** Cancela ante SEP el certificado sobrante de la carga `{ folioDigital }` (11); insiste hasta saber qué pasó. */
export const trabajoCancelarSobrante = (deps: DepsCancelar & { readonly sondeoMs: number }): Trabajo => ({
	clase: 'cancelar-sobrante',
	intentos: 120,
	ejecutar: async (carga) => {
		const falta = await cancelarSobrante(deps)(textoDeCarga(carga, 'folioDigital'))
		return falta === null
			? { resultado: 'hecho' }
			: { resultado: 'reintentar', enMs: Math.min(5 * MINUTO, 5 * deps.sondeoMs), razon: falta }
	},
})
