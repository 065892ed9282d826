import { afterAll, beforeAll, expect, test } from 'vitest'
import { confrontar } from '../../../bff/application/egresados/confrontar.ts'
import { leerDetalle } from '../../../bff/application/egresados/detalle.ts'
import { encargarConfronta } from '../../../bff/application/egresados/encargar-confronta.ts'
import type { Base, ConfrontarCurp } from '../../../bff/application/ports.ts'
import { trabajoConfrontarRenapo } from '../../../bff/jobs/confrontar-renapo.ts'
import { crearWorker } from '../../../bff/jobs/worker.ts'
import type { Instante } from '../../../src/core/domain/fecha.ts'
import { exigir } from '../../../src/core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, AHORA, ESCOLARES, ESTATAL, montar, type Escena } from '../escena.ts'

const DSE = actor('dse', { tipo: 'nacional' })

enAmbasBases('confronta con RENAPO', (abrir) => {
	let escena: Escena
	let base: Base
	let pasados = 0
	const reloj = () => new Date(Date.parse(AHORA) + pasados).toISOString() as Instante
	beforeAll(async () => {
		escena = await montar(await abrir())
		base = escena.base
	})
	afterAll(() => base.cerrar())

	const worker = (confrontarCurp: ConfrontarCurp) => {
		const deps = { ...escena.deps, reloj, confrontarCurp }
		return crearWorker({ base, reloj, azar: escena.deps.azar, trabajos: [trabajoConfrontarRenapo(deps)] })
	}
	const reglaB = async (matricula: string) =>
		exigir(await leerDetalle(escena.deps)({ actor: DSE, matricula })).requisitos[1]
	const encargar = (...matriculas: string[]) =>
		base.enTransaccion((tx) => encargarConfronta(tx, { ...escena.deps, reloj }, matriculas))
	const nuevos = async (cuantos: number) => {
		const matriculas = await escena.agregarEgresados(cuantos)
		await base.db.deleteFrom('confrontaRenapo').execute()
		return matriculas
	}

	test('la respuesta decide el inciso b, y deja de valer si SAE cambia el dato', async () => {
		const [matricula = ''] = await nuevos(1)
		expect(await reglaB(matricula)).toMatchObject({ cumple: false, lugar: 'aquí' })
		await encargar(matricula)
		await worker(async () => ({ resultado: 'no-coincide', campos: ['nombre'] })).correrPendientes()
		const rota = await reglaB(matricula)
		expect(rota).toMatchObject({ cumple: false, lugar: 'SAE' })
		expect(rota?.hallazgo).toContain('nombre')
		pasados += 1000
		await encargar(matricula)
		await worker(async () => ({ resultado: 'coincide', campos: [] })).correrPendientes()
		expect(await reglaB(matricula)).toMatchObject({ cumple: true })
		await base.db.updateTable('egresado').set({ nombre: 'OTRA' }).where('matricula', '=', matricula).execute()
		expect(await reglaB(matricula)).toMatchObject({ cumple: false, lugar: 'aquí' })
	})

	test('RENAPO caído se reintenta, y sólo se pregunta otra vez por los que faltaron', async () => {
		const matriculas = await nuevos(6)
		await encargar(...matriculas)
		const preguntas: string[] = []
		let caido = true
		const { correrPendientes } = worker(async ({ curp }) => {
			preguntas.push(curp)
			return { resultado: caido && preguntas.length > 2 ? 'no-disponible' : 'no-existe', campos: [] }
		})
		await correrPendientes()
		expect(preguntas).toHaveLength(6)
		caido = false
		pasados += 3_600_000
		await correrPendientes()
		expect(preguntas).toHaveLength(10)
		const trabajos = await base.db
			.selectFrom('trabajo')
			.select('estado')
			.where('clave', '<>', 'periodico')
			.execute()
		expect(trabajos.every((trabajo) => trabajo.estado === 'hecho')).toBe(true)
	})

	test('el acto revisa ámbito y permiso por matrícula, y encarga sólo lo permitido', async () => {
		const [propia = ''] = await nuevos(1)
		const [ajena = ''] = await escena.agregarEgresados(1, { plantel: 'tlalpan' })
		await base.db.deleteFrom('trabajo').execute()
		const pedir = confrontar(escena.deps)
		expect(await pedir({ actor: ESCOLARES, matriculas: [propia, ajena, 'no-hay'] })).toMatchObject(
			[propia, ajena, 'no-hay'].sort().map((id) => ({ id, hecho: id === propia })),
		)
		expect(await pedir({ actor: ESTATAL, matriculas: [propia] })).toMatchObject([{ motivo: 'sin-permiso' }])
		const trabajos = await base.db.selectFrom('trabajo').select('carga').execute()
		expect(trabajos.map(({ carga }) => (JSON.parse(carga) as { matriculas: unknown }).matriculas)).toEqual([
			[propia],
		])
	})
})
