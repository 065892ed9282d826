import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { leerDetalle } from '../../bff/application/egresados/detalle.ts'
import { listarEgresados, listarTodos } from '../../bff/application/egresados/listar.ts'
import { leerOpciones } from '../../bff/application/egresados/opciones.ts'
import { leerTablero } from '../../bff/application/egresados/tablero.ts'
import { anotar } from '../../bff/application/bitacora.ts'
import type { Base } from '../../bff/application/ports.ts'
import type { ConsultaEgresados } from '../../src/core/contract/egresado.ts'
import type { Fecha } from '../../src/core/domain/fecha.ts'
import { exigir } from '../../src/core/domain/result.ts'
import { PERFILES, type Actor } from '../../src/core/domain/rol.ts'
import { enAmbasBases } from './ambas.ts'
import { actor, AHORA, enPlantel, ESCOLARES, ESTATAL, montar, type Escena } from './escena.ts'

const DSE = actor('dse', { tipo: 'nacional' })
const consulta = (cambios: Partial<ConsultaEgresados> = {}): ConsultaEgresados => ({
	pagina: 1,
	orden: 'nombre',
	...cambios,
})

enAmbasBases('consultas de egresados', (abrir) => {
	let escena: Escena
	let base: Base
	const m: Record<string, string> = {}
	beforeAll(async () => {
		escena = await montar(await abrir())
		base = escena.base
		const uno = async (nombre: string, ...argumentos: [Parameters<Escena['agregarEgresados']>[1]?]) => {
			const [matricula = ''] = await escena.agregarEgresados(1, argumentos[0])
			m[nombre] = matricula
		}
		const persona = (primerApellido: string, nombre: string, segundoApellido: string | null = 'RUIZ') => ({
			primerApellido,
			nombre,
			segundoApellido,
		})
		await uno('nuñez', { cambios: persona('NUÑEZ', 'ANA') })
		await uno('nunez', { cambios: persona('NUNEZ', 'ANA') })
		await uno('nunzio', { cambios: persona('NUNZIO', 'ANA') })
		await uno('alvarez', { cambios: { ...persona('ÁLVAREZ', 'BEA', null), institucionMedica: 'En trámite' } })
		await uno('alva', { cambios: { ...persona('ALVA', 'CAROLINA'), crip: 'abc', correoInstitucional: null } })
		await uno('vieja', { plan: 'anterior', cambios: persona('ZUÑIGA', 'DORA') })
		await uno('de-lerma', {
			plantel: 'lerma',
			cambios: { ...persona('LERMA', 'EVA'), generacion: '2022-2025' },
		})
		await uno('de-tlalpan', { plantel: 'tlalpan', cambios: persona('TLALPAN', 'FLOR') })
		const [tramite = ''] = await escena.agregarTramites(1, {
			estado: 'autorizado',
			cambios: persona('YAÑEZ', 'GABRIELA'),
		})
		m.tramite = tramite
		m.autorizada = (
			await base.db
				.selectFrom('tramite')
				.select('matricula')
				.where('id', '=', tramite)
				.executeTakeFirstOrThrow()
		).matricula
		await escena.agregarRango(1, 4)
		await escena.agregarRango(1, 100, { modelo: '2008', plantel: 'lerma' })
	})
	afterAll(() => base.cerrar())

	const listar = async (quien: Actor, cambios: Partial<ConsultaEgresados> = {}) =>
		exigir(await listarEgresados(escena.deps)({ actor: quien, consulta: consulta(cambios) }))
	const apellidos = async (quien: Actor, cambios: Partial<ConsultaEgresados> = {}) =>
		(await listar(quien, cambios)).filas.map((fila) => fila.nombre)

	test('se filtra por varias matrículas y por carrera, y se escogen todos de una vez, sin salir de lo propio', async () => {
		const todos = async (quien: Actor, cambios: Partial<ConsultaEgresados>) =>
			exigir(await listarTodos(escena.deps)({ actor: quien, consulta: consulta(cambios) }))
		const pegadas = [m.alva, m.alvarez, m['de-lerma'], 'no-hay'].map((una) => una ?? '')
		const propios = await todos(ESCOLARES, { matriculas: pegadas, orden: 'matricula' })
		expect(propios.total).toBe(2)
		expect(propios.filas.map((fila) => fila.matricula)).toEqual([m.alvarez, m.alva].sort())
		expect((await todos(ESCOLARES, { matriculas: [] })).total).toBe(0)
		const nacional = await todos(DSE, {})
		expect(nacional.filas).toHaveLength(nacional.total)
		const { carreras, planteles, entidades, generaciones } = exigir(
			await leerOpciones(escena.deps)({ actor: ESTATAL }),
		)
		expect(planteles.map(({ id }) => id).sort()).toEqual(['atlacomulco', 'lerma', 'toluca'])
		expect(entidades.map(({ id }) => id)).toEqual(['mex'])
		expect(generaciones).toEqual(['2023-2026', '2022-2025'])
		const porCarrera = await Promise.all(carreras.map((carrera) => todos(DSE, { carrera })))
		expect(porCarrera.reduce((suma, { total }) => suma + total, 0)).toBe(nacional.total)
		expect((await todos(DSE, { carrera: 'Ninguna así' })).total).toBe(0)
		expect(exigir(await leerOpciones(escena.deps)({ actor: ESCOLARES })).generaciones).toEqual(['2023-2026'])
	})

	describe('lista', () => {
		test('cada quien ve lo de su ámbito, y nada más', async () => {
			expect((await listar(ESCOLARES)).total).toBe(7)
			expect((await listar(ESTATAL)).total).toBe(8)
			expect((await listar(DSE)).total).toBe(9)
			expect((await listar(ESCOLARES, { plantel: 'lerma' })).total).toBe(0)
			expect((await listar(ESTATAL, { plantel: 'tlalpan' })).total).toBe(0)
			expect((await listar(ESTATAL, { plantel: 'lerma' })).total).toBe(1)
		})

		test('quien no tiene permiso recibe un no, no una lista vacía', async () => {
			for (const perfil of PERFILES) {
				const ambito =
					perfil === 'ti' || perfil === 'dse' ? ({ tipo: 'nacional' } as const) : enPlantel('toluca')
				const dicho = await listarEgresados(escena.deps)({
					actor: actor(perfil, ambito),
					consulta: consulta(),
				})
				expect([perfil, dicho.ok]).toEqual([perfil, perfil !== 'ti'])
			}
		})

		test('en el orden del español: por apellido, sin que cuente el acento y con la Ñ después de la N', async () => {
			expect(await apellidos(ESCOLARES)).toEqual([
				'CAROLINA ALVA RUIZ',
				'BEA ÁLVAREZ',
				'ANA NUNEZ RUIZ',
				'ANA NUNZIO RUIZ',
				'ANA NUÑEZ RUIZ',
				'GABRIELA YAÑEZ RUIZ',
				'DORA ZUÑIGA RUIZ',
			])
		})

		test.each([
			['nuñez', ['ANA NUNEZ RUIZ', 'ANA NUÑEZ RUIZ']],
			['alvarez', ['BEA ÁLVAREZ']],
			['ana nunz', ['ANA NUNZIO RUIZ']],
			['ÁLVA', ['CAROLINA ALVA RUIZ', 'BEA ÁLVAREZ']],
			['%', []],
			["' or 1=1", []],
		])('buscar «%s» encuentra lo que una persona espera', async (busca, nombres) => {
			expect(await apellidos(ESCOLARES, { busca })).toEqual(nombres)
		})

		test('se busca también por matrícula', async () => {
			expect((await listar(ESCOLARES, { busca: m.alva ?? '' })).filas).toMatchObject([{ matricula: m.alva }])
		})

		test.each([
			['via-tradicional', ['DORA ZUÑIGA RUIZ']],
			['autorizado', ['GABRIELA YAÑEZ RUIZ']],
			['acusado', []],
		] as const)('situación %s', async (situacion, nombres) => {
			expect(await apellidos(ESCOLARES, { situacion })).toEqual(nombres)
		})

		test('por inciso: quién lo incumple hoy', async () => {
			expect(await apellidos(ESCOLARES, { regla: 'g' })).toEqual(['BEA ÁLVAREZ'])
			expect(await apellidos(ESCOLARES, { regla: 'e' })).toEqual(['CAROLINA ALVA RUIZ'])
			// El folio sólo detiene a quien ya fue autorizado (8).
			expect(await apellidos(ESCOLARES, { regla: 'd' })).toEqual(['GABRIELA YAÑEZ RUIZ'])
		})

		test('quién puede solicitarse: ni la vía tradicional, ni quien incumple, ni quien ya tiene trámite', async () => {
			const pueden = ['ANA NUNEZ RUIZ', 'ANA NUNZIO RUIZ', 'ANA NUÑEZ RUIZ']
			expect(await apellidos(ESCOLARES, { puede: 'solicitar' })).toEqual(pueden)
			const { filas } = await listar(ESCOLARES)
			expect(filas.filter((fila) => fila.puedeSolicitarse).map((fila) => fila.nombre)).toEqual(pueden)
			expect(filas.find((fila) => fila.matricula === m.alva)?.faltan).toEqual(['e', 'h'])
		})

		test('por páginas de cincuenta: entre todas están todos, una vez', async () => {
			await escena.agregarEgresados(120, { plantel: 'atlacomulco' })
			for (const orden of ['nombre', 'matricula', 'folio', '-actualizado'] as const) {
				const paginas = await Promise.all(
					[1, 2, 3, 4].map((pagina) => listar(ESTATAL, { plantel: 'atlacomulco', pagina, orden })),
				)
				expect(paginas.map((pagina) => pagina.filas.length)).toEqual([50, 50, 20, 0])
				expect(new Set(paginas.flatMap((pagina) => pagina.filas.map((fila) => fila.matricula))).size).toBe(
					120,
				)
				expect(paginas[0]?.total).toBe(120)
			}
			const todas = await Promise.all(
				[1, 2, 3].map((pagina) => listar(ESTATAL, { plantel: 'atlacomulco', pagina })),
			)
			const pueden = todas.flatMap((pagina) => pagina.filas).filter((fila) => fila.puedeSolicitarse)
			const filtrada = await listar(ESTATAL, { plantel: 'atlacomulco', puede: 'solicitar', pagina: 2 })
			expect(pueden.length).toBeGreaterThan(50)
			expect(filtrada.total).toBe(pueden.length)
			expect(filtrada.filas).toEqual(pueden.slice(50, 100))
		})
	})

	describe('tablero', () => {
		test('cuenta por situación y por inciso, y cuadra con la lista', async () => {
			const tablero = exigir(await leerTablero(escena.deps)({ actor: ESCOLARES, consulta: {} }))
			expect(tablero).toMatchObject({
				total: 7,
				porSolicitar: 3,
				situaciones: [
					{ situacion: 'sin-tramite', cuantos: 5 },
					{ situacion: 'via-tradicional', cuantos: 1 },
					{ situacion: 'autorizado', cuantos: 1 },
				],
				folios: [
					{ modelo: '2008', libres: 0, aviso: true },
					{ modelo: '2018', libres: 4, aviso: true },
				],
				planteles: [{ id: 'toluca' }],
				generaciones: ['2023-2026'],
			})
			expect(tablero.reglas.map(({ regla, cuantos }) => [regla, cuantos])).toEqual([
				['d', 1],
				['e', 1],
				['g', 1],
				['h', 1],
			])
			for (const { regla, cuantos } of tablero.reglas) {
				expect((await listar(ESCOLARES, { regla })).total).toBe(cuantos)
			}
		})

		test('la entidad filtra por plantel y generación; los folios son del plantel elegido, si es suyo', async () => {
			const leer = async (filtros: { plantel?: string; generacion?: string }) =>
				exigir(await leerTablero(escena.deps)({ actor: ESTATAL, consulta: filtros }))
			expect(await leer({ generacion: '2022-2025' })).toMatchObject({ total: 1, folios: [] })
			const lerma = await leer({ plantel: 'lerma' })
			expect(lerma.folios).toMatchObject([{ modelo: '2008', libres: 100, aviso: false }, { modelo: '2018' }])
			expect(lerma.generaciones).toEqual(['2023-2026', '2022-2025'])
			expect(await leer({ plantel: 'tlalpan' })).toMatchObject({ total: 0, folios: [] })
		})
	})

	describe('detalle', () => {
		const detalle = (quien: Actor, matricula = '') => leerDetalle(escena.deps)({ actor: quien, matricula })

		test('trae los ocho requisitos, la propuesta de nombre y los módulos del plan', async () => {
			const visto = exigir(await detalle(ESCOLARES, m['nuñez']))
			expect(visto).toMatchObject({
				sae: { nombre: 'ANA', primerApellido: 'NUÑEZ', segundoApellido: 'RUIZ' },
				propuesta: { nombre: 'Ana', primerApellido: 'Nuñez', segundoApellido: 'Ruiz' },
				confirmado: null,
				menor: false,
				situacion: 'sin-tramite',
				tramite: null,
				modulos: [
					{ nombre: 'Módulo M1', calificacion: '9.5', aprobado: true },
					{ nombre: 'Módulo M2', calificacion: '9.5', aprobado: true },
				],
			})
			expect(visto.requisitos.map((requisito) => requisito.cumple)).toEqual([
				true,
				true,
				true,
				false,
				true,
				true,
				true,
				true,
			])
			expect(visto.sugerencias).toContainEqual(
				expect.objectContaining({ campo: 'primerApellido', de: 'Nuñez', a: 'Núñez' }),
			)
		})

		test('menor es quien no ha cumplido dieciocho hoy', async () => {
			const nacido = async (fechaNacimiento: Fecha) => {
				const [matricula] = await escena.agregarEgresados(1, {
					plantel: 'lerma',
					cambios: { fechaNacimiento },
				})
				return exigir(await detalle(ESTATAL, matricula)).menor
			}
			expect(await nacido('2008-07-15' as Fecha)).toBe(false)
			// En UTC ya es 16; en México todavía es 15 y le falta un día.
			expect(await nacido('2008-07-16' as Fecha)).toBe(true)
			expect(await nacido('2008-07-17' as Fecha)).toBe(true)
		})

		test('lo de otro ámbito no existe', async () => {
			expect(await detalle(ESCOLARES, m['de-lerma'])).toMatchObject({ ok: false, motivo: 'no-encontrado' })
			expect(await detalle(ESTATAL, m['de-tlalpan'])).toMatchObject({ ok: false, motivo: 'no-encontrado' })
			expect(await detalle(ESCOLARES, 'no-hay')).toMatchObject({ ok: false, motivo: 'no-encontrado' })
			expect((await detalle(DSE, m['de-tlalpan'])).ok).toBe(true)
		})

		test('el expediente del trámite trae su historia con nombres de personas', async () => {
			await base.enTransaccion((tx) =>
				anotar(tx, escena.deps, {
					autor: ESCOLARES,
					acto: 'solicitar',
					objeto: `tramite:${m.tramite}`,
					detalle: { razon: 'Le urge', tecnico: 'no se muestra' },
				}),
			)
			const { tramite } = exigir(await detalle(ESCOLARES, m.autorizada))
			expect(tramite).toMatchObject({ estado: 'autorizado', folio: null, sellos: [], acuse: null })
			expect(tramite?.historia).toEqual([
				{ momento: AHORA, quien: 'Rosa Inventada', acto: 'solicitar', detalle: 'Le urge' },
			])
		})
	})
})
