import { randomBytes, randomInt } from 'node:crypto'
import type { Azar } from '../application/ports.ts'

/** Azar criptográfico del sistema. `ahora` (ms desde 1970) sólo ordena los identificadores en el tiempo. */
export const crearAzar = (ahora: () => number = Date.now): Azar => ({
	id: generadorUuid7(ahora),
	ficha: () => randomBytes(32).toString('base64url'),
	codigo: () => String(randomInt(1_000_000)).padStart(6, '0'),
})

/**
 * UUID v7 (RFC 9562 §5.7, método 1 de §6.2): 48 bits de milésimas, 12 de contador, 62 de azar. Dentro del proceso
 * cada uno es mayor que el anterior, también si el reloj retrocede.
 */
const generadorUuid7 = (ahora: () => number): (() => string) => {
	let milesima = 0
	let contador = 0
	return () => {
		const lectura = Math.trunc(ahora())
		if (lectura > milesima) {
			milesima = lectura
			// Arranca en la mitad baja: deja lugar para 2,048 más en la misma milésima.
			contador = randomInt(0x800)
		} else if (contador < 0xfff) {
			contador += 1
		} else {
			milesima += 1
			contador = randomInt(0x800)
		}
		const bytes = randomBytes(16)
		bytes.writeUIntBE(milesima, 0, 6)
		bytes.writeUInt16BE(0x7000 | contador, 6)
		bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
		const hex = bytes.toString('hex')
		return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
	}
}
