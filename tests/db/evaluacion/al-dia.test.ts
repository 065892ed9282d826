import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnaDe } from '../../../bff/application/egresados/tablero.ts'
import { evaluarPendientes } from '../../../bff/application/egresados/evaluar.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { SITUACIONES } from '../../../src/core/contract/egresado.ts'
import { reglasDe } from '../../../src/core/domain/requisitos.ts'
import { enAmbasBases } from '../ambas.ts'
import { montar, type Escena } from '../escena.ts'
import { historia, suceder } from './historias.ts'
import { recalcular, type Esperado } from './recalculo.ts'

const anotado = async ({ db }: Base): Promise<Esperado[]> =>
	(await db.selectFrom('evaluacion').selectAll().orderBy('matricula').execute()).map((fila) => ({
		matricula: fila.matricula,
		plantelId: fila.plantelId,
		entidadId: fila.entidadId,
		generacion: fila.generacion,
		situacion: fila.situacion,
		tramiteId: fila.tramiteId,
		faltan: reglasDe(fila.detiene).join(''),
		puede: fila.puede === 1,
		devuelto: fila.devuelto === 1,
		detenido: fila.detenido === 1,
		sinComprobarDesde: fila.sinComprobarDesde,
	}))

const CUENTAS = [
	'cuantos',
	'reglaA',
	'reglaB',
	'reglaC',
	'reglaD',
	'reglaE',
	'reglaF',
	'reglaG',
	'reglaH',
] as const
const OTRAS = ['porSolicitar', 'porEvaluar', 'conAvisos', 'devueltos', 'detenidos', 'sinComprobar'] as const
const TODAS = [...CUENTAS, ...OTRAS, ...SITUACIONES.map(columnaDe)] as const
const ORDEN = ['plantelId', 'generacion'] as const

/** Las cuentas llevadas por los disparadores, sumadas sus ranuras; sin las que quedaron en cero. */
const llevadas = async ({ db }: Base) => {
	const filas = await db
		.selectFrom('tableroPlantel')
		.select(ORDEN)
		.select((e) => TODAS.map((cuenta) => e.fn.sum<number>(cuenta).as(cuenta)))
		.groupBy(ORDEN)
		.orderBy('plantelId')
		.orderBy('generacion')
		.execute()
	return filas.filter((fila) => Object.values(fila).some((valor) => typeof valor === 'number' && valor !== 0))
}

const exactas = ({ db }: Base) =>
	db
		.selectFrom('tableroExacto')
		.select([...ORDEN, ...TODAS])
		.orderBy('plantelId')
		.orderBy('generacion')
		.execute()

/** Las confrontas que faltan por plantel y generación: las que llevan los disparadores, o las que hay. */
const confrontas = async ({ db }: Base, cuales: 'llevadas' | 'exactas') => {
	const filas =
		cuales === 'llevadas'
			? await db
					.selectFrom('tableroConfronta')
					.select(ORDEN)
					.select(['porPreguntar', 'sinRespuesta'])
					.execute()
			: (
					await db
						.selectFrom('confrontaEncargada as c')
						.innerJoin('egresado as e', 'e.matricula', 'c.matricula')
						.select(['e.plantelId', 'e.generacion', 'c.estado'])
						.execute()
				).map(({ estado, ...lugar }) => ({
					...lugar,
					porPreguntar: estado === 'por-preguntar' ? 1 : 0,
					sinRespuesta: estado === 'sin-respuesta' ? 1 : 0,
				}))
	const sumas: Record<string, readonly [number, number]> = {}
	for (const { plantelId, generacion, porPreguntar, sinRespuesta } of filas) {
		const [preguntar, respuesta] = sumas[`${plantelId} ${generacion}`] ?? [0, 0]
		sumas[`${plantelId} ${generacion}`] = [preguntar + porPreguntar, respuesta + sinRespuesta]
	}
	return Object.fromEntries(Object.entries(sumas).filter(([, [una, otra]]) => una !== 0 || otra !== 0))
}

enAmbasBases('evaluación siempre al día', (abrir) => {
	let escena: Escena
	let matriculas: string[] = []
	beforeAll(async () => {
		escena = await montar(await abrir())
		// Dos personas comparten CURP: lo que RENAPO contesta vale para las dos.
		matriculas = [
			...(await escena.agregarEgresados(4)),
			...(await escena.agregarEgresados(2, { plantel: 'lerma', cambios: { curp: 'AAAA080101HMCBBB00' } })),
			...(await escena.agregarEgresados(2, { plantel: 'atlacomulco', plan: 'anterior' })),
		]
	})
	afterAll(() => escena.base.cerrar())

	test('tras cualquier historia, lo anotado es lo que saldría de recalcular todo', async () => {
		await fc.assert(
			fc.asyncProperty(historia(8), async (sucesos) => {
				for (const suceso of sucesos) await suceder(escena, matriculas, suceso)
				expect(await confrontas(escena.base, 'llevadas')).toEqual(await confrontas(escena.base, 'exactas'))
				// Antes de evaluar, las cuentas ya cuadran con los renglones: a quien cambió se le cuenta por evaluar.
				expect(await llevadas(escena.base)).toEqual(await exactas(escena.base))
				await evaluarPendientes(escena.deps)
				expect(await anotado(escena.base)).toEqual(await recalcular(escena.base))
				expect(await llevadas(escena.base)).toEqual(await exactas(escena.base))
			}),
			{ numRuns: 15 },
		)
	})

	describe('un hecho que cambia deja de valer en la misma transacción', () => {
		const mascara = async (matricula = '') =>
			(
				await escena.base.db
					.selectFrom('evaluacion')
					.select('mascara')
					.where('matricula', '=', matricula)
					.executeTakeFirstOrThrow()
			).mascara
		const [propio, otro] = ['PLAN-2018', 'PLAN-2008']

		test('sólo el de quien cambió: SAE, RENAPO y su plan', async () => {
			const [uno, dos] = await escena.agregarEgresados(2, { plan: '2018' })
			const [ajeno] = await escena.agregarEgresados(1, { plan: '2008' })
			const { db } = escena.base
			await db
				.updateTable('egresado')
				.set({ crip: 'x' })
				.where('matricula', '=', uno ?? '')
				.execute()
			expect([await mascara(uno), await mascara(dos)]).toEqual([null, expect.any(Number)])
			await evaluarPendientes(escena.deps)
			expect(reglasDe((await mascara(uno)) ?? 0)).toContain('e')
			await db.updateTable('moduloPlan').set({ nombre: 'Otro' }).where('planClave', '=', propio).execute()
			expect([await mascara(uno), await mascara(dos)]).toEqual([null, null])
			expect([otro, await mascara(ajeno)]).toEqual([otro, expect.any(Number)])
			expect(await evaluarPendientes(escena.deps)).toBeGreaterThan(1)
			expect(await evaluarPendientes(escena.deps)).toBe(0)
		})
	})
})
