import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { confrontarSinRespuesta } from '../../../bff/application/egresados/confrontar-sin-respuesta.ts'
import { confrontar } from '../../../bff/application/egresados/confrontar.ts'
import { leerDetalle } from '../../../bff/application/egresados/detalle.ts'
import { encargarConfronta } from '../../../bff/application/egresados/encargar-confronta.ts'
import { listarEgresados } from '../../../bff/application/egresados/listar.ts'
import { leerTablero } from '../../../bff/application/egresados/tablero.ts'
import type { Base, ConfrontarCurp } from '../../../bff/application/ports.ts'
import { trabajoConfrontarRenapo } from '../../../bff/jobs/confrontar-renapo.ts'
import { crearWorker } from '../../../bff/jobs/worker.ts'
import type { Instante } from '../../../src/core/domain/fecha.ts'
import { exigir } from '../../../src/core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, AHORA, enPlantel, ESCOLARES, ESTATAL, montar, type Escena } from '../escena.ts'

const DSE = actor('dse', { tipo: 'nacional' })
const LERMA = actor('escolares-plantel', enPlantel('lerma'))
const DIA = 86_400_000

type Respuesta = Awaited<ReturnType<ConfrontarCurp>>
const NO_ESTA: Respuesta = { resultado: 'no-disponible', campos: [] }
const COINCIDE: Respuesta = { resultado: 'coincide', campos: [] }

