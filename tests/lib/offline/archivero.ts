import { crearLlave, type Archivero, type Fila, type FilaAntigua } from '../../../src/lib/offline/base.ts'
import { crearCofre, type Cofre, type Relevo } from '../../../src/lib/offline/cofre.ts'

/** El archivero en memoria, con sus filas a la vista de la prueba. Clona como IndexedDB: por valor. */
const archiveroEnMemoria = (antiguas: readonly FilaAntigua[] = []) => {
	const filas = new Map<string, Fila>()
	const viejas = new Map(antiguas.map((fila) => [fila.clave, fila]))
	let llave: Promise<CryptoKey> | null = null
	const archivero: Archivero = {
		llave: () => (llave ??= crearLlave()),
		filas: async (clase) => structuredClone([...filas.values()].filter((fila) => fila.clase === clase)),
		cambiar: async ({ quitar = [], poner = [] }) => {
			for (const clave of quitar) filas.delete(clave)
			for (const fila of poner) filas.set(fila.clave, structuredClone(fila))
		},
		antiguas: async () => [...viejas.values()],
		relevar: async (antigua, nueva) => {
			if (viejas.delete(antigua) && nueva) filas.set(nueva.clave, nueva)
		},
	}
	return { archivero, filas, viejas }
}

/** Un cofre sobre memoria, con un reloj que avanza a cada registro. */
export const cofreEnMemoria = (antiguas: readonly FilaAntigua[] = [], relevo: Relevo = () => null) => {
	let reloj = 0
	const memoria = archiveroEnMemoria(antiguas)
	const ahora = () => new Date(Date.UTC(2026, 10, 23) + (reloj += 1000)).toISOString()
	const cofre: Cofre = crearCofre({ archivero: memoria.archivero, ahora, relevo })
	return { ...memoria, cofre }
}

/** Todo lo que una fila deja leer sin la llave, como texto. */
export const aLaVista = (filas: Iterable<Fila>): string =>
	[...filas]
		.map(({ clave, clase, de, creado, iv, cifra }) =>
			[
				clave,
				clase,
				de,
				creado,
				Buffer.from(iv).toString('latin1'),
				Buffer.from(cifra).toString('latin1'),
			].join('\n'),
		)
		.join('\n')
