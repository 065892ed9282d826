import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluarPendientes } from '../../../bff/application/egresados/evaluar.ts'
import { leerHechos } from '../../../bff/application/egresados/hechos.ts'
import { pendientesDeSello } from '../../../bff/application/sellado/pendientes.ts'
import { leerPersona } from '../../../bff/application/sesion/persona.ts'
import { cargar } from '../../../bff/application/tramites/cargar.ts'
import { confirmarNombre } from '../../../bff/application/tramites/confirmar-nombre.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { trabajoPonerCatalogos } from '../../../bff/jobs/poner-catalogos.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { evaluarRequisitos, reglasDe } from '#core/domain/requisitos.ts'
import { exigir } from '#core/domain/result.ts'
import { seSella } from '../../../src/lib/firma/revision.ts'
import { revisar } from '../../lib/firma/revisar.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES } from '../escena.ts'
import { DIRECTOR_MEX, DIRECTOR_TOLUCA, type Mesa, ponerMesa } from '../mesa-de-sellos.ts'
import { importarDePrueba } from './archivos.ts'

/*
 * La escena vive el 2026-07-15. Los catálogos cambian a partir del 16, y hacia atrás: lo que un certificado lleva es lo que
 * regía en su fecha, y lo armado no se toca.
 */
const MANANA = '2026-07-16'
const PLANTEL: readonly string[] = ['toluca', 'mex', 'Plantel toluca', '15DPT0001A', '1', '15106', '', '1']

