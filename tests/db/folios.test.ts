import fc from 'fast-check'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as esperar } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { abrirBase } from '../../bff/adapters/db/abrir.ts'
import { asignarRango } from '../../bff/application/folios/asignar-rango.ts'
import { verRangos } from '../../bff/application/folios/ver-rangos.ts'
import { registrar } from '../../bff/application/tramites/registrar.ts'
import { retirar } from '../../bff/application/tramites/retirar.ts'
import { enAmbasBases } from './ambas.ts'
import {
	actor,
	AHORA,
	depsDe,
	enPlantel,
	type Escena,
	ESCOLARES,
	ESTATAL,
	HOY_EN_MEXICO,
	montar,
} from './escena.ts'
import { conFallas, insistir } from './fallas.ts'
import { comprobarLibro } from './libro.ts'

const correr = promisify(execFile)
const PROGRAMA = fileURLToPath(new URL('./registrar-aparte.ts', import.meta.url))

enAmbasBases('folios y registro (4, 8)', (abrir) => {
	const abiertas: Escena['base'][] = []
	afterEach(async () => {
		for (const base of abiertas.splice(0)) await base.cerrar()
	})
	const escena = async (): Promise<Escena & { url: string }> => {
		const destino = await abrir()
		const nueva = await montar(destino)
		abiertas.push(nueva.base)
		return { ...nueva, url: destino.url }
	}

	describe('registrar', () => {
		test('da folio, asiento, CUV y fecha local, y lo anota', async () => {
			const { base, deps, agregarTramites, agregarRango } = await escena()
			await agregarRango(100, 199)
			const ids = await agregarTramites(5)
			const filas = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
			expect(filas).toEqual(ids.map((id) => ({ id, hecho: true })))
			expect(await comprobarLibro(base, 'toluca')).toBe(5)
			const asientos = await base.db.selectFrom('asiento').selectAll().orderBy('numero').execute()
			expect(asientos.map((a) => [a.tramiteId, a.folio, a.foja, a.renglon])).toEqual([
				[ids[0], 'CE20180000100', 1, 1],
				[ids[1], 'CE20180000101', 1, 2],
				[ids[2], 'CE20180000102', 1, 3],
				[ids[3], 'CE20180000103', 1, 4],
				[ids[4], 'CE20180000104', 2, 1],
			])
			expect(asientos.every((a) => a.fecha === HOY_EN_MEXICO && a.momento === AHORA)).toBe(true)
			const [primero] = asientos
			expect(primero?.cuv).toBe(
				deps.derivarCuv({
					folio: 'CE20180000100',
					matricula: primero?.matricula ?? '',
					fecha: HOY_EN_MEXICO,
				}),
			)
		})

		test('cada modelo toma de sus propios rangos', async () => {
			const { base, deps, agregarTramites, agregarRango } = await escena()
			await agregarRango(1, 10, { modelo: '2008' })
			await agregarRango(500, 510)
			const ids = [...(await agregarTramites(3, { modelo: '2008' })), ...(await agregarTramites(2))]
			await registrar(deps)({ actor: ESCOLARES, tramites: ids })
			const folios = await base.db.selectFrom('folio').select('folio').orderBy('folio').execute()
			expect(folios.map(({ folio }) => folio)).toEqual([
				'CE20080000001',
				'CE20080000002',
				'CE20080000003',
				'CE20180000500',
				'CE20180000501',
			])
			await comprobarLibro(base, 'toluca')
		})

		test('agotado un rango sigue con el otro, y a los que no alcanzan se les dice sin tocarlos', async () => {
			const { base, deps, agregarTramites, agregarRango } = await escena()
			await agregarRango(50, 51)
			await agregarRango(20, 22)
			const ids = await agregarTramites(7)
			const filas = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
			expect(filas.map((fila) => fila.hecho)).toEqual([true, true, true, true, true, false, false])
			expect(filas[5]).toMatchObject({ motivo: 'sin-folios', frase: expect.stringContaining('modelo 2018') })
			expect(await comprobarLibro(base, 'toluca')).toBe(5)
			const restantes = await base.db
				.selectFrom('tramite')
				.select('estado')
				.where('id', 'in', ids.slice(5))
				.execute()
			expect(restantes).toEqual([{ estado: 'autorizado' }, { estado: 'autorizado' }])
			// Llega otro rango y los que esperaban siguen donde iba el Libro.
			await agregarRango(90, 99)
			const despues = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
			expect(despues.map((fila) => fila.motivo)).toEqual([
				...Array<string>(5).fill('estado-no-permite'),
				undefined,
				undefined,
			])
			expect(await comprobarLibro(base, 'toluca')).toBe(7)
		})

		test('sin un solo folio no escribe nada', async () => {
			const { base, deps, agregarTramites } = await escena()
			const ids = await agregarTramites(2)
			const filas = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
			expect(filas.map((fila) => fila.motivo)).toEqual(['sin-folios', 'sin-folios'])
			expect(await comprobarLibro(base, 'toluca')).toBe(0)
		})

		test('los folios de otro plantel no se tocan', async () => {
			const { base, deps, agregarTramites, agregarRango } = await escena()
			await agregarRango(1, 50, { plantel: 'lerma' })
			const ids = await agregarTramites(1)
			const [fila] = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
			expect(fila).toMatchObject({ hecho: false, motivo: 'sin-folios' })
			expect(await comprobarLibro(base, 'lerma')).toBe(0)
		})

		test('el mismo trámite pedido dos veces a la vez se registra una', async () => {
			const { base, deps, agregarTramites, agregarRango } = await escena()
			await agregarRango(1, 50)
			const [id = ''] = await agregarTramites(1)
			const acto = registrar(deps)
			const respuestas = await Promise.all(
				Array.from({ length: 4 }, () => acto({ actor: ESCOLARES, tramites: [id, id] })),
			)
			expect(
				respuestas
					.flat()
					.map((fila) => fila.motivo ?? 'hecho')
					.sort(),
			).toEqual(['estado-no-permite', 'estado-no-permite', 'estado-no-permite', 'hecho'])
			expect(await comprobarLibro(base, 'toluca')).toBe(1)
		})

		test('una falla a medio registro no deja nada, y los números vuelven', async () => {
			const { base, deps, agregarTramites, agregarRango } = await escena()
			await agregarRango(1, 50)
			const ids = await agregarTramites(3)
			let dadas = 0
			const derivarCuv: typeof deps.derivarCuv = (datos) => {
				dadas += 1
				if (dadas === 2) throw new Error('la llave no responde')
				return deps.derivarCuv(datos)
			}
			const orden = { actor: ESCOLARES, tramites: ids }
			await expect(registrar({ ...deps, derivarCuv })(orden)).rejects.toThrow('la llave no responde')
			expect(await comprobarLibro(base, 'toluca')).toBe(0)
			await registrar(deps)(orden)
			expect(await comprobarLibro(base, 'toluca')).toBe(3)
		})
	})

	describe('muchos a la vez', () => {
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
			const otra = await abrirBase({ url })
			abiertas.push(otra)
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

	describe('asignar rangos', () => {
		const rango = { plantelId: 'toluca', modelo: '2018', desde: 1, hasta: 100 } as const

		test('asigna, lo anota y queda listo para dar folios', async () => {
			const { base, deps } = await escena()
			const visto = await asignarRango(deps)({ actor: ESTATAL, ...rango })
			expect(visto.ok).toBe(true)
			const guardado = await base.db.selectFrom('rangoFolio').selectAll().executeTakeFirstOrThrow()
			expect(guardado).toMatchObject({
				...rango,
				entidadId: 'mex',
				siguiente: 1,
				personaId: ESTATAL.personaId,
			})
			const anotado = await base.db.selectFrom('bitacora').selectAll().executeTakeFirstOrThrow()
			expect(anotado).toMatchObject({
				acto: 'asignar-rango',
				objeto: `rango:${guardado.id}`,
				entidadId: 'mex',
			})
		})

		test.each([
			['al principio', 50, 120, 50, 100],
			['adentro', 40, 60, 40, 60],
			['alrededor', 1, 900, 1, 100],
			['en un número', 100, 150, 100, 100],
		])('no se traslapa %s, y dice cuáles', async (_, desde, hasta, d, h) => {
			const { base, deps } = await escena()
			await asignarRango(deps)({ actor: ESTATAL, ...rango })
			const visto = await asignarRango(deps)({ actor: ESTATAL, ...rango, plantelId: 'lerma', desde, hasta })
			expect(visto).toMatchObject({ ok: false, motivo: 'rango-traslapado', datos: { desde: d, hasta: h } })
			const cuantos = await base.db.selectFrom('bitacora').select('id').execute()
			expect(cuantos).toHaveLength(1)
		})

		test('el otro modelo tiene sus propios números, y el de junto no se toca', async () => {
			const { deps } = await escena()
			expect((await asignarRango(deps)({ actor: ESTATAL, ...rango })).ok).toBe(true)
			expect((await asignarRango(deps)({ actor: ESTATAL, ...rango, modelo: '2008' })).ok).toBe(true)
			expect((await asignarRango(deps)({ actor: ESTATAL, ...rango, desde: 101, hasta: 101 })).ok).toBe(true)
		})

		test('dos entidades que piden lo mismo a la vez: una sí y la otra no', async () => {
			const { base, url, deps } = await escena()
			const otra = await abrirBase({ url })
			abiertas.push(otra)
			const cdmx = actor('escolares-estatal', { tipo: 'entidad', entidadId: 'cdmx' })
			const respuestas = await Promise.all(
				Array.from({ length: 12 }, (_, i) =>
					i % 2
						? asignarRango(deps)({ actor: ESTATAL, ...rango, desde: 1 + i, hasta: 50 + i })
						: asignarRango(depsDe(otra))({
								actor: { ...cdmx, personaId: ESTATAL.personaId },
								...rango,
								plantelId: 'tlalpan',
								desde: 1 + i,
								hasta: 50 + i,
							}),
				),
			)
			expect(respuestas.filter((visto) => visto.ok)).toHaveLength(1)
			expect(
				respuestas.filter((visto) => !visto.ok).every((v) => !v.ok && v.motivo === 'rango-traslapado'),
			).toBe(true)
			expect(await base.db.selectFrom('rangoFolio').select('id').execute()).toHaveLength(1)
		})

		test.each([
			['invertido', { desde: 9, hasta: 8 }, 'rango-invertido'],
			['desde el cero', { desde: 0 }, 'rango-fuera'],
			['más allá de siete cifras', { hasta: 10_000_000 }, 'rango-fuera'],
			['con fracciones', { hasta: 10.5 }, 'rango-fuera'],
			['para un plantel de otra entidad', { plantelId: 'tlalpan' }, 'plantel-ajeno'],
			['para un plantel que no existe', { plantelId: 'nada' }, 'no-encontrado'],
		])('se niega %s', async (_, cambios, motivo) => {
			const { base, deps } = await escena()
			const visto = await asignarRango(deps)({ actor: ESTATAL, ...rango, ...cambios })
			expect(visto).toMatchObject({ ok: false, motivo })
			expect(await base.db.selectFrom('rangoFolio').select('id').execute()).toEqual([])
		})

		test('un plantel no se asigna folios a sí mismo', async () => {
			const { deps } = await escena()
			for (const plantelId of ['toluca', 'tlalpan', 'nada']) {
				expect(await asignarRango(deps)({ actor: ESCOLARES, ...rango, plantelId })).toMatchObject({
					motivo: 'sin-permiso',
				})
			}
		})
	})

	describe('ver rangos', () => {
		test('cada quien ve los suyos, con lo que queda y el aviso', async () => {
			const { base, deps, agregarTramites, agregarRango } = await escena()
			await agregarRango(1, 8)
			await agregarRango(11, 20, { plantel: 'lerma' })
			await agregarRango(31, 40, { plantel: 'tlalpan' })
			await registrar(deps)({ actor: ESCOLARES, tramites: await agregarTramites(3) })
			const ver = async (quien: typeof ESCOLARES) => {
				const visto = await verRangos({ base })({ actor: quien })
				if (!visto.ok) throw new Error(visto.motivo)
				return visto.valor
			}
			const propio = await ver(ESCOLARES)
			expect(propio.rangos).toMatchObject([
				{ plantel: { id: 'toluca' }, desde: 1, hasta: 8, siguiente: 4, libres: 5, aviso: true },
			])
			expect(propio.planteles.map((p) => p.id)).toEqual(['toluca'])
			expect(propio.propuesta).toEqual({ '2008': 1, '2018': 41 })
			const estatal = await ver(ESTATAL)
			expect(estatal.rangos.map((r) => [r.plantel.id, r.aviso])).toEqual([
				['toluca', true],
				['lerma', false],
			])
			expect(estatal.planteles).toHaveLength(3)
			const nacional = await ver(actor('dse', { tipo: 'nacional' }))
			expect(nacional.rangos).toHaveLength(3)
			const director = actor('director-plantel', enPlantel('toluca'))
			expect(await verRangos({ base })({ actor: director })).toMatchObject({ motivo: 'sin-permiso' })
		})

		test('el aviso mira todos los rangos del modelo, no uno', async () => {
			const { base, agregarRango } = await escena()
			await agregarRango(1, 3)
			await agregarRango(4, 100)
			const visto = await verRangos({ base })({ actor: ESCOLARES })
			expect(visto.ok && visto.valor.rangos.map((r) => r.aviso)).toEqual([false, false])
		})

		test('la propuesta encuentra lugar aunque el último número ya esté dado', async () => {
			const { base, agregarRango } = await escena()
			const propuesta = async () => {
				const visto = await verRangos({ base })({ actor: ESTATAL })
				return visto.ok ? visto.valor.propuesta['2018'] : undefined
			}
			await agregarRango(9_000_000, 9_999_999)
			expect(await propuesta()).toBe(1)
			await agregarRango(1, 500)
			expect(await propuesta()).toBe(501)
			await agregarRango(501, 8_999_999)
			expect(await propuesta()).toBe(0)
		})
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
