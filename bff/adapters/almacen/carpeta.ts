import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AlmacenNoDisponible, type Archivero } from '../../application/ports.ts'
import { crearArchivero } from './archivero.ts'
import type { Cajon } from './cajon.ts'
import { crearSobre } from './sobre.ts'

/**
 * El cajón en una carpeta: se escribe a un lado, se asegura en disco y se renombra, así que nunca queda un archivo a
 * medias. Lo que el sistema niegue (disco lleno, sin permiso) es `AlmacenNoDisponible`, nunca daño.
 */
export const crearCajonCarpeta = (carpeta: string): Cajon => ({
	poner: (clave, bytes) =>
		oNoDisponible(async () => {
			const destino = join(carpeta, clave)
			await mkdir(dirname(destino), { recursive: true })
			const temporal = `${destino}.${randomBytes(6).toString('hex')}.tmp`
			try {
				await escribirSeguro(temporal, bytes)
				await rename(temporal, destino)
			} catch (error) {
				// Con el disco lleno, lo escrito a medias sólo estorba.
				await rm(temporal, { force: true }).catch(() => undefined)
				throw error
			}
			await asegurarCarpeta(dirname(destino))
		}),
	sacar: (clave, cuantos) =>
		oNoDisponible(() =>
			siEsta(() =>
				cuantos === undefined ? readFile(join(carpeta, clave)) : leerPrincipio(join(carpeta, clave), cuantos),
			),
		),
	edad: (clave) =>
		oNoDisponible(async () => {
			const hallado = await siEsta(() => stat(join(carpeta, clave)))
			return hallado === null ? null : edadDe(hallado.mtimeMs)
		}),
	quitar: (clave) => oNoDisponible(() => rm(join(carpeta, clave), { force: true })),
	recorrer: async function* () {
		for await (const [clave, edadMs] of archivosDe(carpeta)) {
			if (!clave.endsWith('.tmp')) yield { clave, edadMs }
		}
	},
	limpiar: async (plazoMs) => {
		let borrados = 0
		for await (const [clave, edadMs] of archivosDe(carpeta)) {
			if (!clave.endsWith('.tmp') || edadMs < plazoMs) continue
			await oNoDisponible(() => rm(join(carpeta, clave), { force: true }))
			borrados += 1
		}
		return borrados
	},
	comprobar: async () => {
		await mkdir(carpeta, { recursive: true }).catch((causa: unknown) => {
			throw new Error(`No se puede usar la carpeta del almacén (ALMACEN_DIR: ${carpeta}).`, { cause: causa })
		})
	},
})

/** El almacén en una carpeta (14), con la llave de hoy y las anteriores, de 64 dígitos hexadecimales. */
export const crearAlmacenCarpeta = (opciones: {
	readonly carpeta: string
	readonly llaveHex: string
	readonly anteriores?: readonly string[]
}): Archivero =>
	crearArchivero(crearCajonCarpeta(opciones.carpeta), crearSobre(opciones.llaveHex, opciones.anteriores))

/** Carpeta por carpeta, en orden: nunca se tiene en memoria más que los nombres de una. */
const archivosDe = async function* (
	carpeta: string,
	dentro = '',
): AsyncGenerator<readonly [clave: string, edadMs: number]> {
	const hallados = await oNoDisponible(() =>
		siEsta(() => readdir(join(carpeta, dentro), { withFileTypes: true })),
	)
	for (const uno of (hallados ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const clave = dentro === '' ? uno.name : `${dentro}/${uno.name}`
		if (uno.isDirectory()) {
			yield* archivosDe(carpeta, clave)
			continue
		}
		const datos = await oNoDisponible(() => siEsta(() => stat(join(carpeta, clave))))
		if (datos !== null) yield [clave, edadDe(datos.mtimeMs)]
	}
}

const escribirSeguro = async (ruta: string, bytes: Uint8Array): Promise<void> => {
	const archivo = await open(ruta, 'wx', 0o600)
	try {
		await archivo.writeFile(bytes)
		await archivo.sync()
	} finally {
		await archivo.close()
	}
}

const leerPrincipio = async (ruta: string, cuantos: number): Promise<Uint8Array> => {
	const archivo = await open(ruta, 'r')
	try {
		const { buffer, bytesRead } = await archivo.read({ buffer: Buffer.alloc(cuantos), position: 0 })
		return buffer.subarray(0, bytesRead)
	} finally {
		await archivo.close()
	}
}

/** El renombre sólo es durable cuando la carpeta también lo es. */
const asegurarCarpeta = async (carpeta: string): Promise<void> => {
	const abierta = await open(carpeta, 'r')
	try {
		await abierta.sync()
	} finally {
		await abierta.close()
	}
}

/** La edad de un archivo, por el reloj de la máquina, que es el que lo fechó. */
const edadDe = (escritoMs: number): number => Math.max(0, Date.now() - escritoMs)

const siEsta = async <T>(obra: () => Promise<T>): Promise<T | null> => {
	try {
		return await obra()
	} catch (error) {
		if (codigoDe(error) === 'ENOENT') return null
		throw error
	}
}

const oNoDisponible = async <T>(obra: () => Promise<T>): Promise<T> => {
	try {
		return await obra()
	} catch (error) {
		throw new AlmacenNoDisponible(codigoDe(error) ?? 'ERROR', { cause: error })
	}
}

const codigoDe = (error: unknown): string | null =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