enAmbasBases('lo que un certificado lleva de los catálogos', (abrir) => {
	let mesa: Mesa
	beforeAll(async () => {
		mesa = await ponerMesa(await abrir())
	})
	afterAll(() => mesa.recoger())

	const certificado = (id: string) =>
		mesa.base.db.selectFrom('certificado').selectAll().where('tramiteId', '=', id).executeTakeFirstOrThrow()
	const decDe = async (id: string) =>
		JSON.parse((await certificado(id)).dec) as {
			plantel: { nombreNumeroPlantel: string; idTipoPlantel: string; municipio: string }
			iems: { idIEMS: string; nombreIEMS: string }
			acreditacion: { nombreTipoPerfilLaboralEMS: string; totalCreditos: string }
			uacs: { nombre: string }[]
		}
	/** Un trámite que se confirma otro día. */
	const confirmadoEl = async (dia: string): Promise<string> => {
		const [id = ''] = await mesa.agregarTramites(1)
		const deps = { ...mesa.deps, reloj: () => `${dia}T18:00:00.000Z` as Instante }
		await registrar(deps)({ actor: ESCOLARES, tramites: [id] })
		await cargar(deps)({ actor: ESCOLARES, tramites: [id] })
		const nombre = { nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' }
		exigir(await confirmarNombre(deps)({ actor: ESCOLARES, tramiteId: id, nombre }))
		return id
	}
	/** Lo que el dispositivo del director ve de cada uno. */
	const enDispositivo = async (ids: readonly string[]) => {
		const lista = exigir(await pendientesDeSello(mesa.deps)({ actor: DIRECTOR_TOLUCA }))
		const sesion = await leerPersona(mesa.base.db, DIRECTOR_TOLUCA.personaId, '')
		if (!sesion) throw new Error('sin sesión')
		const vistos = revisar({ lista, quien: sesion.persona, hoy: Date.parse('2026-07-15') })
		return ids.map((id) => {
			const uno = vistos.find(({ tramiteId }) => tramiteId === id)
			if (!uno) throw new Error('no está en la lista')
			return uno.diferencias.map(({ dato }) => dato)
		})
	}

	test('es lo que regía en su fecha; lo que rige después no toca lo armado, y se puede sellar', async () => {
		const [antes = ''] = await mesa.confirmados(1)
		const intacto = (await certificado(antes)).dec
		await importarDePrueba(mesa, 'municipio', ['15106', 'Toluca de Lerdo', MANANA, ''])
		await importarDePrueba(mesa, 'tipo-plantel', ['7', 'Centro', MANANA, ''])
		await importarDePrueba(mesa, 'plantel', [...PLANTEL.with(2, 'Toluca Nuevo').with(4, '7'), '', MANANA, ''])
		await importarDePrueba(mesa, 'iems', ['88888', 'CONALEP Nuevo', '5', MANANA, ''])
		const entidad = ['mex', 'Colegio Estatal', 'colegio-estatal', '15', '99999', 'SEN', 'SEMS', '88888', '1']
		await importarDePrueba(mesa, 'entidad', [...entidad, '^\\d{9}-\\d$', MANANA, ''])
		await importarDePrueba(mesa, 'carrera', ['INFO', 'Informática aplicada', MANANA, ''])

		const despues = await confirmadoEl(MANANA)
		const mismoDia = (await mesa.confirmados(1))[0] ?? ''
		expect(await decDe(despues)).toMatchObject({
			plantel: { nombreNumeroPlantel: 'Toluca Nuevo', idTipoPlantel: '7', municipio: 'Toluca de Lerdo' },
			iems: { idIEMS: '88888', nombreIEMS: 'CONALEP Nuevo' },
			acreditacion: { nombreTipoPerfilLaboralEMS: 'Informática aplicada' },
		})
		expect((await certificado(antes)).dec).toBe(intacto)
		expect(await decDe(mismoDia)).toMatchObject({
			plantel: { nombreNumeroPlantel: 'Plantel toluca', idTipoPlantel: '1', municipio: 'Toluca' },
			iems: { idIEMS: '99999' },
			acreditacion: { nombreTipoPerfilLaboralEMS: 'Informática' },
		})

		// En la misma lista, cada uno se compara con lo que regía en su fecha, y ninguno difiere.
		expect(await enDispositivo([antes, despues, mismoDia])).toEqual([[], [], []])
		await mesa.sellarComo(DIRECTOR_TOLUCA, [antes, despues])
		const lista = exigir(await pendientesDeSello(mesa.deps)({ actor: DIRECTOR_MEX }))
		expect(lista.certificados.map(({ tramiteId }) => tramiteId)).toEqual(
			expect.arrayContaining([antes, despues]),
		)
	})

	test('lo corregido hacia atrás no toca lo armado, y el dispositivo lo ve', async () => {
		const [id = ''] = await mesa.confirmados(1)
		const intacto = (await certificado(id)).dec
		const antes = ['15106', 'Toluca mal', '1900-01-01', '2026-07-15']
		await importarDePrueba(mesa, 'municipio', antes)
		expect((await certificado(id)).dec).toBe(intacto)
		expect(await enDispositivo([id])).toEqual([['Municipio']])
		await importarDePrueba(mesa, 'municipio', antes.with(1, 'Toluca'))
		expect(await enDispositivo([id])).toEqual([[]])
	})

	test('el sello de calidad es el del día del certificado, aunque después se corrija el PC-SINEMS (19)', async () => {
		const calidad = async (id = '') => (await certificado(id)).selloCalidad
		await importarDePrueba(mesa, 'pc-sinems', ['15DPT0001A', '2024-01-01', '2026-07-15'])
		const [ultimo] = await mesa.confirmados(1)
		const alOtro = await confirmadoEl(MANANA)
		expect([await calidad(ultimo), await calidad(alOtro)]).toEqual([1, 0])
		await importarDePrueba(mesa, 'pc-sinems', ['15DPT0001A', '2024-01-01', '2025-12-31'])
		expect([await calidad(ultimo), await calidad((await mesa.confirmados(1))[0])]).toEqual([1, 0])
	})

	test('lo que ese día no rige no puede ir en el documento, y se dice qué', async () => {
		const [id = ''] = await mesa.agregarTramites(1, { modelo: '2008' })
		await mesa.agregarRango(1, 100, { modelo: '2008' })
		await registrar(mesa.deps)({ actor: ESCOLARES, tramites: [id] })
		await cargar(mesa.deps)({ actor: ESCOLARES, tramites: [id] })
		await mesa.base.db
			.deleteFrom('catalogoValor')
			.where('catalogo', '=', 'plan')
			.where('clave', '=', 'PLAN-2008')
			.execute()
		const nombre = { nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' }
		expect(await confirmarNombre(mesa.deps)({ actor: ESCOLARES, tramiteId: id, nombre })).toMatchObject({
			ok: false,
			motivo: 'dato-no-cabe',
			datos: { campo: 'plan PLAN-2008' },
		})
	})

	test('sin un cargo que rija, no se firma (16)', async () => {
		await importarDePrueba(mesa, 'cargo', ['94', 'Director', '1900-01-01', '2026-07-14'])
		expect(await pendientesDeSello(mesa.deps)({ actor: DIRECTOR_TOLUCA })).toMatchObject({
			ok: false,
			motivo: 'persona-sin-curp',
		})
		await importarDePrueba(mesa, 'cargo', ['94', 'Directora o director', '1900-01-01', ''])
		const { firmante } = exigir(await pendientesDeSello(mesa.deps)({ actor: DIRECTOR_TOLUCA }))
		// La cuenta se llama como el catálogo: lo que su sesión dice y lo que el documento lleva es lo mismo.
		expect(firmante).toMatchObject({ idCargo: '94', cargo: 'Directora o director' })
		expect((await leerPersona(mesa.base.db, 'd-toluca', ''))?.persona.cargo).toBe('Directora o director')
	})

	describe('un plan que cambia', () => {
		const modulo = (clave: string, desde: string) =>
			['PLAN-2018', clave, '9', `Módulo ${clave}`, '90', '9', 'SI', desde, ''] as const

		test('deja por evaluar a sus egresados, y la regla c ya pide el módulo nuevo (6 c)', async () => {
			const [matricula = ''] = await mesa.agregarEgresados(1)
			const mascara = async () =>
				(
					await mesa.base.db
						.selectFrom('evaluacion')
						.select('mascara')
						.where('matricula', '=', matricula)
						.executeTakeFirstOrThrow()
				).mascara
			expect(await mascara()).toBe(0)
			await importarDePrueba(mesa, 'modulo', modulo('M3', '2026-07-01'))
			expect(await mascara()).toBeNull()
			await evaluarPendientes(mesa.deps)
			expect(reglasDe((await mascara()) ?? 0)).toEqual(['c'])
			const [suyos] = (await leerHechos(mesa.base.db, mesa.deps, [matricula])).values()
			const regla = suyos && evaluarRequisitos(suyos).find((una) => una.regla === 'c')
			expect(regla).toMatchObject({ numeral: '6 c', cumple: false, hallazgo: expect.stringContaining('M3') })
			await importarDePrueba(mesa, 'modulo', [...modulo('M3', '2026-07-01').slice(0, -1), '2026-07-14'])
			await evaluarPendientes(mesa.deps)
			expect(await mascara()).toBe(0)
		})

		test('a partir de otro día: ese día, y no antes, cambia lo que se pide y cómo se llama', async () => {
			const enLas = (dia: string) => () => `${dia}T18:00:00.000Z` as Instante
			await importarDePrueba(mesa, 'modulo', modulo('M4', MANANA))
			const claves = async () =>
				(
					await mesa.base.db
						.selectFrom('moduloPlan')
						.select('clave')
						.where('planClave', '=', 'PLAN-2018')
						.orderBy('clave')
						.execute()
				).map(({ clave }) => clave)
			const carrera = async () =>
				(
					await mesa.base.db
						.selectFrom('planEstudios')
						.select('carrera')
						.where('clave', '=', 'PLAN-2018')
						.executeTakeFirstOrThrow()
				).carrera
			const correr = (dia: string) =>
				trabajoPonerCatalogos({ base: mesa.base, reloj: enLas(dia) }).ejecutar({
					carga: {},
					intento: 1,
				} as never)
			await correr('2026-07-15')
			expect([await claves(), await carrera()]).toEqual([['M1', 'M2'], 'Informática'])
			await correr(MANANA)
			expect([await claves(), await carrera()]).toEqual([['M1', 'M2', 'M4'], 'Informática aplicada'])
			await correr('2026-07-15')
		})
	})

	test('si la entidad de su fecha no vino en la lista, el dispositivo no lo sella', async () => {
		const [id = ''] = await mesa.confirmados(1)
		const lista = exigir(await pendientesDeSello(mesa.deps)({ actor: DIRECTOR_TOLUCA }))
		const sesion = await leerPersona(mesa.base.db, DIRECTOR_TOLUCA.personaId, '')
		if (!sesion) throw new Error('sin sesión')
		const certificados = lista.certificados.map((uno) => ({
			...uno,
			revisado: { ...uno.revisado, entidad: 'mex@otro-dia' },
		}))
		const [uno] = revisar({ lista: { ...lista, certificados }, quien: sesion.persona, hoy: 0 }).filter(
			({ tramiteId }) => tramiteId === id,
		)
		expect(uno?.mostrado.entidad).toBeNull()
		expect(uno && seSella(uno)).toBe(false)
	})
})
