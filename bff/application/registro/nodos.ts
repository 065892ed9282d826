import type { Huella, Lectura, Tx } from '../ports.ts'
import { leerHojas } from './hojas.ts'
import { type Hash, juntar, type Nodo, nodosDe, type Tramo, unir } from '#core/registro/arbol.ts'
import type { Arbol } from '#core/registro/punto.ts'

const TANDA = 2048

/** Al árbol le falta una hoja o un nodo que debía tener: alguien lo quitó. No se sigue construyendo encima. */
class FaltaDelArbol extends Error {
	override readonly name = 'FaltaDelArbol'
}

/** Cuántas hojas, de dos en dos, ya tienen sus nodos. */
export const hojasConNodo = async (db: Lectura, arbol: Arbol): Promise<number> => {
	const ultimo = await db
		.selectFrom('arbolNodo')
		.select('indice')
		.where('arbol', '=', arbol)
		.where('nivel', '=', 1)
		.orderBy('indice', 'desc')
		.limit(1)
		.executeTakeFirst()
	return ultimo ? (ultimo.indice + 1) * 2 : 0
}

/**
 * Hace los nodos de las hojas que aún no los tienen, hasta una tanda, y dice si quedan más. Quien llama tiene el candado
 * del árbol. Lanza {@link FaltaDelArbol} si entre las hojas hay un hueco.
 */
export const crecerArbol = async (tx: Tx, huella: Huella, arbol: Arbol): Promise<boolean> => {
	const desde = await hojasConNodo(tx, arbol)
	const hojas = await leerHojas(tx, arbol, { despuesDe: desde, limite: TANDA })
	const nuevos: (Nodo & { readonly hash: Hash })[] = []
	for (const [i, { indice }] of hojas.entries()) {
		if (indice !== desde + i + 1)
			throw new FaltaDelArbol(`Al árbol «${arbol}» le falta la hoja ${desde + i + 1}.`)
	}
	let [nivel, primero] = [0, desde]
	let hashes = hojas.map(({ hoja }) => hoja)
	while (hashes.length > 0) {
		if (primero % 2 === 1) {
			const hermano = await leerNodos(tx, arbol, [{ nivel, indice: primero - 1 }])
			hashes = [...hermano, ...hashes]
			primero -= 1
		}
		nivel += 1
		primero /= 2
		const padres: Hash[] = []
		for (let i = 0; i + 1 < hashes.length; i += 2) {
			padres.push(unir(huella, hashes[i] ?? '', hashes[i + 1] ?? ''))
		}
		nuevos.push(...padres.map((hash, i) => ({ nivel, indice: primero + i, hash })))
		hashes = padres
	}
	if (nuevos.length > 0) {
		await tx
			.insertInto('arbolNodo')
			.values(nuevos.map((nodo) => ({ arbol, ...nodo })))
			.execute()
	}
	return hojas.length === TANDA
}

/** Las huellas de unos nodos, en el mismo orden. Lanza {@link FaltaDelArbol} si falta alguno. */
const leerNodos = async (db: Lectura, arbol: Arbol, nodos: readonly Nodo[]): Promise<Hash[]> => {
	const altos = nodos.filter(({ nivel }) => nivel > 0)
	const filas =
		altos.length === 0
			? []
			: await db
					.selectFrom('arbolNodo')
					.select(['nivel', 'indice', 'hash'])
					.where('arbol', '=', arbol)
					.where((e) => e.or(altos.map(({ nivel, indice }) => e.and({ nivel, indice }))))
					.execute()
	const hallados = new Map(filas.map(({ nivel, indice, hash }) => [`${nivel}/${indice}`, hash]))
	const hashes: Hash[] = []
	for (const { nivel, indice } of nodos) {
		const hash = nivel === 0 ? await leerHoja(db, arbol, indice) : hallados.get(`${nivel}/${indice}`)
		if (hash === undefined) {
			throw new FaltaDelArbol(`Al árbol «${arbol}» le falta el nodo ${indice} del nivel ${nivel}.`)
		}
		hashes.push(hash)
	}
	return hashes
}

const leerHoja = async (db: Lectura, arbol: Arbol, indice: number): Promise<Hash | undefined> => {
	const [hoja] = await leerHojas(db, arbol, { despuesDe: indice, limite: 1 })
	return hoja?.indice === indice + 1 ? hoja.hoja : undefined
}

/** La huella de cada tramo de una prueba, o la raíz si el tramo es el árbol entero desde 0. */
export const leerTramos = async (
	db: Lectura,
	huella: Huella,
	arbol: Arbol,
	tramos: readonly Tramo[],
): Promise<Hash[]> => {
	const hashes: Hash[] = []
	for (const tramo of tramos) hashes.push(juntar(huella, await leerNodos(db, arbol, nodosDe(tramo))))
	return hashes
}

/** La raíz del árbol cuando tenía `tamano` hojas. */
export const leerRaiz = async (db: Lectura, huella: Huella, arbol: Arbol, tamano: number): Promise<Hash> =>
	juntar(huella, await leerNodos(db, arbol, nodosDe({ desde: 0, hasta: tamano })))
