import fc from 'fast-check'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as esperar } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { abrirBase } from '../../../bff/adapters/db/abrir.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { retirar } from '../../../bff/application/tramites/retirar.ts'
import { enAmbasBases } from '../ambas.ts'
import { escenasDe } from './abrir-escena.ts'
import { actor, depsDe, enPlantel, ESCOLARES } from '../escena.ts'
import { conFallas, insistir } from './fallas.ts'
import { comprobarLibro } from './libro.ts'

const correr = promisify(execFile)
const PROGRAMA = fileURLToPath(new URL('./registrar-aparte.ts', import.meta.url))

enAmbasBases('muchos registran a la vez (8)', (abrir) => {
	const { escena, cerrarDespues } = escenasDe(abrir)

	test('16 que registran, con transacciones que se deshacen al azar: ni huecos ni repetidos', async () => {
		const { base, agregarTramites, agregarRango } = await escena()
		await agregarRango(1, 1000, { modelo: '2008' })
		await agregarRango(1, 30)
		await agregarRango(5000, 9000)
		let antes = 0
		await fc.assert(
			fc.asyncProperty(
				fc.integer(),
				fc.double({ min: 0, max: 0.6, noNaN: true }),
				fc.array(fc.constantFrom('2008' as const, '2018' as const), { minLength: 16, maxLength: 48 }),
				async (semilla, probabilidad, modelos) => {
					const ids = [
						...(await agregarTramites(modelos.filter((m) => m === '2008').length, { modelo: '2008' })),
						...(await agregarTramites(modelos.filter((m) => m === '2018').length)),
					]
					const suerte = azarSembrado(semilla)
					const acto = registrar(depsDe(conFallas(base, suerte, probabilidad)))
					const filas = ids.sort(() => suerte() - 0.5)
					const clientes = Array.from({ length: 16 }, (_, c) => filas.filter((_, i) => i % 16 === c))
					const respuestas = await Promise.all(
						clientes.map(async (suyos) => {
							const hechas = []
							for (const id of suyos) hechas.push(...(await insistir(acto, ESCOLARES, [id])))
							return hechas
						}),
					)
					expect(respuestas.flat().every((fila) => fila.hecho)).toBe(true)
					antes += ids.length
					expect(await comprobarLibro(base, 'toluca')).toBe(antes)
				},
			),
			{ numRuns: 6 },
		)
	})

	test('tres procesos de verdad sobre la misma base', async () => {
		const { base, url, agregarTramites, agregarRango } = await escena()
		await agregarRango(1, 20)
		await agregarRango(40, 200)
		const ids = await agregarTramites(60)
		await Promise.all(
			[0, 1, 2].map((p) =>
				correr(process.execPath, [PROGRAMA, url, JSON.stringify(ids.filter((_, i) => i % 3 === p)), '0.2']),
			),
		)
		expect(await comprobarLibro(base, 'toluca')).toBe(60)
	})

	test('procesos muertos de golpe a medio registro: lo escrito queda entero, lo demás como estaba', async () => {
		const { base, url, agregarTramites, agregarRango } = await escena()
		await agregarRango(1, 2000)
		const ids = await agregarTramites(1200)
		const argumentos = [PROGRAMA, url, JSON.stringify(ids), '0', 'uno-por-uno']
		for (let vuelta = 1; vuelta <= 3; vuelta += 1) {
			const proceso = spawn(process.execPath, argumentos, { stdio: ['ignore', 'pipe', 'inherit'] })
			const muerto = once(proceso, 'exit')
			// Se mata cuando lleva algo hecho, en un momento cualquiera.
			await once(proceso.stdout, 'data')
			await esperar(Math.random() * 60)
			proceso.kill('SIGKILL')
			await muerto
			// El que sigue espera a que la base suelte lo del muerto.
			await registrar(depsDe(base))({ actor: ESCOLARES, tramites: ids.slice(-vuelta) })
			const cuantos = await comprobarLibro(base, 'toluca')
			expect(cuantos).toBeGreaterThan(0)
		}
		await registrar(depsDe(base))({ actor: ESCOLARES, tramites: ids })
		expect(await comprobarLibro(base, 'toluca')).toBe(1200)
	})

	test('los mismos trámites pedidos por dos conexiones, y otro que los retira', async () => {
		const { base, url, deps, agregarTramites, agregarRango } = await escena()
		const otra = cerrarDespues(await abrirBase({ url }))
		await agregarRango(1, 500)
		const ids = await agregarTramites(40)
		const [unas, otras, retiradas] = await Promise.all([
			Promise.all(ids.map((id) => registrar(deps)({ actor: ESCOLARES, tramites: [id] }))),
			registrar(depsDe(otra))({ actor: ESCOLARES, tramites: ids }),
			retirar(depsDe(otra))({ actor: ESCOLARES, tramites: ids.slice(10), razon: 'Se pidió por error' }),
		])
		const hechas = [...unas.flat(), ...otras, ...retiradas].filter((fila) => fila.hecho)
		// Cada uno terminó de una sola manera.
		expect(hechas.map((fila) => fila.id).sort()).toEqual([...ids].sort())
		await comprobarLibro(base, 'toluca')
	})

	test('planteles distintos no se estorban', async () => {
		const { base, deps, agregarTramites, agregarRango } = await escena()
		const planteles = ['toluca', 'lerma', 'atlacomulco', 'tlalpan'] as const
		const pedidos = []
		for (const [i, plantel] of planteles.entries()) {
			await agregarRango(i * 1000 + 1, i * 1000 + 500, { plantel })
			const ids = await agregarTramites(20, { plantel })
			pedidos.push(
				...ids.map((id) => ({ actor: actor('escolares-plantel', enPlantel(plantel)), tramites: [id] })),
			)
		}
		const acto = registrar(deps)
		await Promise.all(pedidos.map((pedido) => acto(pedido)))
		for (const plantel of planteles) expect(await comprobarLibro(base, plantel)).toBe(20)
	})
})

/** mulberry32: azar que se repite con su semilla. */
const azarSembrado = (semilla: number): (() => number) => {
	let estado = semilla >>> 0
	return () => {
		estado = (estado + 0x6d2b79f5) >>> 0
		let t = estado
		t = Math.imul(t ^ (t >>> 15), t | 1)
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
	}
}
