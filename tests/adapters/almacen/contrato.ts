/** Lo que todo almacén cumple (14), esté donde esté: la misma batería para la carpeta y para S3. */
import fc from 'fast-check'
import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { huella } from '../../../bff/adapters/huella.ts'
import { ArchivoDanado, type Archivero, type EnAlmacen } from '../../../bff/application/ports.ts'

type Bodega = {
	readonly abrir: (llave: string, anteriores?: readonly string[]) => Archivero
	/** Dónde está en el disco lo guardado con esa clave, para dañarlo y envejecerlo. */
	readonly ruta: (clave: string) => string
	readonly cerrar: () => Promise<void>
}

export const HOY = 'ab'.repeat(32)
const AYER = 'cd'.repeat(32)
export const bytes = (texto: string) => new TextEncoder().encode(texto)
export const claveDe = (sha256: string) => `${sha256.slice(0, 2)}/${sha256}`

export const todo = async (almacen: Archivero): Promise<EnAlmacen[]> => {
	const hallados: EnAlmacen[] = []
	for await (const uno of almacen.recorrer()) hallados.push(uno)
	return hallados
}

/** Lo hace parecer escrito hace tantos ms. */
export const envejecer = async (ruta: string, ms: number): Promise<void> => {
	const entonces = new Date(Date.now() - ms)
	await utimes(ruta, entonces, entonces)
}

