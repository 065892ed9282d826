/**
 * Reconoce qué archivo es por lo que trae dentro: el nombre y el tipo no se creen, y en iOS no se puede filtrar por
 * extensión (`.key` es también de Keynote).
 */
import type { Forma } from './forma.ts'
import { separar } from './envoltura.ts'

/** Además de las formas DER: `vacio` (en la nube y sin bajar), `incompleto` (cortado), `zip` (o Keynote). */
export type ClaseArchivo = Forma | 'vacio' | 'incompleto' | 'zip' | 'desconocido'

/** Una pieza de un archivo: qué es, y sus bytes, que se leen por sí solos. */
type PiezaReconocida = { readonly clase: ClaseArchivo; readonly bytes: Uint8Array<ArrayBuffer> }

/** Un DER que dice medir más de lo que mide, o un PEM sin su final. */
const estaCortado = (bytes: Uint8Array): boolean => {
	const [etiqueta, forma, alto = 0, bajo = 0] = bytes
	if (etiqueta === 0x30 && forma === 0x82) return 4 + alto * 256 + bajo > bytes.length
	const principio = new TextDecoder('latin1').decode(bytes.subarray(0, 2048))
	return /-----BEGIN [A-Z0-9 ]{1,40}-----/.test(principio)
}

const sinPiezas = (bytes: Uint8Array): ClaseArchivo => {
	if (bytes.length === 0) return 'vacio'
	// Un .key de Keynote es un ZIP; y el SAT, o un correo, a veces entrega los dos archivos en uno.
	if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03) return 'zip'
	return estaCortado(bytes) ? 'incompleto' : 'desconocido'
}

/**
 * Lo que hay en un archivo, pieza por pieza. Un PEM puede traer la llave y el certificado juntos, y hasta los de las
 * autoridades. Siempre devuelve al menos una pieza.
 */
export const reconocerPiezas = (bytes: Uint8Array): readonly PiezaReconocida[] => {
	const piezas = separar(bytes).flatMap(({ forma, bytes: suyos }) =>
		forma === null ? [] : [{ clase: forma, bytes: suyos }],
	)
	return piezas.length > 0 ? piezas : [{ clase: sinPiezas(bytes), bytes: new Uint8Array(bytes) }]
}
