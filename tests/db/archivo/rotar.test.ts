import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { crearAlmacenCarpeta } from '../../../bff/adapters/almacen/carpeta.ts'
import { abrirBase } from '../../../bff/adapters/db/abrir.ts'
import { migrar } from '../../../bff/adapters/db/migrar.ts'
import { rotarLlaves } from '../../../bff/application/archivo/rotar.ts'
import { leerTarea } from '../../../bff/application/archivo/tarea.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { AHORA } from '../escena.ts'
import { enSqlite } from '../ambas.ts'

const HOY = 'a1'.repeat(32)
const AYER = 'b2'.repeat(32)
const ANTIER = 'c3'.repeat(32)
const APARTE = fileURLToPath(new URL('rotar-aparte.ts', import.meta.url))

/** Rotar llaves (14): de la base sólo usa el renglón del avance, que las dos llevan igual. */
enSqlite('rotar las llaves', (abrir) => {
	let base: Base
	let url: string
	let carpeta: string
	beforeEach(async () => {
		url = (await abrir()).url
		await migrar({ url })
		base = await abrirBase({ url })
		carpeta = mkdtempSync(join(tmpdir(), 'egreso-rotar-'))
	})
	afterEach(async () => {
		await base.cerrar()
		rmSync(carpeta, { recursive: true, force: true })
	})
	const con = (llaveHex: string, ...anteriores: string[]) =>
		crearAlmacenCarpeta({ carpeta, llaveHex, anteriores })
	const contenido = (i: number) => new TextEncoder().encode(`documento ${i} `.repeat(20))
	const guardar = (llave: string, desde: number, cuantos: number) =>
		Promise.all(
			Array.from({ length: cuantos }, async (_, i) => {
				const { sha256 } = await con(llave).guardar(contenido(desde + i))
				return sha256
			}),
		)
	const rotar = (anteriores: string[], alAvanzar?: (vistos: number, recifrados: number) => void) =>
		rotarLlaves({ base, reloj: () => AHORA, almacen: con(HOY, ...anteriores) })(alAvanzar)
	const todosConLaDeHoy = async (huellas: readonly string[]) => {
		for (const [i, sha256] of huellas.entries()) {
			expect(await con(HOY).leer(sha256)).toEqual(contenido(i))
		}
	}

	test('pasa a la de hoy lo de todas las anteriores, lo apartado también, y dice cuánto va', async () => {
		const huellas = [...(await guardar(ANTIER, 0, 150)), ...(await guardar(AYER, 150, 150))]
		huellas.push(...(await guardar(HOY, 300, 20)))
		await con(AYER).retirar(huellas[200] ?? '')
		const avances: number[] = []
		const fin = await rotar([AYER, ANTIER], (vistos) => avances.push(vistos))
		expect(fin).toEqual({ vistos: 320, recifrados: 300, fallas: [], alDia: true })
		expect(avances).toEqual([200, 320, 200, 320])
		await todosConLaDeHoy(huellas)
		expect(await leerTarea(base.db, 'rotar')).toMatchObject({ hechos: 300, error: null })
		expect(await rotar([AYER])).toMatchObject({ recifrados: 0 })
	})

	test('muerta a la mitad con kill -9, todo se sigue leyendo; repetirla acaba lo que faltaba', async () => {
		const huellas = await guardar(AYER, 0, 400)
		const proceso = spawn(process.execPath, [APARTE, url, carpeta, HOY, AYER], {
			stdio: ['ignore', 'pipe', 'inherit'],
		})
		let hechos = 0
		await new Promise<void>((listo) => {
			proceso.stdout.on('data', (puntos: Buffer) => {
				hechos += puntos.length
				if (hechos >= 40) listo()
			})
		})
		proceso.kill('SIGKILL')
		await once(proceso, 'exit')
		for (const [i, sha256] of huellas.entries()) {
			expect(await con(HOY, AYER).leer(sha256)).toEqual(contenido(i))
		}
		const fin = await rotar([AYER])
		expect(fin.recifrados).toBeGreaterThan(0)
		expect(fin.recifrados).toBeLessThanOrEqual(360)
		expect(fin.fallas).toEqual([])
		await todosConLaDeHoy(huellas)
	})

	test('lo que el BFF guarda, lee y borra mientras se rota queda bien', async () => {
		const huellas = await guardar(AYER, 0, 200)
		const bff = con(HOY, AYER)
		const [fin, nuevas] = await Promise.all([
			rotar([AYER]),
			guardar(AYER, 200, 40),
			Promise.all(huellas.slice(0, 100).map((sha256) => bff.leer(sha256))),
			Promise.all(huellas.slice(150).map((sha256) => bff.borrar(sha256))),
		])
		expect(fin.fallas).toEqual([])
		await rotar([AYER])
		await todosConLaDeHoy(huellas.slice(0, 150))
		for (const [i, sha256] of nuevas.entries())
			expect(await con(HOY).leer(sha256)).toEqual(contenido(200 + i))
	})

	test('si otro proceso sigue escribiendo con la llave vieja, no dice que ya se puede quitar', async () => {
		await guardar(AYER, 0, 1)
		let otro = 1
		const almacen = con(HOY, AYER)
		const conVecino: typeof almacen = {
			...almacen,
			recorrer: async function* () {
				yield* almacen.recorrer()
				// El vecino guarda cuando la vuelta ya pasó por ahí.
				await guardar(AYER, otro, 1)
				otro += 1
			},
		}
		const fin = await rotarLlaves({ base, reloj: () => AHORA, almacen: conVecino })()
		expect(fin).toMatchObject({ fallas: [], alDia: false })
		expect((await leerTarea(base.db, 'rotar'))?.error).toMatch(/llave anterior/)
		expect(await rotar([AYER])).toMatchObject({ alDia: true })
		expect((await leerTarea(base.db, 'rotar'))?.error).toBeNull()
	})

	test('lo dañado y lo de una llave que no se dio se dicen, no se tocan, y lo demás sigue', async () => {
		const huellas = await guardar(AYER, 0, 10)
		const [perdida = ''] = await guardar(ANTIER, 10, 1)
		const [danado = ''] = huellas
		await writeFile(join(carpeta, danado.slice(0, 2), danado), 'basura')
		const fin = await rotar([AYER])
		expect(fin.recifrados).toBe(9)
		expect([...fin.fallas].sort((a, b) => (a.problema < b.problema ? -1 : 1))).toEqual([
			{ sha256: danado, problema: 'danado' },
			{ sha256: perdida, problema: 'llave' },
		])
		expect((await leerTarea(base.db, 'rotar'))?.error).toMatch(/2 archivos/)
		await rm(join(carpeta, danado.slice(0, 2), danado))
		expect(await rotar([AYER, ANTIER])).toMatchObject({ recifrados: 1, fallas: [] })
	})
})
