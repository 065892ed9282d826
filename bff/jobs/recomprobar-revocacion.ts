// Seguro dos veces: preguntar no cambia nada, y anotar la misma respuesta otra vez sólo agrega un renglón a la bitácora.
import { recomprobarRevocacion, type DepsRecomprobar } from '../application/sellado/recomprobar-revocacion.ts'
import { textoDeCarga } from './carga.ts'
import type { Trabajo } from './worker.ts'

/** Vuelve a preguntar al SAT por el certificado de la carga `{ noCertificado }`, con el que se selló sin comprobarlo. */
export const trabajoRecomprobarRevocacion = (deps: DepsRecomprobar): Trabajo => ({
	clase: 'recomprobar-revocacion',
	intentos: 48,
	ejecutar: async (carga) => {
		const { estado, razon } = await recomprobarRevocacion(deps)(textoDeCarga(carga, 'noCertificado'))
		return estado === 'no-comprobado' ? { resultado: 'reintentar', razon } : { resultado: 'hecho' }
	},
})
