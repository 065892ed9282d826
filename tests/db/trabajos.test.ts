import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Base, Reloj } from '../../bff/application/ports.ts'
import { encargar, type Encargo } from '../../bff/application/trabajos.ts'
import { crearWorker, type AvisoWorker, type Trabajo } from '../../bff/jobs/worker.ts'
import { cerrarTrabajo, tomarTrabajos } from '../../bff/jobs/turnos.ts'
import type { Instante } from '../../src/core/domain/fecha.ts'
import { enAmbasBases } from './ambas.ts'
import { AHORA, montar, type Escena } from './escena.ts'

enAmbasBases('trabajos', (abrir) => {
	let escena: Escena
	let base: Base
	let pasados = 0
	const reloj: Reloj = () => new Date(Date.parse(AHORA) + pasados).toISOString() as Instante
	beforeAll(async () => {
		escena = await montar(await abrir())
		base = escena.base
	})
	afterAll(() => base.cerrar())
	beforeEach(async () => {
		pasados = 0
		await base.db.deleteFrom('trabajo').execute()
	})

	const poner = (encargo: Partial<Encargo> = {}) =>
		base.enTransaccion((tx) =>
			encargar(
				tx,
				{ reloj, azar: escena.deps.azar },
				{ clase: 'entregar', clave: 'k', carga: { n: 1 }, ...encargo },
			),
		)
	const worker = (trabajos: Partial<Trabajo>, avisar: (aviso: AvisoWorker) => void = () => undefined) =>
		crearWorker({
			base,
			reloj,
			azar: escena.deps.azar,
			trabajos: [{ clase: 'entregar', ejecutar: async () => ({ resultado: 'hecho' }), ...trabajos }],
			avisar,
			sondeoMs: 5,
		})
	const filas = () =>
		base.db
			.selectFrom('trabajo')
			.select(['clave', 'estado', 'noAntes', 'intentos', 'ultimoError', 'terminado'])
			.orderBy('id')
			.execute()

	test('corre lo que ya toca, una vez, con su carga; lo que no toca espera', async () => {
		const cargas: unknown[] = []
		await poner({ clave: 'a', carga: { n: 1 } })
		await poner({ clave: 'b', carga: { n: 2 }, noAntes: '2027-01-01T00:00:00.000Z' })
		const { correrPendientes } = worker({
			ejecutar: async (carga) => {
				cargas.push(carga)
				return { resultado: 'hecho' }
			},
		})
		expect(await correrPendientes()).toBe(1)
		expect(await correrPendientes()).toBe(0)
		expect(cargas).toEqual([{ n: 1 }])
		expect((await filas()).map((fila) => fila.estado)).toEqual(['hecho', 'pendiente'])
	})

	test('encargar dos veces lo mismo antes de que corra es encargarlo una', async () => {
		await poner()
		await poner()
		expect(await filas()).toHaveLength(1)
	})

	test('si el acto se deshace, el encargo también', async () => {
		const obra = base.enTransaccion(async (tx) => {
			await encargar(tx, { reloj, azar: escena.deps.azar }, { clase: 'entregar', clave: 'k', carga: {} })
			throw new Error('se arrepintió')
		})
		await expect(obra).rejects.toThrow('se arrepintió')
		expect(await filas()).toEqual([])
	})

	test('lo que se encarga mientras corre su igual no se pierde, y no corren a la vez', async () => {
		let dentro = 0
		let veces = 0
		await poner()
		const { correrPendientes } = worker({
			concurrencia: 4,
			ejecutar: async () => {
				dentro += 1
				expect(dentro).toBe(1)
				veces += 1
				if (veces === 1) await poner()
				await new Promise((resolver) => setTimeout(resolver, 20))
				dentro -= 1
				return { resultado: 'hecho' }
			},
		})
		await correrPendientes()
		expect(veces).toBe(2)
	})

	test('tres workers a la vez: cada trabajo corre una sola vez', async () => {
		const corridos: unknown[] = []
		for (let i = 0; i < 40; i += 1) await poner({ clave: `k${i}`, carga: { i } })
		const ejecutar: Trabajo['ejecutar'] = async ({ i }) => {
			corridos.push(i)
			return { resultado: 'hecho' }
		}
		await Promise.all([1, 2, 3].map(() => worker({ ejecutar, concurrencia: 5 }).correrPendientes()))
		expect(new Set(corridos).size).toBe(40)
		expect(corridos).toHaveLength(40)
	})

	test('una falla se reintenta cada vez más tarde, y al final queda fallido con su razón y sin datos', async () => {
		const avisos: AvisoWorker[] = []
		await poner()
		const { correrPendientes } = worker(
			{
				intentos: 3,
				ejecutar: async () => {
					throw new TypeError('la CURP EEML080214MMCJNZA4 no se pudo')
				},
			},
			(aviso) => avisos.push(aviso),
		)
		const esperas: number[] = []
		for (let i = 0; i < 3; i += 1) {
			await correrPendientes()
			const [fila] = await filas()
			esperas.push(Date.parse(fila?.noAntes ?? '') - Date.parse(reloj()))
			pasados += 3_600_000
		}
		expect(esperas[0]).toBeGreaterThanOrEqual(5000)
		expect(esperas[1]).toBeGreaterThanOrEqual(10_000)
		const [fila] = await filas()
		expect(fila).toMatchObject({ estado: 'fallido', intentos: 3 })
		expect(fila?.ultimoError).toMatch(/^TypeError/)
		expect(JSON.stringify([fila, avisos])).not.toContain('EEML')
		expect(avisos.map((aviso) => aviso.suceso)).toEqual(['reintentar', 'reintentar', 'fallido'])
	})

	test('esperar a propósito no gasta intentos', async () => {
		await poner()
		let veces = 0
		const { correrPendientes } = worker({
			intentos: 2,
			ejecutar: async () => {
				veces += 1
				if (veces === 6) return { resultado: 'hecho' }
				return { resultado: 'reintentar', enMs: 60_000, razon: 'SEP todavía no contesta' }
			},
		})
		for (let i = 0; i < 6; i += 1) {
			expect(await correrPendientes()).toBe(1)
			pasados += 60_000
		}
		expect((await filas())[0]).toMatchObject({ estado: 'hecho', intentos: 1 })
	})

	test('el que dice «fallido» no se reintenta', async () => {
		await poner()
		const { correrPendientes } = worker({
			ejecutar: async () => ({ resultado: 'fallido', razon: 'el buzón no existe' }),
		})
		await correrPendientes()
		expect((await filas())[0]).toMatchObject({ estado: 'fallido', ultimoError: 'el buzón no existe' })
	})

	test('lo que un proceso muerto dejó a medias lo retoma otro al vencer el arriendo', async () => {
		await poner()
		await base.db
			.updateTable('trabajo')
			.set({
				estado: 'en-curso',
				intentos: 1,
				arriendoHasta: new Date(Date.parse(AHORA) + 1000).toISOString(),
			})
			.execute()
		const { correrPendientes } = worker({})
		expect(await correrPendientes()).toBe(0)
		pasados = 2000
		expect(await correrPendientes()).toBe(1)
		expect((await filas())[0]).toMatchObject({ estado: 'hecho', intentos: 2 })
	})

	test('el que mata al proceso cada vez acaba fallido, sin correr de nuevo', async () => {
		await poner()
		await base.db
			.updateTable('trabajo')
			.set({ estado: 'en-curso', intentos: 12, arriendoHasta: '2026-01-01T00:00:00.000Z' })
			.execute()
		let corrio = false
		const { correrPendientes } = worker({
			ejecutar: async () => {
				corrio = true
				return { resultado: 'hecho' }
			},
		})
		await correrPendientes()
		expect(corrio).toBe(false)
		expect((await filas())[0]).toMatchObject({ estado: 'fallido' })
	})

	test('uno periódico corre solo, vuelve a la fila y nunca se repite', async () => {
		let veces = 0
		const ejecutar: Trabajo['ejecutar'] = async () => {
			veces += 1
			return { resultado: 'hecho' }
		}
		const uno = worker({ ejecutar, cadaMs: 1000 })
		const otro = worker({ ejecutar, cadaMs: 1000 })
		await Promise.all([uno.correrPendientes(), otro.correrPendientes()])
		expect(veces).toBe(1)
		pasados = 1000
		await otro.correrPendientes()
		expect(veces).toBe(2)
		expect(await filas()).toHaveLength(1)
	})

	test('si otro igual se encarga justo cuando uno vuelve a la fila, ése lo releva y nada se atora', async () => {
		await poner()
		const hasta = new Date(Date.parse(reloj()) + 300_000).toISOString() as Instante
		const [tomado] = await tomarTrabajos(base, 'entregar', 1, reloj(), hasta)
		if (!tomado) throw new Error('No se tomó')
		let soltar: () => void = () => undefined
		const puerta = new Promise<void>((abierta) => (soltar = abierta))
		const encargo = base.enTransaccion(async (tx) => {
			await encargar(
				tx,
				{ reloj, azar: escena.deps.azar },
				{ clase: 'entregar', clave: 'k', carga: { n: 2 } },
			)
			await puerta
		})
		// El desenlace se escribe mientras el otro encargo todavía no se confirma.
		const cierre = cerrarTrabajo(
			base,
			tomado,
			{ hasta },
			{ estado: 'pendiente', noAntes: reloj(), intentos: 0, razon: 'todavía no', avisa: null },
			reloj(),
		)
		await new Promise((seguir) => setTimeout(seguir, 100))
		soltar()
		await Promise.all([encargo, cierre])
		expect((await filas()).map(({ estado }) => estado).sort()).toEqual(['hecho', 'pendiente'])
	})

	test('iniciar lo corre sin que nadie empuje, y detener espera a que termine lo que corre', async () => {
		await poner()
		let avisarEntrada: () => void = () => undefined
		const entrada = new Promise<void>((resolver) => (avisarEntrada = resolver))
		let termino = false
		const { iniciar, detener } = worker({
			ejecutar: async () => {
				avisarEntrada()
				await new Promise((resolver) => setTimeout(resolver, 50))
				termino = true
				return { resultado: 'hecho' }
			},
		})
		iniciar()
		await entrada
		await detener()
		expect(termino).toBe(true)
		expect((await filas())[0]).toMatchObject({ estado: 'hecho' })
	})
})
