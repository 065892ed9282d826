import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TablaEgresado } from '../../bff/application/tablas.ts'
import { autorizar } from '../../bff/application/tramites/autorizar.ts'
import { cargar } from '../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../bff/application/tramites/confirmar-nombre.ts'
import { denegar } from '../../bff/application/tramites/denegar.ts'
import { registrar } from '../../bff/application/tramites/registrar.ts'
import { retirar } from '../../bff/application/tramites/retirar.ts'
import { solicitar } from '../../bff/application/tramites/solicitar.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { type Acto, type Actor, type Ambito, PERFILES, tienePermiso } from '#core/domain/rol.ts'
import { ESTADOS_TRAMITE, estadosQueAdmiten } from '#core/domain/tramite.ts'
import { enAmbasBases } from './ambas.ts'
import { actor, AHORA, enPlantel, type Escena, ESCOLARES, ESTATAL, montar } from './escena.ts'

const RAZON = 'La CURP del acta es otra'

enAmbasBases('el trámite', (abrir) => {
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
	const estadoDe = async (id: string | undefined) =>
		(
			await escena.base.db
				.selectFrom('tramite')
				.select('estado')
				.where('id', '=', id ?? '')
				.executeTakeFirstOrThrow()
		).estado
	const bitacoraDe = (objeto: string) =>
		escena.base.db.selectFrom('bitacora').selectAll().where('objeto', '=', objeto).orderBy('id').execute()
	const motivos = (filas: readonly ResultadoFila[]) => filas.map((fila) => fila.motivo ?? 'hecho')

	describe('solicitar (5)', () => {
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
				[ajena]: 'fuera-de-ambito',
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

	describe('autorizar, denegar y retirar (5, 7)', () => {
		test('autorizar anota de dónde a dónde', async () => {
			const [id = ''] = await escena.agregarTramites(1, { estado: 'solicitado' })
			expect(await autorizar(escena.deps)({ actor: ESTATAL, tramites: [id] })).toEqual([{ id, hecho: true }])
			const [anotado] = await bitacoraDe(`tramite:${id}`)
			expect(anotado).toMatchObject({ acto: 'autorizar', perfil: 'escolares-estatal', entidadId: 'mex' })
			expect(JSON.parse(anotado?.detalle ?? '')).toEqual({ de: 'solicitado', a: 'autorizado' })
		})

		test('sin razón no se deniega ni se retira', async () => {
			const [id = ''] = await escena.agregarTramites(1, { estado: 'solicitado' })
			for (const acto of [denegar, retirar]) {
				const filas = await acto(escena.deps)({ actor: ESTATAL, tramites: [id], razon: '   ' })
				expect(motivos(filas)).toEqual(['razon-requerida'])
			}
			expect(await estadoDe(id)).toBe('solicitado')
		})

		test('ya con folio no se retira', async () => {
			const [id = ''] = await escena.agregarTramites(1)
			await registrar(escena.deps)({ actor: ESCOLARES, tramites: [id] })
			const filas = await retirar(escena.deps)({ actor: ESCOLARES, tramites: [id], razon: RAZON })
			expect(filas[0]).toMatchObject({ motivo: 'estado-no-permite' })
			expect(filas[0]?.frase).toContain('registrado')
		})

		test('autorizar y denegar a la vez, en órdenes opuestos: cada trámite queda de una sola manera', async () => {
			const ids = await escena.agregarTramites(30, { estado: 'solicitado' })
			const [si, no, fuera] = await Promise.all([
				autorizar(escena.deps)({ actor: ESTATAL, tramites: ids }),
				denegar(escena.deps)({ actor: ESTATAL, tramites: ids.toReversed(), razon: RAZON }),
				retirar(escena.deps)({ actor: ESCOLARES, tramites: ids.slice(7, 22), razon: RAZON }),
			])
			for (const id of ids) {
				const hechas = [si, no, fuera].flat().filter((fila) => fila.id === id && fila.hecho)
				// Autorizado y luego retirado es un camino; cualquier otro par, no.
				const estado = await estadoDe(id)
				expect(hechas).toHaveLength(estado === 'retirado' && hechas.length === 2 ? 2 : 1)
				const anotados = await bitacoraDe(`tramite:${id}`)
				expect(anotados).toHaveLength(hechas.length)
				expect(JSON.parse(anotados.at(-1)?.detalle ?? '')).toMatchObject({ a: estado })
			}
		})
	})

	describe('cargar (6)', () => {
		test('con los ocho requisitos se carga', async () => {
			const [id = ''] = await escena.agregarTramites(1)
			await registrar(escena.deps)({ actor: ESCOLARES, tramites: [id] })
			expect(motivos(await cargar(escena.deps)({ actor: ESCOLARES, tramites: [id] }))).toEqual(['hecho'])
			expect(await estadoDe(id)).toBe('cargado')
		})

		test('vuelve a leer SAE: lo que dejó de cumplirse desde la solicitud detiene la carga', async () => {
			const ids = await escena.agregarTramites(2)
			await registrar(escena.deps)({ actor: ESCOLARES, tramites: ids })
			const [cambiado, igual] = ids
			const tramite = await escena.base.db
				.selectFrom('tramite')
				.select('matricula')
				.where('id', '=', cambiado ?? '')
				.executeTakeFirstOrThrow()
			await escena.base.db
				.updateTable('egresado')
				.set({ institucionMedica: 'No tengo Seguridad Social o lo Desconozco' })
				.where('matricula', '=', tramite.matricula)
				.execute()
			const filas = await cargar(escena.deps)({ actor: ESCOLARES, tramites: ids })
			expect(filas.find((fila) => fila.id === cambiado)).toMatchObject({
				motivo: 'requisitos-incumplidos',
				frase: expect.stringContaining('6 g'),
			})
			expect(filas.find((fila) => fila.id === igual)).toEqual({ id: igual, hecho: true })
			expect(await estadoDe(cambiado)).toBe('registrado')
		})

		test('un «registrado» sin folio en el Libro no se carga (6 d)', async () => {
			const [id = ''] = await escena.agregarTramites(1, { estado: 'registrado' })
			const [fila] = await cargar(escena.deps)({ actor: ESCOLARES, tramites: [id] })
			expect(fila?.frase).toContain('6 d')
		})
	})

	describe('quién, dónde y cuándo', () => {
		type EnLote = (orden: { actor: Actor; ids: string[] }) => Promise<ResultadoFila[]>
		const ACTOS: readonly (readonly [Acto & Parameters<typeof estadosQueAdmiten>[0], () => EnLote])[] = [
			[
				'autorizar',
				() =>
					({ actor: a, ids }) =>
						autorizar(escena.deps)({ actor: a, tramites: ids }),
			],
			[
				'denegar',
				() =>
					({ actor: a, ids }) =>
						denegar(escena.deps)({ actor: a, tramites: ids, razon: RAZON }),
			],
			[
				'retirar',
				() =>
					({ actor: a, ids }) =>
						retirar(escena.deps)({ actor: a, tramites: ids, razon: RAZON }),
			],
			[
				'registrar',
				() =>
					({ actor: a, ids }) =>
						registrar(escena.deps)({ actor: a, tramites: ids }),
			],
			[
				'cargar',
				() =>
					({ actor: a, ids }) =>
						cargar(escena.deps)({ actor: a, tramites: ids }),
			],
			[
				'confirmar-nombre',
				() =>
					async ({ actor: a, ids }) =>
						Promise.all(
							ids.map(async (id) => {
								const nombre = { nombre: 'X', primerApellido: 'Y', segundoApellido: null }
								const visto = await confirmarNombre(escena.deps)({ actor: a, tramiteId: id, nombre })
								return visto.ok ? { id, hecho: true } : { id, hecho: false, motivo: visto.motivo }
							}),
						),
			],
		]
		const AMBITOS: readonly Ambito[] = [
			enPlantel('toluca'),
			enPlantel('lerma'),
			enPlantel('tlalpan'),
			{ tipo: 'entidad', entidadId: 'mex' },
			{ tipo: 'entidad', entidadId: 'cdmx' },
			// Un ámbito mal hecho: el plantel de una entidad con la entidad de otra.
			{ tipo: 'plantel', entidadId: 'cdmx', plantelId: 'toluca' },
		]
		const alcanzaToluca = (ambito: Ambito): boolean =>
			ambito.tipo === 'entidad'
				? ambito.entidadId === 'mex'
				: ambito.tipo === 'plantel' && ambito.entidadId === 'mex' && ambito.plantelId === 'toluca'

		test.each(ACTOS)('«%s»: ningún perfil ni ámbito ajeno pasa, y nada cambia', async (acto, en) => {
			const [estado = 'solicitado'] = estadosQueAdmiten(acto)
			const [id = ''] = await escena.agregarTramites(1, { estado })
			for (const perfil of PERFILES) {
				for (const ambito of AMBITOS) {
					if (tienePermiso(perfil, acto) && alcanzaToluca(ambito)) continue
					const filas = await en()({ actor: actor(perfil, ambito), ids: [id, 'no-existe'] })
					expect(Object.fromEntries(filas.map((fila) => [fila.id, fila.motivo]))).toEqual(
						tienePermiso(perfil, acto)
							? { [id]: 'fuera-de-ambito', 'no-existe': 'no-encontrado' }
							: { [id]: 'sin-permiso', 'no-existe': 'sin-permiso' },
					)
				}
			}
			expect(await estadoDe(id)).toBe(estado)
			expect(await bitacoraDe(`tramite:${id}`)).toEqual([])
		})

		test.each(ACTOS)('«%s»: desde un estado que no lo admite dice cuál es', async (acto, en) => {
			const quien = tienePermiso('escolares-plantel', acto) ? ESCOLARES : ESTATAL
			for (const estado of ESTADOS_TRAMITE.filter((e) => !estadosQueAdmiten(acto).includes(e))) {
				const [id = ''] = await escena.agregarTramites(1, { estado })
				const [fila] = await en()({ actor: quien, ids: [id] })
				expect(fila).toMatchObject({ hecho: false, motivo: 'estado-no-permite' })
				expect(await estadoDe(id)).toBe(estado)
			}
		})

		test('solicitar: ningún perfil ni ámbito ajeno pasa', async () => {
			const matriculas = await escena.agregarEgresados(1)
			for (const perfil of PERFILES) {
				for (const ambito of AMBITOS) {
					if (perfil === 'escolares-plantel' && alcanzaToluca(ambito)) continue
					const filas = await solicitar(escena.deps)({ actor: actor(perfil, ambito), matriculas })
					expect(motivos(filas)).toEqual([perfil === 'escolares-plantel' ? 'fuera-de-ambito' : 'sin-permiso'])
				}
			}
			expect(await tramiteDe(matriculas[0])).toBeUndefined()
		})

		test('mil de una vez', async () => {
			const matriculas = await escena.agregarEgresados(1000)
			const filas = await solicitar(escena.deps)({ actor: ESCOLARES, matriculas })
			expect(filas.filter((fila) => fila.hecho)).toHaveLength(1000)
			const abiertos = await escena.base.db
				.selectFrom('tramite')
				.select('id')
				.where('matricula', 'in', matriculas)
				.execute()
			const tramites = abiertos.map(({ id }) => id)
			for (const [acto, quien] of [
				[autorizar, ESTATAL],
				[registrar, ESCOLARES],
				[cargar, ESCOLARES],
			] as const) {
				const dichas = await acto(escena.deps)({ actor: quien, tramites })
				expect(dichas.filter((fila) => fila.hecho)).toHaveLength(1000)
			}
		})
	})
})
