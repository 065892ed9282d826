/*
 * Seguro dos veces: el índice es la llave de la tabla y `bitacora_id` es único; quien llega segundo choca con el
 * primero, se deshace completo y vuelve a leer dónde iba.
 */
import { type DepsEncadenar, encadenarArbol } from '../application/registro/encadenar.ts'
import type { Trabajo } from './worker.ts'

const CADA_MS = 15_000

/** Encadena los renglones nuevos de la bitácora, en orden, y firma su árbol. Un solo escritor a la vez. */
export const trabajoEncadenarBitacora = (deps: DepsEncadenar & { readonly cadaMs?: number }): Trabajo => {
	const encadenar = encadenarArbol(deps, 'bitacora')
	return {
		clase: 'encadenar-bitacora',
		cadaMs: deps.cadaMs ?? CADA_MS,
		ejecutar: async () => {
			await encadenar()
			return { resultado: 'hecho' }
		},
	}
}
