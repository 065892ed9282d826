import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'

/** Un elemento DER: etiqueta y contenido. */
export const tlv = (etiqueta: number, ...partes: readonly Uint8Array[]): Buffer => {
	const cuerpo = Buffer.concat(partes)
	const n = cuerpo.length
	const largo = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 0xff]
	return Buffer.concat([Buffer.from([etiqueta, ...largo]), cuerpo])
}

export const secuencia = (...partes: readonly Uint8Array[]): Buffer => tlv(0x30, ...partes)
export const octetos = (bytes: Uint8Array): Buffer => tlv(0x04, bytes)

export const oid = (texto: string): Buffer => {
	const [a = 0, b = 0, ...resto] = texto.split('.').map(Number)
	const bytes = [a * 40 + b, ...resto].flatMap((n) => {
		const grupos = [n & 0x7f]
		for (let alto = Math.floor(n / 128); alto > 0; alto = Math.floor(alto / 128)) {
			grupos.unshift((alto & 0x7f) | 0x80)
		}
		return grupos
	})
	return tlv(0x06, Buffer.from(bytes))
}

export const entero = (n: number | bigint): Buffer => {
	const hex = n.toString(16)
	const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
	return tlv(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

const CIFRADOS = {
	'des-ede3-cbc': { oid: '1.2.840.113549.3.7', llave: 24, iv: 8 },
	'aes-128-cbc': { oid: '2.16.840.1.101.3.4.1.2', llave: 16, iv: 16 },
	'aes-192-cbc': { oid: '2.16.840.1.101.3.4.1.22', llave: 24, iv: 16 },
	'aes-256-cbc': { oid: '2.16.840.1.101.3.4.1.42', llave: 32, iv: 16 },
} as const

const PRF = {
	md5: 6,
	sha1: 7,
	sha224: 8,
	sha256: 9,
	sha384: 10,
	sha512: 11,
	'sha512-224': 12,
	'sha512-256': 13,
} as const

export type OpcionesSobre = {
	readonly cifrado?: keyof typeof CIFRADOS
	/** null: no se escribe, y vale HMAC-SHA1. */
	readonly prf?: keyof typeof PRF | null
	readonly vueltas?: number
	/** Las que se escriben, si son otras que las que se dieron. */
	readonly vueltasEscritas?: number | bigint
	readonly sal?: Uint8Array
	/** La longitud de la llave que se escribe; si falta, no se escribe. */
	readonly longitudEscrita?: number
	/** Los OID que se escriben en lugar de los suyos. */
	readonly kdf?: string
	readonly esquema?: string
	readonly contrasena: string | Uint8Array
}

/** Cifra unos bytes como EncryptedPrivateKeyInfo con PBES2, escrito aparte del código que se prueba. */
export const sobre = (claro: Uint8Array, opciones: OpcionesSobre): Buffer => {
	const { cifrado = 'des-ede3-cbc', prf = null, vueltas = 10, contrasena } = opciones
	const modo = CIFRADOS[cifrado]
	const { sal = randomBytes(8) } = opciones
	const iv = randomBytes(modo.iv)
	const llave = pbkdf2Sync(contrasena, sal, vueltas, modo.llave, prf ?? 'sha1')
	const cifrador = createCipheriv(cifrado, llave, iv)
	const datos = Buffer.concat([cifrador.update(claro), cifrador.final()])
	const escrita = prf === null ? [] : [secuencia(oid(`1.2.840.113549.2.${PRF[prf]}`), Buffer.from([5, 0]))]
	const longitud = opciones.longitudEscrita === undefined ? [] : [entero(opciones.longitudEscrita)]
	const pbkdf2 = secuencia(octetos(sal), entero(opciones.vueltasEscritas ?? vueltas), ...longitud, ...escrita)
	return secuencia(
		secuencia(
			oid('1.2.840.113549.1.5.13'),
			secuencia(
				secuencia(oid(opciones.kdf ?? '1.2.840.113549.1.5.12'), pbkdf2),
				secuencia(oid(opciones.esquema ?? modo.oid), octetos(iv)),
			),
		),
		octetos(datos),
	)
}

/** Un sobre con otro algoritmo, para los que no se abren. */
export const sobreAjeno = (algoritmo: string): Buffer =>
	secuencia(
		secuencia(oid(algoritmo), secuencia(octetos(randomBytes(8)), entero(2048))),
		octetos(randomBytes(64)),
	)
