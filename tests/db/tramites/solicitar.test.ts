import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TablaEgresado } from '../../../bff/application/tablas/egresados.ts'
import { denegar } from '../../../bff/application/tramites/denegar.ts'
import { retirar } from '../../../bff/application/tramites/retirar.ts'
import { solicitar } from '../../../bff/application/tramites/solicitar.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA, type Escena, ESCOLARES, ESTATAL, montar } from '../escena.ts'

const RAZON = 'La CURP del acta es otra'

enAmbasBases('solicitar (5)', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarRango(1, 100_000)
		await escena.agregarRango(1, 100_000, { modelo: '2008' })
	})
	afterAll(() => escena.base.cerrar())

	const tramiteDe = (matricula: string | undefined) =>
		escena.base.db
			.selectFrom('tramite')
			.selectAll()
			.where('matricula', '=', matricula ?? '')
			.orderBy('id', 'desc')
			.executeTakeFirst()

	const bitacoraDe = (objeto: string) =>
		escena.base.db.selectFrom('bitacora').selectAll().where('objeto', '=', objeto).orderBy('id').execute()
	const motivos = (filas: readonly ResultadoFila[]) => filas.map((fila) => fila.motivo ?? 'hecho')

	test('abre el trámite sin folio todavía, y lo anota', async () => {
		const matriculas = await escena.agregarEgresados(3, { plan: '2008' })
		const filas = await solicitar(escena.deps)({ actor: ESCOLARES, matriculas })
		expect(filas).toEqual(matriculas.map((id) => ({ id, hecho: true })))
		const tramite = await tramiteDe(matriculas[0])
		expect(tramite).toMatchObject({
			estado: 'solicitado',
			abierto: 1,
			intento: 1,
			modelo: '2008',
			plantelId: 'toluca',
			entidadId: 'mex',
			creado: AHORA,
		})
		const [anotado] = await bitacoraDe(`tramite:${tramite?.id}`)
		expect(anotado).toMatchObject({ acto: 'solicitar', quien: ESCOLARES.personaId, plantelId: 'toluca' })
		expect(JSON.stringify(anotado)).not.toContain(matriculas[0])
	})

	const incumplir: [string, Partial<TablaEgresado>][] = [
		['6 a', { datosValidados: 0 }],
		['6 e', { crip: 'abc123' }],
		['6 f', { fechaSecundaria: '2023-08-21' }],
		['6 g', { institucionMedica: 'EN TRAMITE' }],
		['6 h', { correoInstitucional: 'sin arroba' }],
	]
	test.each(incumplir)('sin el inciso %s no se solicita', async (inciso, cambios) => {
		const matriculas = await escena.agregarEgresados(1, { cambios })
		const [fila] = await solicitar(escena.deps)({ actor: ESCOLARES, matriculas })
		expect(fila).toMatchObject({ hecho: false, motivo: 'requisitos-incumplidos' })
		expect(fila?.frase).toContain(inciso)
		expect(fila?.frase).not.toContain('6 d')
		expect(await tramiteDe(matriculas[0])).toBeUndefined()
	})

	test('sin confronta vigente con RENAPO (6 b) no se solicita', async () => {
		const matriculas = await escena.agregarEgresados(1)
		await escena.base.db
			.updateTable('egresado')
			.set({ primerApellido: 'OTRO' })
			.where('matricula', 'in', matriculas)
			.execute()
		const [fila] = await solicitar(escena.deps)({ actor: ESCOLARES, matriculas })
		expect(fila?.frase).toContain('6 b')
	})

	test('con un módulo sin aprobar (6 c) no se solicita', async () => {
		const matriculas = await escena.agregarEgresados(1)
		await escena.base.db
			.updateTable('moduloCursado')
			.set({ aprobado: 0 })
			.where('matricula', 'in', matriculas)
			.where('clave', '=', 'M2')
			.execute()
		const [fila] = await solicitar(escena.deps)({ actor: ESCOLARES, matriculas })
		expect(fila?.frase).toContain('6 c')
	})

	test('un plan anterior va por la vía tradicional (22)', async () => {
		const matriculas = await escena.agregarEgresados(1, { plan: 'anterior' })
		const [fila] = await solicitar(escena.deps)({ actor: ESCOLARES, matriculas })
		expect(fila).toMatchObject({ motivo: 'modelo-no-electronico' })
		expect(fila?.frase).toContain('vía tradicional')
	})

	test('las buenas se hacen aunque otras no; repetidas y ajenas lo dicen', async () => {
		const [buena = '', mala = ''] = [
			...(await escena.agregarEgresados(1)),
			...(await escena.agregarEgresados(1, { cambios: { datosValidados: 0 } })),
		]
		const [ajena = ''] = await escena.agregarEgresados(1, { plantel: 'lerma' })
		const matriculas = [buena, buena, mala, ajena, 'no-existe']
		const filas = await solicitar(escena.deps)({ actor: ESCOLARES, matriculas })
		expect(Object.fromEntries(filas.map((fila) => [fila.id, fila.motivo ?? 'hecho']))).toEqual({
			[buena]: 'hecho',
			[mala]: 'requisitos-incumplidos',
			[ajena]: 'no-encontrado',
			'no-existe': 'no-encontrado',
		})
		const [otraVez] = await solicitar(escena.deps)({ actor: ESCOLARES, matriculas: [buena] })
		expect(otraVez).toMatchObject({ hecho: false, motivo: 'tramite-abierto' })
	})

	test('ocho a la vez por la misma matrícula abren un solo trámite', async () => {
		const matriculas = await escena.agregarEgresados(4)
		const filas = await Promise.all(
			Array.from({ length: 8 }, (_, i) =>
				solicitar(escena.deps)({
					actor: ESCOLARES,
					matriculas: i % 2 ? matriculas : matriculas.toReversed(),
				}),
			),
		)
		expect(filas.flat().filter((fila) => fila.hecho)).toHaveLength(4)
		expect(new Set(motivos(filas.flat()))).toEqual(new Set(['hecho', 'tramite-abierto']))
	})

	test('denegada o retirada, la matrícula puede pedirse otra vez', async () => {
		const matriculas = await escena.agregarEgresados(1)
		for (const [acto, quien] of [
			[denegar, ESTATAL],
			[retirar, ESCOLARES],
		] as const) {
			expect(motivos(await solicitar(escena.deps)({ actor: ESCOLARES, matriculas }))).toEqual(['hecho'])
			const tramites = [(await tramiteDe(matriculas[0]))?.id ?? '']
			expect(motivos(await acto(escena.deps)({ actor: quien, tramites, razon: RAZON }))).toEqual(['hecho'])
			expect(await tramiteDe(matriculas[0])).toMatchObject({ abierto: 0, razon: RAZON })
		}
		expect(motivos(await solicitar(escena.deps)({ actor: ESCOLARES, matriculas }))).toEqual(['hecho'])
	})
})
