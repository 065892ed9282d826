import type { Lectura, Tx } from '../ports.ts'
import type { Clase } from './renglones.ts'
import type { Arbol } from '#core/registro/punto.ts'

/*
 * Las hojas ya puestas de cada árbol. La base las cuenta desde 1 (`indice`); el árbol, desde 0: la hoja i del árbol es la
 * del índice i+1.
 */

export type HojaPuesta = {
	readonly indice: number
	readonly clase: Clase
	readonly clave: string
	readonly hoja: string
	readonly encadenado: string
}

/** Las hojas con índice mayor que `despuesDe`, en orden, a lo más `limite`. */
export const leerHojas = async (
	db: Lectura,
	arbol: Arbol,
	{ despuesDe, limite }: { readonly despuesDe: number; readonly limite: number },
): Promise<HojaPuesta[]> => {
	if (arbol === 'libro') {
		return db
			.selectFrom('libroHoja')
			.selectAll()
			.where('indice', '>', despuesDe)
			.orderBy('indice')
			.limit(limite)
			.execute()
	}
	const filas = await db
		.selectFrom('bitacoraHoja')
		.selectAll()
		.where('indice', '>', despuesDe)
		.orderBy('indice')
		.limit(limite)
		.execute()
	return filas.map(({ bitacoraId, ...fila }) => ({ ...fila, clase: 'renglon', clave: bitacoraId }))
}

/** La última hoja, o ninguna. */
export const leerUltimaHoja = async (
	db: Lectura,
	arbol: Arbol,
): Promise<{ readonly indice: number; readonly encadenado: string } | undefined> => {
	const tabla = arbol === 'libro' ? 'libroHoja' : 'bitacoraHoja'
	return db
		.selectFrom(tabla)
		.select(['indice', 'encadenado'])
		.orderBy('indice', 'desc')
		.limit(1)
		.executeTakeFirst()
}

/** El lugar en el árbol (desde 0) de una hoja, o null si no está. */
export const lugarDeHoja = async (db: Lectura, arbol: Arbol, hoja: string): Promise<number | null> => {
	const tabla = arbol === 'libro' ? 'libroHoja' : 'bitacoraHoja'
	const fila = await db
		.selectFrom(tabla)
		.select('indice')
		.where('hoja', '=', hoja)
		.orderBy('indice')
		.limit(1)
		.executeTakeFirst()
	return fila ? fila.indice - 1 : null
}

/** Pone hojas nuevas; quien llama tiene el candado del árbol. */
export const ponerHojas = async (tx: Tx, arbol: Arbol, hojas: readonly HojaPuesta[]): Promise<void> => {
	if (hojas.length === 0) return
	if (arbol === 'libro') {
		const filas = hojas.map(({ clase, ...resto }) => {
			if (clase === 'renglon') throw new Error('Un renglón de la bitácora no va en el árbol del Libro.')
			return { clase, ...resto }
		})
		await tx.insertInto('libroHoja').values(filas).execute()
		return
	}
	const filas = hojas.map(({ indice, clave, hoja, encadenado }) => ({
		...{ indice, bitacoraId: clave, hoja, encadenado },
	}))
	await tx.insertInto('bitacoraHoja').values(filas).execute()
}
