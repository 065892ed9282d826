import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { crearArchivero } from '../../../bff/adapters/almacen/archivero.ts'
import type { Cajon } from '../../../bff/adapters/almacen/cajon.ts'
import { crearCajonCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { crearSobre } from '../../../bff/adapters/almacen/sobre.ts'
import { AlmacenNoDisponible } from '../../../bff/application/ports.ts'

const SOBRE = crearSobre('a1'.repeat(32))
const CONTENIDO = new TextEncoder().encode('un documento')

describe('leer lo apartado por el barrido (14)', () => {
	let carpeta: string
	let cajon: Cajon
	let sha256: string
	beforeEach(async () => {
		carpeta = mkdtempSync(join(tmpdir(), 'egreso-archivero-'))
		cajon = crearCajonCarpeta(carpeta)
		const guardado = await crearArchivero(cajon, SOBRE).guardar(CONTENIDO)
		sha256 = guardado.sha256
		await crearArchivero(cajon, SOBRE).retirar(sha256)
	})
	afterEach(() => rmSync(carpeta, { recursive: true, force: true }))

	test('si el barrido lo devuelve entre que se busca en un lugar y en el otro, no se da por perdido', async () => {
		const conBarrido: Cajon = {
			...cajon,
			sacar: async (clave, cuantos) => {
				if (clave.startsWith('retirados/')) await crearArchivero(cajon, SOBRE).restaurar(sha256)
				return cajon.sacar(clave, cuantos)
			},
		}
		expect(await crearArchivero(conBarrido, SOBRE).leer(sha256)).toEqual(CONTENIDO)
	})

	test('con el disco lleno se lee igual, y sigue apartado', async () => {
		const lleno: Cajon = { ...cajon, poner: () => Promise.reject(new AlmacenNoDisponible('ENOSPC')) }
		expect(await crearArchivero(lleno, SOBRE).leer(sha256)).toEqual(CONTENIDO)
		expect(await crearArchivero(cajon, SOBRE).leer(sha256)).toEqual(CONTENIDO)
	})

	test('el que no está en ninguno de los dos lugares falta', async () => {
		await crearArchivero(cajon, SOBRE).borrar(sha256)
		await expect(crearArchivero(cajon, SOBRE).leer(sha256)).rejects.toMatchObject({ problema: 'falta' })
	})
})
