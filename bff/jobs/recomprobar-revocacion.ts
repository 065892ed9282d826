// Seguro dos veces: preguntar no cambia nada, y un sello ya comprobado no se vuelve a comprobar.
import {
	encargarSinComprobar,
	recomprobarRevocacion,
	type DepsRecomprobar,
} from '../application/sellado/recomprobar-revocacion.ts'
import { textoDeCarga } from './carga.ts'
import type { Trabajo } from './worker.ts'

const MINUTO = 60_000
const HORA = 60 * MINUTO

/**
 * Vuelve a preguntar al SAT por el certificado de la carga `{ noCertificado }`, con el que se selló sin comprobarlo,
 * hasta tener respuesta: nunca se da por vencido, y cada vez espera más (la cuarta parte de lo que ya se ha esperado, de
 * un minuto a seis horas). Sin carga es el barrido de cada hora: encarga los que se hubieran quedado sin encargo.
 */
export const trabajoRecomprobarRevocacion = (deps: DepsRecomprobar): Trabajo => ({
	clase: 'recomprobar-revocacion',
	intentos: 48,
	cadaMs: HORA,
	ejecutar: async (carga) => {
		if (!('noCertificado' in carga)) {
			await encargarSinComprobar(deps)()
			return { resultado: 'hecho' }
		}
		const dicho = await recomprobarRevocacion(deps)(textoDeCarga(carga, 'noCertificado'))
		if (dicho.estado === 'comprobado') return { resultado: 'hecho' }
		const esperado = Date.parse(deps.reloj()) - Date.parse(dicho.desde)
		const enMs = Math.min(Math.max(esperado / 4, MINUTO), 6 * HORA)
		return { resultado: 'reintentar', enMs, razon: dicho.razon }
	},
})