export const cumpleElContrato = (nombre: string, levantar: () => Promise<Bodega>) =>
	describe(nombre, () => {
		let bodega: Bodega
		let almacen: Archivero
		beforeAll(async () => {
			bodega = await levantar()
			almacen = bodega.abrir(HOY)
		})
		afterAll(() => bodega.cerrar())
		const ruta = (sha256: string) => bodega.ruta(claveDe(sha256))

		test('lo guardado se lee igual y se llama como su contenido', async () => {
			await fc.assert(
				fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (contenido) => {
					const guardado = await almacen.guardar(contenido)
					expect(guardado).toEqual({ sha256: huella(contenido), bytes: contenido.length })
					expect(Buffer.from(await almacen.leer(guardado.sha256)).equals(Buffer.from(contenido))).toBe(true)
				}),
				{ numRuns: 20 },
			)
		})

		test('donde se guarda no está el texto', async () => {
			const { sha256 } = await almacen.guardar(bytes('Ximena Ñonga Quiroz, promedio 9.1, '.repeat(50)))
			expect((await readFile(ruta(sha256))).includes('Ximena')).toBe(false)
		})

		test('guardar dos veces, también a la vez, es guardar una', async () => {
			const contenido = bytes('dos veces')
			const todas = await Promise.all(Array.from({ length: 6 }, () => almacen.guardar(contenido)))
			const sha256 = huella(contenido)
			expect(new Set(todas.map((una) => una.sha256))).toEqual(new Set([sha256]))
			const antes = await readFile(ruta(sha256))
			await almacen.guardar(contenido)
			expect(await readFile(ruta(sha256))).toEqual(antes)
			expect((await todo(almacen)).filter((uno) => uno.sha256 === sha256)).toHaveLength(1)
		})

		test('guardar otra vez lo viejo lo rejuvenece, y si estaba dañado lo sana', async () => {
			const contenido = bytes('viejo y dañado')
			const { sha256 } = await almacen.guardar(contenido)
			await writeFile(ruta(sha256), 'basura')
			await envejecer(ruta(sha256), 2 * 3_600_000)
			await almacen.guardar(contenido)
			expect(await almacen.leer(sha256)).toEqual(contenido)
			const edad = (await todo(almacen)).find((uno) => uno.sha256 === sha256)?.edadMs ?? Infinity
			expect(edad).toBeLessThan(60_000)
		})

		test('un byte cambiado en cualquier lugar se nota', async () => {
			const { sha256 } = await almacen.guardar(bytes('original'))
			const sano = await readFile(ruta(sha256))
			for (let i = 0; i < sano.length; i += 3) {
				const torcido = Buffer.from(sano)
				torcido[i] = (torcido[i] ?? 0) ^ 0x01
				await writeFile(ruta(sha256), torcido)
				await expect(almacen.leer(sha256)).rejects.toThrow(ArchivoDanado)
			}
			await writeFile(ruta(sha256), sano)
			expect(await almacen.leer(sha256)).toEqual(bytes('original'))
		})

		test('recortado, vacío o ausente se nota, y se dice cuál', async () => {
			const { sha256 } = await almacen.guardar(bytes('recortado'))
			const sano = await readFile(ruta(sha256))
			for (const largo of [0, 3, 39, 40, sano.length - 1]) {
				await writeFile(ruta(sha256), sano.subarray(0, largo))
				await expect(almacen.leer(sha256)).rejects.toMatchObject({ problema: 'danado' })
			}
			await rm(ruta(sha256))
			await expect(almacen.leer(sha256)).rejects.toMatchObject({ problema: 'falta' })
		})

		test('uno puesto en el lugar de otro se nota', async () => {
			const [uno, otro] = await Promise.all([almacen.guardar(bytes('uno')), almacen.guardar(bytes('otro'))])
			await rename(ruta(uno.sha256), ruta(otro.sha256))
			await expect(almacen.leer(otro.sha256)).rejects.toMatchObject({ problema: 'danado' })
		})

		test('una huella que no lo es no sale del almacén', async () => {
			for (const mala of ['', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`]) {
				await expect(almacen.leer(mala)).rejects.toThrow(ArchivoDanado)
			}
		})

		test('borrar lo que no está no hace nada', async () => {
			const { sha256 } = await almacen.guardar(bytes('se borra'))
			await almacen.borrar(sha256)
			await almacen.borrar(sha256)
			await expect(almacen.leer(sha256)).rejects.toMatchObject({ problema: 'falta' })
		})

		test('con la llave de ayer entre las anteriores se lee; sin ella se dice que es la llave', async () => {
			const { sha256 } = await bodega.abrir(AYER).guardar(bytes('con llave'))
			expect(await bodega.abrir(HOY, [AYER]).leer(sha256)).toEqual(bytes('con llave'))
			await expect(almacen.leer(sha256)).rejects.toMatchObject({ problema: 'llave' })
			await expect(almacen.leer(sha256)).rejects.toThrow(/otra llave/)
		})

		test('recifrar pasa a la llave de hoy y no toca lo que ya está, ni lo dañado', async () => {
			const ayer = bodega.abrir(AYER)
			const hoy = bodega.abrir(HOY, [AYER])
			const { sha256 } = await ayer.guardar(bytes('se recifra'))
			const cual = { sha256, retirado: false, edadMs: 0 }
			expect(await hoy.recifrar(cual)).toBe('recifrado')
			expect(await hoy.recifrar(cual)).toBe('al-dia')
			expect(await bodega.abrir(HOY).leer(sha256)).toEqual(bytes('se recifra'))
			const danado = await ayer.guardar(bytes('dañado con la de ayer'))
			const torcido = await readFile(ruta(danado.sha256))
			torcido[torcido.length - 1] = (torcido.at(-1) ?? 0) ^ 1
			await writeFile(ruta(danado.sha256), torcido)
			await expect(hoy.recifrar({ ...cual, sha256: danado.sha256 })).rejects.toThrow(ArchivoDanado)
			expect(await readFile(ruta(danado.sha256))).toEqual(torcido)
			await rm(ruta(danado.sha256))
			expect(await hoy.recifrar({ ...cual, sha256: danado.sha256 })).toBe('al-dia')
		})

		test('lo retirado se sigue leyendo, y leerlo lo devuelve a su lugar', async () => {
			const { sha256 } = await almacen.guardar(bytes('retirado'))
			await almacen.retirar(sha256)
			const donde = async () =>
				(await todo(almacen)).filter((uno) => uno.sha256 === sha256).map(({ retirado }) => retirado)
			expect(await donde()).toEqual([true])
			expect(await almacen.leer(sha256)).toEqual(bytes('retirado'))
			expect(await donde()).toEqual([false, true])
			await almacen.tirar(sha256)
			expect(await almacen.leer(sha256)).toEqual(bytes('retirado'))
			await almacen.retirar(sha256)
			await almacen.restaurar(sha256)
			expect(await donde()).toEqual([false])
			await almacen.retirar(sha256)
			await almacen.tirar(sha256)
			await expect(almacen.leer(sha256)).rejects.toMatchObject({ problema: 'falta' })
		})

		test('recorrer los nombra a todos, una vez y en orden', async () => {
			const varios = await Promise.all(
				Array.from({ length: 30 }, (_, i) => almacen.guardar(bytes(`recorrido ${i}`))),
			)
			const vistos = (await todo(almacen)).filter(({ retirado }) => !retirado).map(({ sha256 }) => sha256)
			expect(vistos).toEqual([...new Set(vistos)].sort())
			for (const { sha256 } of varios) expect(vistos).toContain(sha256)
		})
	})
