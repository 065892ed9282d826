import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { huella } from '../../../bff/adapters/huella.ts'
import { AlmacenNoDisponible } from '../../../bff/application/ports.ts'
import { bytes, claveDe, cumpleElContrato, envejecer, HOY, todo } from './contrato.ts'

const carpetaNueva = () => mkdtempSync(join(tmpdir(), 'egreso-almacen-'))

cumpleElContrato('el almacén en una carpeta', () => {
	const carpeta = carpetaNueva()
	return Promise.resolve({
		abrir: (llaveHex, anteriores) => crearAlmacenCarpeta({ carpeta, llaveHex, anteriores: anteriores ?? [] }),
		ruta: (clave) => join(carpeta, clave),
		cerrar: () => Promise.resolve(rmSync(carpeta, { recursive: true, force: true })),
	})
})

/** Lo que es de la carpeta: permisos, lo que queda a medias y lo que el sistema niega. */
describe('la carpeta', () => {
	const carpeta = carpetaNueva()
	afterAll(() => rmSync(carpeta, { recursive: true, force: true }))
	const almacen = crearAlmacenCarpeta({ carpeta, llaveHex: HOY })
	const ruta = (sha256: string) => join(carpeta, claveDe(sha256))

	test('nadie más lo lee, y guardarlo varias veces a la vez no deja nada a medias', async () => {
		const contenido = bytes('a la vez')
		await Promise.all(Array.from({ length: 8 }, () => almacen.guardar(contenido)))
		const sha256 = huella(contenido)
		expect((await stat(ruta(sha256))).mode & 0o077).toBe(0)
		expect(await readdir(dirname(ruta(sha256)))).toEqual([sha256])
	})

	test('lo que un proceso dejó a medias no se ve, y se limpia cuando ya es viejo', async () => {
		const { sha256 } = await almacen.guardar(bytes('vecino'))
		const viejo = `${ruta(sha256)}.aaaa.tmp`
		const reciente = `${ruta(sha256)}.bbbb.tmp`
		await writeFile(viejo, 'a medias')
		await writeFile(reciente, 'a medias')
		await envejecer(viejo, 7_200_000)
		expect((await todo(almacen)).some((uno) => uno.sha256.includes('tmp'))).toBe(false)
		expect(await almacen.limpiar(3_600_000)).toBe(1)
		const quedan = await readdir(dirname(ruta(sha256)))
		expect(quedan.filter((nombre) => nombre.endsWith('.tmp'))).toEqual([`${sha256}.bbbb.tmp`])
	})

	test('una falla de la máquina no se confunde con daño, ni al leer ni al guardar', async () => {
		const contenido = bytes('no es un archivo')
		const sha256 = huella(contenido)
		await mkdir(ruta(sha256), { recursive: true })
		await expect(almacen.leer(sha256)).rejects.toThrow(/EISDIR/)
		await expect(almacen.leer(sha256)).rejects.toThrow(AlmacenNoDisponible)
		const cerrado = join(carpeta, 'cerrado')
		await writeFile(cerrado, '')
		const sinLugar = crearAlmacenCarpeta({ carpeta: cerrado, llaveHex: HOY })
		await expect(sinLugar.guardar(contenido)).rejects.toMatchObject({
			name: 'AlmacenNoDisponible',
			code: 'ENOTDIR',
		})
	})
})
