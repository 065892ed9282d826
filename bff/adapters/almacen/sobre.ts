import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { ArchivoDanado } from '../../application/ports.ts'

/*
 * Formato de un archivo guardado: «EGR1» (4) · id de llave (8) · IV (12) · etiqueta GCM (16) · contenido cifrado.
 * El nombre es el SHA-256 del contenido en claro, que además va como dato autenticado: cambiar uno de lugar se nota.
 */
const MARCA = Buffer.from('EGR1')

/** Con cuántos bytes del principio se sabe con qué llave está cifrado. */
export const LARGO_ENCABEZADO = 4 + 8 + 12 + 16

export type Sobre = {
	/** Identificador público de la llave de hoy: 16 dígitos hexadecimales, derivados de ella. */
	readonly llaveDeHoy: string
	readonly cerrar: (sha256: string, bytes: Uint8Array) => Uint8Array
	/** Lanza `ArchivoDanado` si no es lo que se guardó con esa huella, o si su llave no está. */
	readonly abrir: (sha256: string, guardado: Uint8Array) => Uint8Array
	/** El identificador de la llave de algo guardado (basta su encabezado), o `null` si no tiene la forma. */
	readonly llaveDe: (guardado: Uint8Array) => string | null
}

/** Cifra con la llave de hoy y abre con ésa y las anteriores: AES-256-GCM, llaves de 64 dígitos hexadecimales (14). */
export const crearSobre = (deHoy: string, anteriores: readonly string[] = []): Sobre => {
	const llaves = new Map(
		[deHoy, ...anteriores].map((hex) => {
			const llave = Buffer.from(hex, 'hex')
			return [idDe(llave), llave]
		}),
	)
	const llave = Buffer.from(deHoy, 'hex')
	const llaveDeHoy = idDe(llave)
	const llaveDe = (guardado: Uint8Array): string | null =>
		guardado.length >= LARGO_ENCABEZADO && MARCA.equals(guardado.subarray(0, 4))
			? Buffer.from(guardado.subarray(4, 12)).toString('hex')
			: null
	return {
		llaveDeHoy,
		llaveDe,
		cerrar: (sha256, bytes) => {
			const iv = randomBytes(12)
			const cifra = createCipheriv('aes-256-gcm', llave, iv).setAAD(Buffer.from(sha256))
			const cifrado = Buffer.concat([cifra.update(bytes), cifra.final()])
			return Buffer.concat([MARCA, Buffer.from(llaveDeHoy, 'hex'), iv, cifra.getAuthTag(), cifrado])
		},
		abrir: (sha256, guardado) => {
			const id = llaveDe(guardado)
			if (id === null) {
				throw new ArchivoDanado('danado', `El archivo ${sha256} no tiene la forma del almacén`)
			}
			const suya = llaves.get(id)
			if (suya === undefined) {
				throw new ArchivoDanado(
					'llave',
					`El archivo ${sha256} está cifrado con otra llave (${id}): falta en ALMACEN_LLAVES_ANTERIORES`,
				)
			}
			const claro = descifrar(suya, sha256, guardado)
			if (claro === null || createHash('sha256').update(claro).digest('hex') !== sha256) {
				throw new ArchivoDanado('danado', `El archivo ${sha256} no se descifra: está dañado`)
			}
			return claro
		},
	}
}

const descifrar = (llave: Buffer, sha256: string, guardado: Uint8Array): Uint8Array | null => {
	try {
		const descifra = createDecipheriv('aes-256-gcm', llave, guardado.subarray(12, 24))
		descifra.setAAD(Buffer.from(sha256)).setAuthTag(guardado.subarray(24, 40))
		return new Uint8Array(Buffer.concat([descifra.update(guardado.subarray(40)), descifra.final()]))
	} catch {
		return null
	}
}

const idDe = (llave: Buffer): string =>
	createHash('sha256').update('egreso-almacen').update(llave).digest().subarray(0, 8).toString('hex')
