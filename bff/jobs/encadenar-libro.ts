/*
 * Seguro dos veces: el índice es la llave de la tabla y cada asiento, nota o cancelación tiene una sola hoja; quien llega
 * segundo choca con el primero, se deshace completo y vuelve a leer dónde iba.
 */
import { type DepsEncadenar, encadenarArbol } from '../application/registro/encadenar.ts'
import type { Trabajo } from './worker.ts'

const CADA_MS = 15_000

/** Pone en su árbol los asientos, notas y cancelaciones nuevos del Libro, y lo firma. Un solo escritor a la vez. */
export const trabajoEncadenarLibro = (deps: DepsEncadenar & { readonly cadaMs?: number }): Trabajo => {
	const encadenar = encadenarArbol(deps, 'libro')
	return {
		clase: 'encadenar-libro',
		cadaMs: deps.cadaMs ?? CADA_MS,
		ejecutar: async () => {
			await encadenar()
			return { resultado: 'hecho' }
		},
	}
}
