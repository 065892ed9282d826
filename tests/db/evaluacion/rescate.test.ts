import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluarPendientes } from '../../../bff/application/egresados/evaluar.ts'
import { recalcularTablero } from '../../../bff/application/egresados/recalcular-tablero.ts'
import { leerTablero } from '../../../bff/application/egresados/tablero.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { exigir } from '../../../src/core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, enPlantel, ESCOLARES, ESTATAL, montar, type Escena } from '../escena.ts'

enAmbasBases('egreso tablero recalcular', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarEgresados(3, { cambios: { crip: 'minúscula' } })
		await escena.agregarTramites(5, { estado: 'autorizado' })
		await escena.agregarTramites(2, { plantel: 'lerma', estado: 'emitido' })
	})
	afterAll(() => escena.base.cerrar())

	const tablero = async () => exigir(await leerTablero(escena.deps)({ actor: ESTATAL, consulta: {} }))

	test('lo que alguien descompuso por fuera vuelve a cuadrar, y otra vez no corrige nada', async () => {
		const { db } = escena.base
		const bueno = await tablero()
		expect(bueno).toMatchObject({ total: 10, porEvaluar: 0 })
		await db.updateTable('tableroPlantel').set({ cuantos: 77, reglaE: 9 }).execute()
		await db
			.insertInto('tableroConfronta')
			.values({ plantelId: 'lerma', generacion: '2023-2026', ranura: 7, porPreguntar: 5, sinRespuesta: -2 })
			.execute()
		await db
			.updateTable('evaluacion')
			.set({ mascara: 0, situacion: 'acusado', tramiteId: null })
			.where('plantelId', '=', 'toluca')
			.execute()
		expect(await tablero()).not.toEqual(bueno)
		expect(await recalcularTablero(escena.deps)).toMatchObject({ egresados: 10 })
		expect(await tablero()).toEqual(bueno)
		expect(await recalcularTablero(escena.deps)).toEqual({ egresados: 10, corregidas: 0 })
		expect(await evaluarPendientes(escena.deps)).toBe(0)
	})

	test('con gente registrando al mismo tiempo, las cuentas acaban cuadrando', async () => {
		await escena.agregarRango(1, 50)
		const ids = await escena.agregarTramites(20)
		const quien = actor('escolares-plantel', enPlantel('toluca'))
		const acto = registrar(escena.deps)
		await Promise.all([
			...ids.map((id) => acto({ actor: quien, tramites: [id] })),
			recalcularTablero(escena.deps),
			recalcularTablero(escena.deps),
		])
		const visto = exigir(await leerTablero(escena.deps)({ actor: ESCOLARES, consulta: {} }))
		expect(visto.situaciones).toContainEqual({ situacion: 'registrado', cuantos: 20 })
		expect(await recalcularTablero(escena.deps)).toMatchObject({ corregidas: 0 })
	})
})
