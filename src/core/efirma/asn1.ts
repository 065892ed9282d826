/**
 * Lectura de ASN.1 sin confiar en los bytes: acotada, en DER de longitud definida y sin lanzar nunca.
 *
 * Usa asn1js (la base de PKI.js) y no PKI.js entero: sus estructuras pesan cinco veces más comprimidas y aquí se
 * ocupan unas cuantas. Fuente: X.690.
 */
import { BaseBlock, fromBER } from 'asn1js'

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

export const UNIVERSAL = 1
export const CONTEXTO = 3
export const ETIQUETA = {
	booleano: 1,
	entero: 2,
	bits: 3,
	octetos: 4,
	nulo: 5,
	oid: 6,
	utf8: 12,
	secuencia: 16,
	conjunto: 17,
	bmp: 30,
} as const

const aNodo = (bloque: BaseBlock): Nodo => {
	const { idBlock, lenBlock } = bloque
	// En DER no hay longitudes indefinidas; aceptarlas daría dos lecturas de los mismos bytes.
	if (lenBlock.isIndefiniteForm) throw new Error('longitud indefinida')
	const der = bloque.valueBeforeDecodeView
	const valor: unknown = Reflect.get(bloque.valueBlock, 'value')
	const construido = idBlock.isConstructed
	return {
		clase: idBlock.tagClass,
		etiqueta: idBlock.tagNumber,
		construido,
		hijos:
			construido && Array.isArray(valor)
				? valor.filter((hijo): hijo is BaseBlock => hijo instanceof BaseBlock).map(aNodo)
				: [],
		contenido: der.subarray(idBlock.blockLength + lenBlock.blockLength),
		der,
	}
}

/** El elemento que ocupa exactamente esos bytes; null si no lo hay. */
export const leerDer = (bytes: Uint8Array): Nodo | null => {
	if (bytes.length === 0 || bytes.length > LIMITE_ARCHIVO) return null
	try {
		const { offset, result } = fromBER(bytes)
		// Un desbordamiento de pila por anidamiento hostil cae también en el catch.
		return offset === bytes.length && result.error === '' ? aNodo(result) : null
	} catch {
		return null
	}
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
