import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ArchivoDanado, crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { huella } from '../../../bff/adapters/huella.ts'

/** El almacén (14): por contenido, cifrado y comprobado al leer. */
describe('el almacén', () => {
	const carpeta = mkdtempSync(join(tmpdir(), 'egreso-almacen-'))
	afterAll(() => rmSync(carpeta, { recursive: true, force: true }))
	const almacen = crearAlmacenCarpeta({ carpeta, llaveHex: 'ab'.repeat(32) })
	const ruta = (sha256: string) => join(carpeta, sha256.slice(0, 2), sha256)
	const bytes = (texto: string) => new TextEncoder().encode(texto)

	test('lo guardado se lee igual y se llama como su contenido', async () => {
		await fc.assert(
			fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (contenido) => {
				const guardado = await almacen.guardar(contenido)
				expect(guardado).toEqual({ sha256: huella(contenido), bytes: contenido.length })
				expect(Buffer.from(await almacen.leer(guardado.sha256)).equals(Buffer.from(contenido))).toBe(true)
			}),
			{ numRuns: 30 },
		)
	})

	test('en el disco no está el texto, ni lo lee otra persona', async () => {
		const secreto = 'Ximena Ñonga Quiroz, promedio 9.1, '.repeat(50)
		const { sha256 } = await almacen.guardar(bytes(secreto))
		const enDisco = await readFile(ruta(sha256))
		expect(enDisco.includes('Ximena')).toBe(false)
		expect((await stat(ruta(sha256))).mode & 0o077).toBe(0)
	})

	test('guardar dos veces, también a la vez, es guardar una, y nada queda a medias', async () => {
		const contenido = bytes('dos veces')
		const todas = await Promise.all(Array.from({ length: 8 }, () => almacen.guardar(contenido)))
		const sha256 = huella(contenido)
		expect(new Set(todas.map((una) => una.sha256))).toEqual(new Set([sha256]))
		const antes = await readFile(ruta(sha256))
		await almacen.guardar(contenido)
		expect(await readFile(ruta(sha256))).toEqual(antes)
		const suyos = (await readdir(dirname(ruta(sha256)))).filter((nombre) => nombre.startsWith(sha256))
		expect(suyos).toEqual([sha256])
	})

	test('un byte cambiado en cualquier lugar se nota', async () => {
		const { sha256 } = await almacen.guardar(bytes('original'))
		const sano = await readFile(ruta(sha256))
		for (let i = 0; i < sano.length; i += 1) {
			const torcido = Buffer.from(sano)
			torcido[i] = (torcido[i] ?? 0) ^ 0x01
			await writeFile(ruta(sha256), torcido)
			await expect(almacen.leer(sha256)).rejects.toThrow(ArchivoDanado)
		}
		await writeFile(ruta(sha256), sano)
		expect(await almacen.leer(sha256)).toEqual(bytes('original'))
	})

	test('recortado, vacío o ausente se nota', async () => {
		const { sha256 } = await almacen.guardar(bytes('recortado'))
		const sano = await readFile(ruta(sha256))
		for (const largo of [0, 3, 39, 40, sano.length - 1]) {
			await writeFile(ruta(sha256), sano.subarray(0, largo))
			await expect(almacen.leer(sha256)).rejects.toThrow(ArchivoDanado)
		}
		await rm(ruta(sha256))
		await expect(almacen.leer(sha256)).rejects.toThrow(ArchivoDanado)
	})

	test('uno puesto en el lugar de otro se nota', async () => {
		const [uno, otro] = await Promise.all([almacen.guardar(bytes('uno')), almacen.guardar(bytes('otro'))])
		await rename(ruta(uno.sha256), ruta(otro.sha256))
		await expect(almacen.leer(otro.sha256)).rejects.toThrow(ArchivoDanado)
	})

	test('con otra llave se dice que es la llave', async () => {
		const { sha256 } = await almacen.guardar(bytes('con llave'))
		const ajeno = crearAlmacenCarpeta({ carpeta, llaveHex: 'cd'.repeat(32) })
		await expect(ajeno.leer(sha256)).rejects.toThrow(/otra llave/)
	})

	test('una huella que no lo es no sale de la carpeta', async () => {
		for (const mala of ['', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`]) {
			await expect(almacen.leer(mala)).rejects.toThrow(ArchivoDanado)
		}
	})

	test('una falla de la máquina no se confunde con daño', async () => {
		const sha256 = huella('no es un archivo')
		await mkdir(ruta(sha256), { recursive: true })
		const lectura = almacen.leer(sha256)
		await expect(lectura).rejects.toThrow(/EISDIR/)
		await expect(lectura).rejects.not.toThrow(ArchivoDanado)
	})
})