enAmbasBases('la fila de RENAPO', (abrir) => {
	let escena: Escena
	let base: Base
	let pasados = 0
	const reloj = () => new Date(Date.parse(AHORA) + pasados).toISOString() as Instante
	beforeAll(async () => {
		escena = await montar(await abrir())
		base = escena.base
	})
	beforeEach(async () => {
		for (const tabla of ['trabajo', 'confrontaEncargada', 'confrontaRenapo'] as const) {
			await base.db.deleteFrom(tabla).execute()
		}
	})
	afterAll(() => base.cerrar())

	const worker = (confrontarCurp: ConfrontarCurp) => {
		const deps = { ...escena.deps, reloj, confrontarCurp }
		return crearWorker({ base, reloj, azar: escena.deps.azar, trabajos: [trabajoConfrontarRenapo(deps)] })
	}
	const nuevos = async (cuantos: number, plantel: 'toluca' | 'lerma' = 'toluca', cambios = {}) => {
		const matriculas = await escena.agregarEgresados(cuantos, { plantel, cambios })
		await base.db.deleteFrom('confrontaRenapo').execute()
		return matriculas
	}
	const encargar = (matriculas: readonly string[]) =>
		base.enTransaccion((tx) => encargarConfronta(tx, { ...escena.deps, reloj }, matriculas))
	const ajustar = (clave: 'renapo-a-la-vez' | 'renapo-vigencia-dias', valor: number) =>
		base.db
			.insertInto('ajuste')
			.values({
				...{ id: escena.deps.azar.id(), clave, entidadId: null, valor: JSON.stringify(valor) },
				...{ razon: 'Prueba', personaId: 'p-dse', momento: reloj(), version: (version += 1) },
			})
			.execute()
	let version = 0
	const renapo = async (quien = DSE, consulta = {}) =>
		exigir(await leerTablero(escena.deps)({ actor: quien, consulta })).renapo

	test('hay tantas preguntas vivas como diga el ajuste, sin barreras: en cuanto una termina sale otra', async () => {
		await base.db.insertInto('persona').values(PERSONA_DSE).execute()
		await ajustar('renapo-a-la-vez', 3)
		await encargar(await nuevos(12))
		let vivas = 0
		const maximos: number[] = []
		let soltarLenta = () => {}
		const lenta = new Promise<void>((listo) => (soltarLenta = listo))
		let preguntadas = 0
		await worker(async () => {
			preguntadas += 1
			vivas += 1
			maximos.push(vivas)
			// La primera no contesta hasta que las demás ya contestaron: no detiene a ninguna.
			if (preguntadas === 1) await lenta
			else if (preguntadas === 12) soltarLenta()
			else await Promise.resolve()
			vivas -= 1
			return COINCIDE
		}).correrPendientes()
		expect(preguntadas).toBe(12)
		expect(Math.max(...maximos)).toBe(3)
	})

	test('si RENAPO se cae, lo que falta ni se pregunta; al volver se prueba con una y siguen todas', async () => {
		await ajustar('renapo-a-la-vez', 1)
		await encargar(await nuevos(30))
		let caido = true
		let preguntas = 0
		const { correrPendientes } = worker(async () => {
			preguntas += 1
			return caido ? NO_ESTA : COINCIDE
		})
		await correrPendientes()
		expect(preguntas).toBe(5)
		expect(await renapo()).toEqual({ porPreguntar: 25, sinRespuesta: 5 })
		// Antes de tiempo no se le insiste; a tiempo, una sola de prueba.
		pasados += 30_000
		await correrPendientes()
		expect(preguntas).toBe(5)
		pasados += 31_000
		await correrPendientes()
		expect(preguntas).toBe(6)
		// Sigue sin estar: la siguiente espera es del doble.
		pasados += 61_000
		await correrPendientes()
		expect(preguntas).toBe(6)
		caido = false
		pasados += 60_000
		await correrPendientes()
		expect(preguntas).toBe(36)
		expect(await renapo()).toEqual({ porPreguntar: 0, sinRespuesta: 0 })
		const trabajo = base.db
			.selectFrom('trabajo')
			.select(['estado', 'intentos'])
			.where('clave', '<>', 'periodico')
		// Esperar a que vuelva no gasta intentos.
		expect(await trabajo.execute()).toEqual([{ estado: 'hecho', intentos: 1 }])
	})

	test('que RENAPO no esté no borra lo que ya había dicho', async () => {
		const [matricula = ''] = await nuevos(1)
		await encargar([matricula])
		await worker(async () => ({ resultado: 'no-coincide', campos: ['sexo'] })).correrPendientes()
		pasados += 1_000
		await encargar([matricula])
		await worker(async () => NO_ESTA).correrPendientes()
		const { requisitos } = exigir(await leerDetalle(escena.deps)({ actor: DSE, matricula }))
		expect(requisitos[1]).toMatchObject({ cumple: false, lugar: 'SAE' })
		expect(requisitos[1]?.hallazgo).toContain('sexo')
		expect(await renapo()).toEqual({ porPreguntar: 0, sinRespuesta: 1 })
	})

	test('la fecha de la respuesta llega al requisito; vencida, se vuelve a preguntar y mientras tanto vale', async () => {
		const [matricula = ''] = await nuevos(1, 'toluca', { curp: 'FEXX080115HMCLRN01' })
		await encargar([matricula])
		await worker(async () => COINCIDE).correrPendientes()
		const contestado = reloj()
		const reglaB = async () => exigir(await leerDetalle(escena.deps)({ actor: DSE, matricula })).requisitos[1]
		expect(await reglaB()).toMatchObject({ cumple: true, momento: contestado })
		let preguntas = 0
		const otro = worker(async () => {
			preguntas += 1
			return preguntas === 1 ? NO_ESTA : COINCIDE
		})
		pasados += 31 * DIA
		await otro.correrPendientes()
		expect(preguntas).toBe(0)
		await ajustar('renapo-vigencia-dias', 30)
		pasados += DIA / 4 + 1
		await otro.correrPendientes()
		expect(preguntas).toBe(1)
		expect(await reglaB()).toMatchObject({ cumple: true, momento: contestado })
		pasados += 60_000
		await otro.correrPendientes()
		expect(await reglaB()).toMatchObject({ cumple: true, momento: reloj() })
		await ajustar('renapo-vigencia-dias', 0)
	})

	test('de la CURP que otro plantel ya confrontó no se sabe nada: se pregunta como si fuera nueva', async () => {
		const curp = 'XEXX080115HMCLRN09'
		const [propia = ''] = await nuevos(1, 'lerma', { curp })
		await encargar([propia])
		await worker(async () => COINCIDE).correrPendientes()
		const [gemela = ''] = await escena.agregarEgresados(1, { cambios: { curp } })
		await base.db.deleteFrom('confrontaRenapo').where('plantelId', '=', 'toluca').execute()
		const reglaB = async (quien: typeof DSE, matricula: string) =>
			exigir(await leerDetalle(escena.deps)({ actor: quien, matricula })).requisitos[1]?.cumple
		expect(await reglaB(LERMA, propia)).toBe(true)
		expect(await reglaB(ESCOLARES, gemela)).toBe(false)
		await encargar([gemela])
		let preguntas = 0
		await worker(async () => {
			preguntas += 1
			return { resultado: 'no-existe', campos: [] }
		}).correrPendientes()
		expect(preguntas).toBe(1)
		// Y lo que se le contestó a uno no cambia lo del otro.
		expect(await reglaB(LERMA, propia)).toBe(true)
	})

	test('las que se quedaron sin respuesta se vuelven a encargar de un jalón, cada quien las suyas', async () => {
		const toluca = await nuevos(3)
		const lerma = await nuevos(2, 'lerma')
		await encargar([...toluca, ...lerma])
		await worker(async () => NO_ESTA).correrPendientes()
		expect(await renapo(ESCOLARES)).toEqual({ porPreguntar: 0, sinRespuesta: 3 })
		expect(await renapo(ESTATAL, { plantel: 'lerma' })).toEqual({ porPreguntar: 0, sinRespuesta: 2 })
		const listar = async (renapo: 'sin-respuesta' | 'por-preguntar') =>
			exigir(
				await listarEgresados(escena.deps)({
					actor: ESCOLARES,
					consulta: { renapo, pagina: 1, orden: 'matricula' },
				}),
			).filas.map((fila) => fila.matricula)
		expect(await listar('sin-respuesta')).toEqual([...toluca].sort())
		const pedir = confrontarSinRespuesta({ ...escena.deps, reloj })
		expect(await pedir({ actor: ESTATAL })).toMatchObject({ motivo: 'sin-permiso' })
		expect(exigir(await pedir({ actor: ESCOLARES, generacion: '1999-2002' }))).toEqual({ encargadas: 0 })
		expect(exigir(await pedir({ actor: ESCOLARES }))).toEqual({ encargadas: 3 })
		expect(await renapo(ESCOLARES)).toEqual({ porPreguntar: 3, sinRespuesta: 0 })
		expect(await renapo(LERMA)).toEqual({ porPreguntar: 0, sinRespuesta: 2 })
		expect(await listar('por-preguntar')).toEqual([...toluca].sort())
		const anotadas = await base.db
			.selectFrom('bitacora')
			.select('objeto')
			.where('acto', '=', 'confrontar-renapo')
			.where(
				'objeto',
				'in',
				toluca.map((una) => `egresado:${una}`),
			)
			.execute()
		expect(anotadas).toHaveLength(3)
		// Lo ya contestado deja de estar por contestar aunque otro encargo lo haya preguntado.
		await confrontar({ ...escena.deps, reloj })({ actor: ESCOLARES, matriculas: toluca })
		await worker(async () => COINCIDE).correrPendientes()
		expect(await renapo(ESCOLARES)).toEqual({ porPreguntar: 0, sinRespuesta: 0 })
	})
})

const PERSONA_DSE = {
	...{ id: 'p-dse', tid: null, oid: null, correo: 'dse@conalep.edu.mx', nombre: 'Rosa' },
	...{ primerApellido: 'Inventada', segundoApellido: null, curp: null, idCargo: null, cargo: null },
	...{ perfil: 'dse' as const, entidadId: null, plantelId: null },
}
