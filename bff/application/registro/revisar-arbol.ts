import type { Huella, Lectura } from '../ports.ts'
import type { Hallazgo } from './hallazgo.ts'
import { type Hash, juntar, type Nodo, unir } from '#core/registro/arbol.ts'
import type { Arbol } from '#core/registro/punto.ts'

const TANDA = 2000

/**
 * Rehace el árbol hoja por hoja y lo compara con los nodos guardados. Donde no cuadran, nombra el nodo y qué hojas
 * cubre, y sigue con el guardado: un solo cambio se nombra una vez. `crecido` es hasta qué hoja el árbol ya había
 * crecido: más allá, que falten nodos no es falta.
 */
export const crearRevisionDeArbol = (
	deps: { readonly db: Lectura; readonly huella: Huella },
	arbol: Arbol,
	crecido: number,
) => {
	const { db, huella } = deps
	const hallazgos: Hallazgo[] = []
	const niveles: Cursor[] = []
	/** Los subárboles completos de lo que va, de mayor a menor: los que forman la raíz. */
	const cumbres: Cumbre[] = []
	let van = 0

	const guardado = async (nodo: Nodo): Promise<Hash | null> => {
		const cursor = (niveles[nodo.nivel - 1] ??= crearCursor(db, arbol, nodo.nivel))
		for (;;) {
			const siguiente = await cursor.mirar()
			if (siguiente === null || siguiente.indice > nodo.indice) return null
			cursor.pasar()
			if (siguiente.indice === nodo.indice) return siguiente.hash
			hallazgos.push(sobra(nodo.nivel, siguiente.indice))
		}
	}

	return {
		/** La siguiente hoja, o null si falta. `dudosa`: ya se nombró, y no se vuelve a nombrar por su nodo. */
		agregar: async (hoja: Hash | null, dudosa: boolean): Promise<void> => {
			let cumbre: Cumbre = { nivel: 0, hash: hoja, dudosa }
			let indice = van
			van += 1
			for (let izquierda = cumbres.at(-1); izquierda?.nivel === cumbre.nivel; izquierda = cumbres.at(-1)) {
				cumbres.pop()
				indice = Math.floor(indice / 2)
				const nivel: number = cumbre.nivel + 1
				const hecho =
					izquierda.hash === null || cumbre.hash === null ? null : unir(huella, izquierda.hash, cumbre.hash)
				const suyo = await guardado({ nivel, indice })
				const yaDicho = izquierda.dudosa || cumbre.dudosa
				if (suyo === null && van <= crecido) hallazgos.push(falta(nivel, indice))
				if (suyo !== null && hecho !== null && suyo !== hecho && !yaDicho)
					hallazgos.push(cambiado(nivel, indice))
				cumbre = { nivel, hash: suyo ?? hecho, dudosa: suyo === null && yaDicho }
			}
			cumbres.push(cumbre)
		},
		/** La raíz de lo que va, o null si falta una hoja que no se puede suplir. */
		raiz: (): Hash | null => {
			const hashes = cumbres.map(({ hash }) => hash)
			return hashes.some((hash) => hash === null) ? null : juntar(huella, hashes.map(String))
		},
		/** Lo que quedó en la base y no corresponde a ninguna hoja. */
		terminar: async (): Promise<readonly Hallazgo[]> => {
			const altos = await db
				.selectFrom('arbolNodo')
				.select('nivel')
				.distinct()
				.where('arbol', '=', arbol)
				.execute()
			for (const { nivel } of altos) {
				const cursor = (niveles[nivel - 1] ??= crearCursor(db, arbol, nivel))
				for (let uno = await cursor.mirar(); uno !== null; uno = await cursor.mirar()) {
					hallazgos.push(sobra(nivel, uno.indice))
					cursor.pasar()
				}
			}
			return hallazgos
		},
	}
}

/** Un subárbol completo. Sin huella si le falta una hoja y su nodo tampoco está. */
type Cumbre = { readonly nivel: number; readonly hash: Hash | null; readonly dudosa: boolean }

type Cursor = {
	readonly mirar: () => Promise<{ readonly indice: number; readonly hash: Hash } | null>
	readonly pasar: () => void
}

/** Los nodos guardados de un nivel, en orden, por tandas. */
const crearCursor = (db: Lectura, arbol: Arbol, nivel: number): Cursor => {
	let tanda: { indice: number; hash: Hash }[] = []
	let donde = 0
	let desde = -2_147_483_648
	let acabo = false
	return {
		mirar: async () => {
			if (donde === tanda.length && !acabo) {
				tanda = await db
					.selectFrom('arbolNodo')
					.select(['indice', 'hash'])
					.where('arbol', '=', arbol)
					.where('nivel', '=', nivel)
					.where('indice', '>', desde)
					.orderBy('indice')
					.limit(TANDA)
					.execute()
				donde = 0
				acabo = tanda.length < TANDA
				desde = tanda.at(-1)?.indice ?? desde
			}
			return tanda[donde] ?? null
		},
		pasar: () => {
			donde += 1
		},
	}
}

const hojasDe = (nivel: number, indice: number): string => {
	const ancho = 2 ** nivel
	return `de la hoja ${indice * ancho + 1} a la ${(indice + 1) * ancho}`
}

const nodo = (clase: Hallazgo['clase'], nivel: number, indice: number, que: string): Hallazgo => ({
	...{ clase, indice: null, id: `${nivel}/${indice}` },
	detalle: `el nodo ${indice} del nivel ${nivel} (${hojasDe(nivel, indice)}) ${que}`,
})
const cambiado = (nivel: number, indice: number): Hallazgo =>
	nodo('nodo-cambiado', nivel, indice, 'no es el que sale de sus hojas: cambiaron el nodo o las hojas')
const falta = (nivel: number, indice: number): Hallazgo => nodo('nodo-quitado', nivel, indice, 'ya no está')
const sobra = (nivel: number, indice: number): Hallazgo =>
	nodo('nodo-metido', nivel, indice, 'no sale de ninguna hoja: se metió, o se quitaron sus hojas')
