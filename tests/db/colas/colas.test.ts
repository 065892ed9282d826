import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { purgarTrabajos } from '../../../bff/application/colas/purgar.ts'
import { reintentar } from '../../../bff/application/colas/reintentar.ts'
import { verColas } from '../../../bff/application/colas/ver-colas.ts'
import type { Base, Reloj } from '../../../bff/application/ports.ts'
import type { TablaTrabajo } from '../../../bff/application/tablas/trabajos.ts'
import { encargar } from '../../../bff/application/trabajos.ts'
import { crearWorker } from '../../../bff/jobs/worker.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA, type Escena, ESCOLARES, montar } from '../escena.ts'

const TI: Actor = { personaId: 'p-ti', perfil: 'ti', ambito: { tipo: 'nacional' } }
const en = (minutos: number): Instante =>
	new Date(Date.parse(AHORA) + minutos * 60_000).toISOString() as Instante

enAmbasBases('las colas de trabajos y reintentar a mano (10)', (abrir) => {
	let escena: Escena
	let base: Base
	const reloj: Reloj = () => AHORA
	beforeAll(async () => {
		escena = await montar(await abrir())
		base = escena.base
		await base.db
			.insertInto('persona')
			.values({
				...{ id: 'p-ti', tid: null, oid: null, correo: 'ti@conalep.edu.mx', nombre: 'Irma', perfil: 'ti' },
				...{ primerApellido: 'Inventada', segundoApellido: null, curp: null, idCargo: null, cargo: null },
				...{ entidadId: null, plantelId: null },
			})
			.execute()
	})
	afterAll(() => base.cerrar())
	beforeEach(() => base.db.deleteFrom('trabajo').execute())

	let puestos = 0
	const poner = async (
		estado: TablaTrabajo['estado'],
		cambios: Partial<Omit<TablaTrabajo, 'intentos'>> & { intentos?: number } = {},
	): Promise<string> => {
		const id = `t-${String((puestos += 1)).padStart(6, '0')}`
		await base.db
			.insertInto('trabajo')
			.values({
				...{ id, clase: 'entregar', clave: id, carga: '{}', estado, noAntes: AHORA, creado: AHORA },
				...{ arriendoHasta: null, ultimoError: null, terminado: null },
				...(estado === 'fallido' || estado === 'hecho' ? { terminado: AHORA } : {}),
				...(estado === 'en-curso' ? { arriendoHasta: en(5) } : {}),
				...cambios,
			})
			.execute()
		return id
	}
	const ver = async () => exigir(await verColas({ base, reloj })({ actor: TI }))
	const hacer = (orden: { id: string } | { clase: string }) =>
		reintentar({ ...escena.deps, reloj })({ actor: TI, ...orden })
	const estados = async () =>
		(await base.db.selectFrom('trabajo').select(['id', 'estado']).orderBy('id').execute()).map(
			({ id, estado }) => [id, estado],
		)

	test('por clase: cuántos, el más atrasado, cuándo toca el siguiente y el último error; lo hecho no cuenta', async () => {
		await poner('hecho')
		await poner('pendiente', { noAntes: en(-90) })
		await poner('pendiente', { noAntes: en(30), ultimoError: 'Viejo', intentos: 2 })
		await poner('pendiente', { noAntes: en(60), ultimoError: 'Error ECONNREFUSED en bff/x.ts:3' })
		await poner('en-curso')
		const atorado = await poner('en-curso', { arriendoHasta: en(-20) })
		const fallido = await poner('fallido', {
			...{ clase: 'mandar-acuse', intentos: 12, terminado: en(-3) },
			ultimoError: 'El buzón ana.perez@correo.mx de GODE561231HDFRRN09 no existe',
		})
		const { colas, detenidos } = await ver()
		expect(colas).toEqual([
			{
				...{ clase: 'entregar', pendientes: 3, enCurso: 2, fallidos: 0, atorados: 1, conError: 2 },
				...{ esperaDesde: en(-90), siguiente: en(30), ultimoError: 'Error ECONNREFUSED en bff/x.ts:3' },
			},
			{
				...{ clase: 'mandar-acuse', pendientes: 0, enCurso: 0, fallidos: 1, atorados: 0, conError: 0 },
				...{ esperaDesde: null, siguiente: null, ultimoError: 'El buzón * de * no existe' },
			},
		])
		expect(detenidos.map(({ id, que, desde, razon }) => [id, que, desde, razon])).toEqual([
			[atorado, 'atorado', en(-20), null],
			[fallido, 'fallido', en(-3), 'El buzón * de * no existe'],
		])
	})

	test('uno fallido vuelve a la fila con todos sus intentos y corre; repetirlo no hace nada más', async () => {
		const id = await poner('fallido', { intentos: 12, ultimoError: 'No se pudo' })
		expect(exigir(await hacer({ id }))).toEqual({ reencargados: 1, yaEstaban: 0 })
		expect(exigir(await hacer({ id }))).toEqual({ reencargados: 0, yaEstaban: 0 })
		let corridos = 0
		const trabajos = [
			{
				clase: 'entregar' as const,
				ejecutar: () => {
					corridos += 1
					return Promise.resolve({ resultado: 'hecho' as const })
				},
			},
		]
		await crearWorker({ base, reloj, azar: escena.deps.azar, trabajos }).correrPendientes()
		expect(corridos).toBe(1)
		expect(await estados()).toEqual([[id, 'hecho']])
		const anotado = await base.db
			.selectFrom('bitacora')
			.select(['quien', 'objeto', 'detalle'])
			.where('acto', '=', 'reintentar-trabajos')
			.execute()
		expect(anotado).toEqual([
			{
				...{ quien: 'p-ti', objeto: 'trabajos:entregar' },
				detalle: expect.stringContaining(`"trabajo":"${id}"`) as string,
			},
		])
	})

	test('si ya hay otro igual pendiente, no se duplica: ése lo releva; de dos fallidos iguales vuelve uno', async () => {
		const viejo = await poner('fallido', { clave: 'a' })
		const nuevo = await poner('pendiente', { clave: 'a' })
		const uno = await poner('fallido', { clave: 'b' })
		const otro = await poner('fallido', { clave: 'b' })
		expect(exigir(await hacer({ clase: 'entregar' }))).toEqual({ reencargados: 1, yaEstaban: 2 })
		expect(await estados()).toEqual([
			[viejo, 'hecho'],
			[nuevo, 'pendiente'],
			[uno, 'hecho'],
			[otro, 'pendiente'],
		])
	})

	test('todos los de una clase: también lo que esperaba tras fallar; lo que corre, lo sano y las demás clases, no', async () => {
		const esperaba = await poner('pendiente', { noAntes: en(50), ultimoError: 'x', intentos: 3 })
		const sano = await poner('pendiente', { noAntes: en(50) })
		const corre = await poner('en-curso')
		const deOtra = await poner('fallido', { clase: 'mandar-acuse' })
		expect(exigir(await hacer({ clase: 'entregar' }))).toEqual({ reencargados: 1, yaEstaban: 0 })
		const filas = await base.db.selectFrom('trabajo').select(['id', 'noAntes', 'estado']).execute()
		const de = (id: string) => filas.find((fila) => fila.id === id)
		expect([de(esperaba)?.noAntes, de(sano)?.noAntes]).toEqual([AHORA, en(50)])
		expect([de(corre)?.estado, de(deOtra)?.estado]).toEqual(['en-curso', 'fallido'])
	})

	test('mientras alguien encarga lo mismo, ni se duplica ni falla', async () => {
		for (let i = 0; i < 8; i += 1) await poner('fallido', { clave: `c-${i}` })
		await Promise.all([
			hacer({ clase: 'entregar' }).then(exigir),
			hacer({ clase: 'entregar' }).then(exigir),
			...Array.from({ length: 8 }, (_, i) =>
				base.enTransaccion((tx) =>
					encargar(tx, escena.deps, { clase: 'entregar', clave: `c-${i}`, carga: {} }),
				),
			),
		])
		const pendientes = (await estados()).filter(([, estado]) => estado === 'pendiente')
		expect(pendientes).toHaveLength(8)
	})

	test('uno que no existe, y quien no es TI', async () => {
		expect(await hacer({ id: 'nada' })).toMatchObject({ motivo: 'no-encontrado' })
		const dse: Actor = { ...TI, perfil: 'dse' }
		for (const actor of [ESCOLARES, dse]) {
			expect(await verColas({ base, reloj })({ actor })).toMatchObject({ motivo: 'sin-permiso' })
			expect(await reintentar(escena.deps)({ actor, clase: 'entregar' })).toMatchObject({
				motivo: 'sin-permiso',
			})
		}
	})

	test('lo hecho hace más de treinta días se borra; lo fallido y lo reciente se quedan', async () => {
		const MES = -31 * 24 * 60
		for (let i = 0; i < 3; i += 1) await poner('hecho', { terminado: en(MES) })
		const reciente = await poner('hecho', { terminado: en(MES + 2 * 24 * 60) })
		const fallido = await poner('fallido', { terminado: en(MES) })
		expect(await purgarTrabajos({ base, reloj })).toBe(3)
		expect(await estados()).toEqual([
			[reciente, 'hecho'],
			[fallido, 'fallido'],
		])
	})

	test('con mucho hecho, las colas se leen por el índice de lo vivo y la purga por el de lo hecho', async () => {
		const plan = async (consulta: string): Promise<string> => {
			const explica = base.dialecto === 'sqlite' ? 'explain query plan' : 'explain'
			if (base.dialecto === 'postgres') await sql.raw('analyze trabajo').execute(base.db)
			const { rows } = await sql.raw(`${explica} ${consulta}`).execute(base.db)
			return JSON.stringify(rows)
		}
		const filas = Array.from({ length: 20_000 }, (_, i) => ({
			...{ id: `h-${i}`, clase: 'entregar', clave: `h-${i}`, carga: '{}', estado: 'hecho' as const },
			...{ noAntes: AHORA, creado: AHORA, terminado: AHORA, arriendoHasta: null, ultimoError: null },
		}))
		for (let i = 0; i < filas.length; i += 2000)
			await base.db
				.insertInto('trabajo')
				.values(filas.slice(i, i + 2000))
				.execute()
		await poner('pendiente')
		expect((await ver()).colas).toMatchObject([{ pendientes: 1 }])
		expect(
			await plan(
				`select clase, estado, count(*), min(no_antes) from trabajo where estado <> 'hecho' group by clase, estado`,
			),
		).toContain('trabajo_vivo')
		expect(
			await plan(
				`select id from trabajo where terminado < '2020' and estado || '' = 'hecho' order by terminado limit 10`,
			),
		).toContain('trabajo_terminado')
	})
})
