import { type Hash, RAIZ_VACIA, type Resumir, unir } from './arbol.ts'

/**
 * Comprueba que una hoja está en el árbol de esa raíz (RFC 9162 §2.1.3.2). `indice` se cuenta desde 0. No lanza: una
 * prueba que no cuadra, le falta o le sobra algo es `false`.
 */
export const estaIncluida = (
	resumir: Resumir,
	prueba: {
		readonly hoja: Hash
		readonly indice: number
		readonly tamano: number
		readonly ruta: readonly Hash[]
		readonly raiz: Hash
	},
): boolean => {
	const { hoja, indice, tamano, ruta, raiz } = prueba
	if (!sonHashes([hoja, raiz, ...ruta])) return false
	if (!Number.isSafeInteger(indice) || !Number.isSafeInteger(tamano)) return false
	if (indice < 0 || indice >= tamano) return false
	let [fn, sn] = [indice, tamano - 1]
	let r = hoja
	for (const p of ruta) {
		if (sn === 0) return false
		if (fn % 2 === 1 || fn === sn) {
			r = unir(resumir, p, r)
			while (fn % 2 === 0 && fn !== 0) [fn, sn] = [mitad(fn), mitad(sn)]
		} else r = unir(resumir, r, p)
		;[fn, sn] = [mitad(fn), mitad(sn)]
	}
	return sn === 0 && r === raiz
}

/**
 * Comprueba que el árbol de `a` hojas y raíz `raizA` empieza con el de `de` hojas y raíz `raizDe`, sin cambiar nada de lo
 * que había (RFC 9162 §2.1.4.2). No lanza.
 */
export const esConsistente = (
	resumir: Resumir,
	prueba: {
		readonly de: number
		readonly a: number
		readonly raizDe: Hash
		readonly raizA: Hash
		readonly ruta: readonly Hash[]
	},
): boolean => {
	const { de, a, raizDe, raizA, ruta } = prueba
	if (!sonHashes([raizDe, raizA, ...ruta])) return false
	if (!Number.isSafeInteger(de) || !Number.isSafeInteger(a) || de < 0 || de > a) return false
	if (de === a) return ruta.length === 0 && raizDe === raizA
	// Todo árbol empieza con el vacío.
	if (de === 0) return ruta.length === 0 && raizDe === RAIZ_VACIA
	const [primero, ...resto] = esPotencia(de) ? [raizDe, ...ruta] : ruta
	if (primero === undefined) return false
	let [fn, sn] = [de - 1, a - 1]
	while (fn % 2 === 1) [fn, sn] = [mitad(fn), mitad(sn)]
	let [fr, sr] = [primero, primero]
	for (const c of resto) {
		if (sn === 0) return false
		if (fn % 2 === 1 || fn === sn) {
			fr = unir(resumir, c, fr)
			sr = unir(resumir, c, sr)
			while (fn % 2 === 0 && fn !== 0) [fn, sn] = [mitad(fn), mitad(sn)]
		} else sr = unir(resumir, sr, c)
		;[fn, sn] = [mitad(fn), mitad(sn)]
	}
	return sn === 0 && fr === raizDe && sr === raizA
}

const mitad = (n: number): number => Math.floor(n / 2)

const esPotencia = (n: number): boolean => {
	let potencia = 1
	while (potencia < n) potencia *= 2
	return potencia === n
}

const sonHashes = (hashes: readonly string[]): boolean => hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))
