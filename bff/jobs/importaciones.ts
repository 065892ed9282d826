/*
 * Seguros dos veces: revisar borra lo que una revisión anterior dejó y escribe lo mismo; aplicar va por tandas, cada una con
 * la cuenta de lo hecho en su transacción, y sigue donde iba; traer empieza de nuevo; purgar borra lo que ya no debe estar.
 */
import {
	aplicarSubida,
	purgarImportaciones,
	revisarImportacion,
	type DepsCorrer,
} from '../application/importaciones/correr.ts'
import { traerImportacion, type DepsTraer } from '../application/importaciones/traer.ts'
import type { ClaseTrabajo } from '../application/trabajos.ts'
import { textoDeCarga } from './carga.ts'
import type { Trabajo } from './worker.ts'

export type DepsTrabajosSae = DepsCorrer & DepsTraer

const PURGA_MS = 600_000

/** Lo que se hace con una importación después de contestarle a la persona (5, 18): traerla, revisarla, aplicarla y borrarla. */
export const trabajosDeImportacion = (deps: DepsTrabajosSae): readonly Trabajo[] => [
	deImportacion('traer-sae', (id) => traerImportacion(deps, id)),
	deImportacion('revisar-importacion', (id) => revisarImportacion(deps, id)),
	deImportacion('aplicar-importacion', (id) => aplicarSubida(deps, id)),
	{
		clase: 'purgar-importaciones',
		cadaMs: PURGA_MS,
		ejecutar: async () => {
			await purgarImportaciones(deps)
			return { resultado: 'hecho' }
		},
	},
]

const deImportacion = (clase: ClaseTrabajo, hacer: (id: string) => Promise<void>): Trabajo => ({
	clase,
	ejecutar: async (carga) => {
		await hacer(textoDeCarga(carga, 'importacion'))
		return { resultado: 'hecho' }
	},
})
