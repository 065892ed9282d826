/**
 * Quita a un archivo la envoltura con que a veces llega: PEM (RFC 7468, con lo que traiga antes, después o en medio) o
 * Base64 suelto en lugar de DER, en UTF-8 o UTF-16, con marca de orden o sin ella.
 */
import type { AsnType } from 'asn1js'
import { deBase64 } from './base64.ts'
import { leerDer, LIMITE_ARCHIVO } from './der.ts'
import { formaDe, type Forma } from './forma.ts'

/** Bloques de un PEM que se miran: una llave, su certificado y los de arriba, con holgura. */
const BLOQUES = 16

/** Un PEM en UTF-16 pesa casi el triple que su DER. */
export const LIMITE_ENVUELTO = LIMITE_ARCHIVO * 2.8

/** Lo que un archivo trae; casi siempre una sola pieza. */
export type Pieza = {
	readonly der: Uint8Array<ArrayBuffer>
	/** null si no es DER. */
	readonly raiz: AsnType | null
	readonly forma: Forma | null
	/** La pieza sola, como si fuera un archivo: se puede volver a separar. */
	readonly bytes: Uint8Array<ArrayBuffer>
	/** Cifrada a la manera vieja de PEM (RFC 1421, `Proc-Type: 4,ENCRYPTED`): MD5 y una sola vuelta. */
	readonly pemCifrado: boolean
}

const enTexto = (bytes: Uint8Array): string => {
	const [a, b] = bytes
	if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
	if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes)
	return new TextDecoder('latin1').decode(bytes).replace(/^\u00ef\u00bb\u00bf/, '')
}

const pieza = (bytes: Uint8Array<ArrayBuffer>, der: Uint8Array<ArrayBuffer>): Pieza => {
	const raiz = leerDer(der)
	return { der, raiz, forma: formaDe(raiz), bytes, pemCifrado: false }
}

const dePem = (bloque: string, cuerpo: string): Pieza | null => {
	const bytes = new TextEncoder().encode(bloque)
	if (/^\s*Proc-Type:[^\n]*ENCRYPTED/.test(cuerpo)) {
		return { der: new Uint8Array(), raiz: null, forma: 'llave', bytes, pemCifrado: true }
	}
	// Otros encabezados (RFC 1421) no dicen nada que haga falta.
	const der = deBase64(cuerpo.replace(/^[^\n:]*:.*$/gm, ''))
	return der === null ? null : pieza(bytes, der)
}

const piezasPem = (texto: string): readonly Pieza[] => {
	const inicio = /-----BEGIN ([A-Z0-9 ]{1,40})-----/g
	const piezas: Pieza[] = []
	for (let i = 0; i < BLOQUES; i += 1) {
		const abre = inicio.exec(texto)
		if (abre === null) break
		const cierre = `-----END ${abre[1] ?? ''}-----`
		const fin = texto.indexOf(cierre, inicio.lastIndex)
		if (fin < 0) continue
		const bloque = texto.slice(abre.index, fin + cierre.length)
		const una = dePem(bloque, texto.slice(inicio.lastIndex, fin))
		if (una !== null) piezas.push(una)
		inicio.lastIndex = fin + cierre.length
	}
	return piezas
}

/** Las piezas de un archivo DER, PEM o Base64, ya leídas, en su orden; vacío si no es ninguno. */
export const separar = (bytes: Uint8Array): readonly Pieza[] => {
	if (bytes.length === 0 || bytes.length > LIMITE_ENVUELTO) return []
	if (bytes[0] === 0x30) {
		const entero = pieza(new Uint8Array(bytes), new Uint8Array(bytes))
		if (entero.raiz !== null) return [entero]
	}
	const texto = enTexto(bytes)
	if (texto.includes('-----BEGIN ')) return piezasPem(texto)
	const der = deBase64(texto)
	return der === null ? [] : [pieza(new Uint8Array(bytes), der)]
}
