import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Almacen } from '../../application/ports.ts'

/*
 * Formato de un archivo guardado: «EGR1» (4) · id de llave (8) · IV (12) · etiqueta GCM (16) · contenido cifrado.
 * El nombre es el SHA-256 del contenido en claro, que además va como dato autenticado: cambiar uno de lugar se nota.
 */
const MARCA = Buffer.from('EGR1')
const LARGO_ENCABEZADO = 4 + 8 + 12 + 16

/** El contenido guardado falta, no se descifra o no es el de su huella (14). */
export class ArchivoDanado extends Error {
	override readonly name = 'ArchivoDanado'
}

/**
 * Almacén en una carpeta: direccionado por contenido y cifrado en reposo con AES-256-GCM (14). Guardar dos veces lo
 * mismo es guardarlo una; se escribe a un lado, se asegura en disco y se renombra: nunca queda un archivo a medias.
 */
export const crearAlmacenCarpeta = (opciones: {
	readonly carpeta: string
	readonly llaveHex: string
}): Almacen => {
	const llave = Buffer.from(opciones.llaveHex, 'hex')
	const idLlave = createHash('sha256').update('egreso-almacen').update(llave).digest().subarray(0, 8)
	const lugar = (sha256: string): string => {
		if (!/^[0-9a-f]{64}$/.test(sha256)) throw new ArchivoDanado(`Huella mal formada: ${sha256.slice(0, 80)}`)
		return join(opciones.carpeta, sha256.slice(0, 2), sha256)
	}
	return {
		guardar: async (bytes) => {
			const sha256 = createHash('sha256').update(bytes).digest('hex')
			const destino = lugar(sha256)
			if (await existe(destino)) return { sha256, bytes: bytes.length }
			const iv = randomBytes(12)
			const cifra = createCipheriv('aes-256-gcm', llave, iv).setAAD(Buffer.from(sha256))
			const cifrado = Buffer.concat([cifra.update(bytes), cifra.final()])
			await mkdir(dirname(destino), { recursive: true })
			const temporal = `${destino}.${randomBytes(6).toString('hex')}.tmp`
			const archivo = await open(temporal, 'wx', 0o600)
			try {
				await archivo.writeFile(Buffer.concat([MARCA, idLlave, iv, cifra.getAuthTag(), cifrado]))
				await archivo.sync()
			} finally {
				await archivo.close()
			}
			await rename(temporal, destino)
			await asegurarCarpeta(dirname(destino))
			return { sha256, bytes: bytes.length }
		},
		leer: async (sha256) => {
			const guardado = await readFile(lugar(sha256)).catch((error: unknown) => {
				// Sin permiso o sin descriptores no es daño: es una falla de la máquina, y pasa.
				if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
				throw new ArchivoDanado(`Falta el archivo ${sha256} en el almacén`)
			})
			if (guardado.length < LARGO_ENCABEZADO || !guardado.subarray(0, 4).equals(MARCA)) {
				throw new ArchivoDanado(`El archivo ${sha256} no tiene la forma del almacén`)
			}
			if (!guardado.subarray(4, 12).equals(idLlave)) {
				throw new ArchivoDanado(`El archivo ${sha256} está cifrado con otra llave (ALMACEN_LLAVE)`)
			}
			try {
				const descifra = createDecipheriv('aes-256-gcm', llave, guardado.subarray(12, 24))
				descifra.setAAD(Buffer.from(sha256)).setAuthTag(guardado.subarray(24, 40))
				return new Uint8Array(Buffer.concat([descifra.update(guardado.subarray(40)), descifra.final()]))
			} catch {
				throw new ArchivoDanado(`El archivo ${sha256} no se descifra: está dañado`)
			}
		},
		borrar: (sha256) => rm(lugar(sha256), { force: true }),
	}
}

const existe = (ruta: string): Promise<boolean> =>
	stat(ruta).then(
		() => true,
		() => false,
	)

/** El renombre sólo es durable cuando la carpeta también lo es. */
const asegurarCarpeta = async (carpeta: string): Promise<void> => {
	const abierta = await open(carpeta, 'r')
	try {
		await abierta.sync()
	} finally {
		await abierta.close()
	}
}
