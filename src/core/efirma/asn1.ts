/**
 * Lectura de ASN.1 en DER sin confiar en los bytes: acotada, estricta y sin lanzar nunca.
 *
 * Es propia y no de PKI.js porque aquí solo se leen dos estructuras: PKI.js pesa 84 kB comprimido en la página pública y
 * asn1js, su base, tarda tanto en un certificado como la lectura entera del documento; ambos aceptan además
 * BER, donde unos mismos datos tienen varias escrituras. Fuente: X.690 §8 y §10.
 */

/** Un elemento ya leído: clase y etiqueta, su contenido, sus hijos si es construido, y sus bytes completos. */
export type Nodo = {
	readonly clase: number
	readonly etiqueta: number
	readonly construido: boolean
	readonly hijos: readonly Nodo[]
	readonly contenido: Uint8Array
	readonly der: Uint8Array
}

/** Lo más que mide un .cer o un .key; los del SAT andan por 1.5 kB. */
export const LIMITE_ARCHIVO = 65_536

export const UNIVERSAL = 0
export const CONTEXTO = 2
export const ETIQUETA = {
	booleano: 1,
	entero: 2,
	bits: 3,
	octetos: 4,
	nulo: 5,
	oid: 6,
	utf8: 12,
	secuencia: 16,
	utcTime: 23,
	generalizedTime: 24,
	bmp: 30,
} as const

/** Niveles de anidamiento; un certificado ocupa ocho. */
const NIVELES = 32

/** Dónde empieza y acaba el contenido del elemento que empieza en `inicio`; null si no está bien escrito. */
const medir = (
	bytes: Uint8Array,
	inicio: number,
): { readonly desde: number; readonly hasta: number } | null => {
	const primero = bytes[inicio + 1]
	if (primero === undefined) return null
	let largo = primero
	let desde = inicio + 2
	if (primero >= 0x80) {
		// 0x80 es longitud indefinida, que DER no tiene; más de tres bytes no caben en el límite.
		const cuantos = primero & 0x7f
		if (cuantos === 0 || cuantos > 3) return null
		largo = 0
		for (let i = 0; i < cuantos; i += 1) largo = largo * 256 + (bytes[desde + i] ?? 0)
		// La longitud se escribe en su forma más corta, y en ninguna otra.
		if (largo < 0x80 || largo < 256 ** (cuantos - 1)) return null
		desde += cuantos
	}
	const hasta = desde + largo
	return hasta <= bytes.length ? { desde, hasta } : null
}

const leerNodo = (bytes: Uint8Array, inicio: number, nivel: number): Nodo | null => {
	const identificador = bytes[inicio]
	// La etiqueta 31 anuncia una de varios bytes, que aquí no se ocupa.
	if (identificador === undefined || (identificador & 0x1f) === 0x1f || nivel > NIVELES) return null
	const medida = medir(bytes, inicio)
	if (medida === null) return null
	const { desde, hasta } = medida
	const construido = (identificador & 0x20) !== 0
	const hijos: Nodo[] = []
	for (let lugar = desde; construido && lugar < hasta;) {
		const hijo = leerNodo(bytes.subarray(0, hasta), lugar, nivel + 1)
		if (hijo === null) return null
		hijos.push(hijo)
		lugar += hijo.der.length
	}
	return {
		clase: identificador >> 6,
		etiqueta: identificador & 0x1f,
		construido,
		hijos,
		contenido: bytes.subarray(desde, hasta),
		der: bytes.subarray(inicio, hasta),
	}
}

/** El elemento que ocupa exactamente esos bytes; null si no lo hay. */
export const leerDer = (bytes: Uint8Array): Nodo | null => {
	if (bytes.length === 0 || bytes.length > LIMITE_ARCHIVO) return null
	const nodo = leerNodo(bytes, 0, 0)
	return nodo !== null && nodo.der.length === bytes.length ? nodo : null
}

/** Si el nodo es universal y de esa etiqueta. */
export const es = (nodo: Nodo | undefined, etiqueta: number): nodo is Nodo =>
	nodo !== undefined && nodo.clase === UNIVERSAL && nodo.etiqueta === etiqueta

/** Si el nodo lleva la etiqueta de contexto `[numero]`. */
export const esContexto = (nodo: Nodo | undefined, numero: number): nodo is Nodo =>
	nodo !== undefined && nodo.clase === CONTEXTO && nodo.etiqueta === numero

/** Los hijos de una SEQUENCE; vacío si no lo es. */
export const secuencia = (nodo: Nodo | undefined): readonly Nodo[] =>
	es(nodo, ETIQUETA.secuencia) ? nodo.hijos : []

/** El identificador de objeto con puntos; cadena vacía si el nodo no es uno. */
export const leerOid = (nodo: Nodo | undefined): string => {
	if (!es(nodo, ETIQUETA.oid) || nodo.contenido.length === 0) return ''
	const partes: number[] = []
	let acumulado = 0
	for (const byte of nodo.contenido) {
		acumulado = acumulado * 128 + (byte & 0x7f)
		if ((byte & 0x80) === 0) {
			partes.push(acumulado)
			acumulado = 0
		}
	}
	const primera = partes[0] ?? 0
	const raiz = Math.min(2, Math.floor(primera / 40))
	return [raiz, primera - raiz * 40, ...partes.slice(1)].join('.')
}

/** Un INTEGER pequeño y no negativo; null si no lo es o no cabe en 31 bits. */
export const leerEntero = (nodo: Nodo | undefined): number | null => {
	if (!es(nodo, ETIQUETA.entero) || nodo.contenido.length === 0 || nodo.contenido.length > 5) return null
	const primero = nodo.contenido[0] ?? 0
	if (primero >= 0x80) return null
	const valor = nodo.contenido.reduce((suma, byte) => suma * 256 + byte, 0)
	return valor <= 0x7fffffff ? valor : null
}

/**
 * El texto de una cadena ASN.1. TeletexString (T61) se lee como Latin-1: así escribe el SAT las eñes y acentos.
 */
export const leerTexto = (nodo: Nodo | undefined): string => {
	if (nodo === undefined || nodo.construido) return ''
	const codificacion =
		nodo.etiqueta === ETIQUETA.utf8 ? 'utf-8' : nodo.etiqueta === ETIQUETA.bmp ? 'utf-16be' : 'latin1'
	return new TextDecoder(codificacion).decode(nodo.contenido)
}
