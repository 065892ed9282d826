/**
 * Lo que asn1js lee, tenido a raya: acotado, en DER y sin lanzar nunca.
 *
 * asn1js acepta BER, donde unos mismos datos tienen varias escrituras, y deja que un elemento se salga del que lo
 * contiene; aquí se mira elemento por elemento que la escritura sea la única que DER admite. Fuente: X.690 §8 y §10.
 */
import { type AsnType, Constructed, fromBER, Sequence, Set as Conjunto, UTCTime } from 'asn1js'

/** Lo más que mide un .cer o un .key; los del SAT andan por 1.5 kB. */
export const LIMITE_ARCHIVO = 65_536

/** Un certificado ocupa ocho niveles y unos doscientos elementos. */
const COTAS = { maxDepth: 32, maxNodes: 4096, maxContentLength: LIMITE_ARCHIVO } as const

/** Lo que ocupan la etiqueta y la longitud escritas en su forma más corta. */
const encabezado = (largo: number): number => (largo < 0x80 ? 2 : 2 + Math.ceil(Math.log2(largo + 1) / 8))

/** Con segundos, en UTC, y de un día que exista (RFC 5280 §4.1.2.5). */
const esMomento = (nodo: UTCTime): boolean => {
	const texto = new TextDecoder('latin1').decode(nodo.valueBlock.valueHexView)
	const fecha = nodo.toDate()
	if (Number.isNaN(fecha.getTime())) return false
	const completo = fecha.toISOString().replace(/\.\d+|[-:T]/g, '')
	return texto === completo || (nodo.idBlock.tagNumber === 23 && texto === completo.slice(2))
}

const esDer = (nodo: AsnType): boolean => {
	const { idBlock, lenBlock } = nodo
	const compuesto = nodo instanceof Sequence || nodo instanceof Conjunto
	// En DER los tipos universales que no son SEQUENCE ni SET van de una pieza, y la etiqueta ocupa un byte.
	if (idBlock.tagClass === 1 && idBlock.isConstructed !== compuesto) return false
	if (idBlock.blockLength !== 1 || lenBlock.isIndefiniteForm) return false
	if (nodo.valueBeforeDecodeView.length !== encabezado(lenBlock.length) + lenBlock.length) return false
	if (nodo instanceof UTCTime && !esMomento(nodo)) return false
	if (!(nodo instanceof Constructed)) return true
	const dentro = nodo.valueBlock.value
	const suma = dentro.reduce((total, hijo) => total + hijo.valueBeforeDecodeView.length, 0)
	return suma === lenBlock.length && dentro.every(esDer)
}

/** El elemento que ocupa exactamente esos bytes, sin copiarlos; null si no lo hay. */
export const leerDer = (bytes: Uint8Array<ArrayBuffer>): AsnType | null => {
	if (bytes.length === 0 || bytes.length > LIMITE_ARCHIVO) return null
	try {
		const { offset, result } = fromBER(bytes, { ...COTAS, parseEmbedded: false, copyInput: false })
		return offset === bytes.length && result.error === '' && esDer(result) ? result : null
	} catch {
		return null
	}
}

/** Los elementos que lleva dentro una SEQUENCE; vacío si no lo es. */
export const secuencia = (nodo: unknown): readonly AsnType[] =>
	nodo instanceof Sequence ? nodo.valueBlock.value : []

/** Una estructura de PKI.js a partir de un elemento ya leído; null si no tiene su forma. */
export const comoEstructura = <T>(
	Estructura: new (parametros: { schema: unknown }) => T,
	nodo: unknown,
): T | null => {
	// Un algoritmo puede venir sin parámetros, y sin esquema PKI.js daría una estructura vacía por buena.
	if (nodo === undefined || nodo === null) return null
	try {
		return new Estructura({ schema: nodo })
	} catch {
		return null
	}
}

/** Una estructura de PKI.js a partir de sus bytes DER; null si no son DER o no tienen su forma. */
export const leerEstructura = <T>(
	Estructura: new (parametros: { schema: unknown }) => T,
	der: Uint8Array<ArrayBuffer>,
): T | null => comoEstructura(Estructura, leerDer(der))

/** Los bytes de un entero sin signo, sin los ceros de adelante. */
export const sinCeros = (bytes: Uint8Array): Uint8Array => {
	const primero = bytes.findIndex((byte) => byte !== 0)
	return primero < 0 ? bytes.subarray(0, 0) : bytes.subarray(primero)
}
