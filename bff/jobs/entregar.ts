// Seguro dos veces: los documentos se hacen una vez, y el mensaje repetido lleva el mismo identificador y el mismo enlace.
import { type DepsEntrega, ejecutarEntrega } from '../application/entregas/entregar.ts'
import { textoDeCarga } from './carga.ts'
import type { Trabajo } from './worker.ts'

/** Prepara los documentos y entrega por correo el trámite de la carga `{ tramiteId }` (12, 13). */
export const trabajoEntregar = (deps: DepsEntrega): Trabajo => ({
	clase: 'entregar',
	intentos: 24,
	ejecutar: async (carga) => {
		const desenlace = await ejecutarEntrega(deps)(textoDeCarga(carga, 'tramiteId'))
		switch (desenlace.resultado) {
			case 'entregado':
			case 'sin-buzon':
			case 'ya-entregado':
				return { resultado: 'hecho' }
			case 'temporal':
				return { resultado: 'reintentar', razon: desenlace.razon }
			case 'permanente':
				return { resultado: 'fallido', razon: desenlace.razon }
		}
	},
})
