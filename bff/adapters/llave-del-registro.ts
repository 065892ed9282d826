import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { FirmarPunto, Huella } from '../application/ports.ts'
import { type ComprobarFirma, leerLlave, llaveDeNota, type LlaveDeNota } from '#core/registro/nota.ts'

/* Ed25519 (RFC 8032) con node:crypto: la llave entra como semilla de 32 bytes y se viste de PKCS#8 o SPKI (RFC 8410). */

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** La llave con que el BFF firma los puntos de control: una semilla de 64 cifras hexadecimales y su nombre. */
export const abrirLlaveDelRegistro = (opciones: {
	readonly huella: Huella
	readonly nombre: string
	readonly semillaHex: string
}): FirmarPunto => {
	const semilla = Buffer.from(opciones.semillaHex, 'hex')
	if (semilla.length !== 32) throw new Error('La llave del registro debe tener 64 cifras hexadecimales.')
	const privada = createPrivateKey({ key: Buffer.concat([PKCS8, semilla]), format: 'der', type: 'pkcs8' })
	const publica = createPublicKey(privada).export({ format: 'der', type: 'spki' }).subarray(-32)
	return {
		llave: llaveDeNota(opciones.huella, opciones.nombre, new Uint8Array(publica)),
		firmar: (texto) => new Uint8Array(sign(null, Buffer.from(texto), privada)),
	}
}

/** Las llaves públicas escritas como `nombre+id+base64`. Lanza, con cuál, si alguna no lo es. */
export const leerLlavesPublicas = (huella: Huella, textos: readonly string[]): readonly LlaveDeNota[] =>
	textos.map((texto) => {
		const leida = leerLlave(huella, texto)
		if (!leida.ok) {
			throw new Error(
				`«${texto}» no es una llave pública del registro: se escribe nombre+id+base64, como la da «egreso registro llaves».`,
			)
		}
		return leida.valor
	})

/** Comprueba una firma Ed25519. Una llave o una firma que no son se responden con `false`. */
export const comprobarFirma: ComprobarFirma = (publica, bytes, firma) => {
	try {
		const llave = createPublicKey({ key: Buffer.concat([SPKI, publica]), format: 'der', type: 'spki' })
		return verify(null, bytes, llave, firma)
	} catch {
		return false
	}
}
