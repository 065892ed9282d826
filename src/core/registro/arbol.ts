/**
 * El árbol de Merkle de RFC 6962 §2.1 (el mismo de RFC 9162 §2.1): hoja = H(0x00 ‖ dato), nodo = H(0x01 ‖ izquierdo ‖
 * derecho). Aquí sólo se piensa qué nodos hacen falta; de dónde salen (una lista, una base) lo sabe quien pregunta.
 */

/** Una huella SHA-256, en 64 cifras hexadecimales minúsculas. */
export type Hash = string

/** SHA-256 de unos bytes; entra por la puerta. */
export type Resumir = (bytes: Uint8Array) => Hash

/** Las hojas de `desde` (incluida) a `hasta` (excluida), contadas desde 0. */
export type Tramo = { readonly desde: number; readonly hasta: number }

/** Un subárbol completo: cubre 2^nivel hojas, de `indice`·2^nivel en adelante. El nivel 0 son las hojas. */
export type Nodo = { readonly nivel: number; readonly indice: number }

/** La raíz del árbol vacío: el resumen de nada. */
export const RAIZ_VACIA: Hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** La hoja de un dato, como bytes o como texto en UTF-8. */
export const hojaDe = (resumir: Resumir, dato: Uint8Array | string): Hash => {
	const bytes = typeof dato === 'string' ? new TextEncoder().encode(dato) : dato
	const conPrefijo = new Uint8Array(bytes.length + 1)
	conPrefijo.set(bytes, 1)
	return resumir(conPrefijo)
}

/** El nodo que une dos. Lanza si alguno no es una huella. */
export const unir = (resumir: Resumir, izquierdo: Hash, derecho: Hash): Hash => {
	const bytes = new Uint8Array(65)
	bytes[0] = 1
	bytes.set(bytesDe(izquierdo), 1)
	bytes.set(bytesDe(derecho), 33)
	return resumir(bytes)
}

/** Los 32 bytes de una huella. */
export const bytesDe = (hash: Hash): Uint8Array => {
	const bytes = new Uint8Array(32)
	if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError(`No es una huella SHA-256: «${hash}».`)
	for (let i = 0; i < 32; i += 1) bytes[i] = cifra(hash, 2 * i) * 16 + cifra(hash, 2 * i + 1)
	return bytes
}

/** El valor de una cifra hexadecimal minúscula ya comprobada. */
const cifra = (hash: Hash, donde: number): number => {
	const letra = hash.charCodeAt(donde)
	return letra < 58 ? letra - 48 : letra - 87
}

/**
 * Los subárboles completos que cubren un tramo, de izquierda a derecha y cada vez menores. El tramo debe empezar donde
 * empieza un subárbol que lo contenga: así son todos los que aparecen en una raíz o en una prueba.
 */
export const nodosDe = ({ desde, hasta }: Tramo): Nodo[] => {
	const nodos: Nodo[] = []
	let donde = desde
	while (donde < hasta) {
		let nivel = 0
		let ancho = 1
		while (donde % (ancho * 2) === 0 && donde + ancho * 2 <= hasta) {
			nivel += 1
			ancho *= 2
		}
		nodos.push({ nivel, indice: donde / ancho })
		donde += ancho
	}
	return nodos
}

/** MTH de un tramo, con las huellas de sus {@link nodosDe} en el mismo orden. Sin nodos, la raíz vacía. */
export const juntar = (resumir: Resumir, nodos: readonly Hash[]): Hash =>
	nodos.length === 0
		? RAIZ_VACIA
		: nodos.reduceRight((derecho, izquierdo) => unir(resumir, izquierdo, derecho))

/**
 * PATH(m, D[n]) (RFC 6962 §2.1.1): los tramos hermanos de la hoja `indice` en un árbol de `tamano`, de abajo hacia
 * arriba. Lanza si la hoja no está en el árbol.
 */
export const rutaDeInclusion = (indice: number, tamano: number): Tramo[] => {
	if (!(esCuenta(indice) && esCuenta(tamano) && indice < tamano)) {
		throw new RangeError(`La hoja ${indice} no está en un árbol de ${tamano}.`)
	}
	const ruta: Tramo[] = []
	let { desde, hasta }: Tramo = { desde: 0, hasta: tamano }
	while (hasta - desde > 1) {
		const corte = desde + potenciaMenor(hasta - desde)
		if (indice < corte) {
			ruta.push({ desde: corte, hasta })
			hasta = corte
		} else {
			ruta.push({ desde, hasta: corte })
			desde = corte
		}
	}
	return ruta.reverse()
}

/**
 * PROOF(m, D[n]) (RFC 6962 §2.1.2): los tramos que prueban que el árbol de `a` hojas empieza con el de `de`, en orden.
 * Lanza si `de` no está entre 1 y `a`.
 */
export const rutaDeConsistencia = (de: number, a: number): Tramo[] => {
	if (!(esCuenta(de) && esCuenta(a) && de >= 1 && de <= a)) {
		throw new RangeError(`No hay prueba de consistencia de ${de} a ${a}.`)
	}
	const ruta: Tramo[] = []
	let { desde, hasta }: Tramo = { desde: 0, hasta: a }
	// Mientras el subárbol empiece donde empieza el árbol viejo, quien verifica ya tiene su raíz.
	let conocido = true
	while (hasta !== de) {
		const corte = desde + potenciaMenor(hasta - desde)
		if (de <= corte) {
			ruta.push({ desde: corte, hasta })
			hasta = corte
		} else {
			ruta.push({ desde, hasta: corte })
			desde = corte
			conocido = false
		}
	}
	if (!conocido) ruta.push({ desde, hasta })
	return ruta.reverse()
}

/** La mayor potencia de dos menor que `n` (n ≥ 2). */
const potenciaMenor = (n: number): number => {
	let potencia = 1
	while (potencia * 2 < n) potencia *= 2
	return potencia
}

const esCuenta = (n: number): boolean => Number.isSafeInteger(n) && n >= 0
