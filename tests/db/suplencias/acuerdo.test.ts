import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { listarSuplencias } from '../../../bff/application/suplencias/listar.ts'
import { otorgarSuplencia } from '../../../bff/application/suplencias/otorgar.ts'
import { buscarElegibles } from '../../../bff/application/suplencias/personas.ts'
import { negarSuplencia, revocarSuplencia } from '../../../bff/application/suplencias/responder.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA, ESCOLARES, ESTATAL } from '../escena.ts'
import { DIRECTOR_MEX } from '../mesa-de-sellos.ts'
import { type MesaDeSuplencias, ORDEN, ponerMesaDeSuplencias, SUPLENTE } from './mesa-de-suplencias.ts'

enAmbasBases('el acuerdo de una suplencia (16)', (abrir) => {
	let mesa: MesaDeSuplencias
	beforeAll(async () => {
		mesa = await ponerMesaDeSuplencias(await abrir())
	})
	afterEach(() => mesa.terminarTodas())
	afterAll(() => mesa.recoger())

	const motivo = (resultado: { ok: true } | { ok: false; motivo: string }) =>
		resultado.ok ? 'hecho' : resultado.motivo
	const otorgar = async (cambios: object, actor: Actor = ESTATAL) =>
		motivo(await otorgarSuplencia(mesa.deps)({ actor, ...ORDEN, ...cambios }))
	const negar = async (actor: Actor, id: string) =>
		motivo(await negarSuplencia(mesa.deps)({ actor, id, razon: 'No procede' }))
	const revocar = async (actor: Actor, id: string) =>
		motivo(await revocarSuplencia(mesa.deps)({ actor, id, razon: 'Ya volvió' }))
	const vista = async (id: string, actor: Actor = ESTATAL) =>
		exigir(await listarSuplencias(mesa.deps)({ actor })).suplencias.find((una) => una.id === id)
	const actosAnotados = async (id: string) =>
		(
			await mesa.base.db
				.selectFrom('bitacora')
				.select('acto')
				.where('objeto', '=', `suplencia:${id}`)
				.orderBy('id')
				.execute()
		).map(({ acto }) => acto)

	describe('otorgar', () => {
		test('queda propuesta, con su razón, anotada, y todavía no vale', async () => {
			const id = await mesa.otorgada()
			expect(await vista(id)).toMatchObject({
				estado: 'propuesta',
				enVigor: false,
				razon: 'Licencia médica',
				titular: { id: 'd-toluca' },
				suplente: { id: SUPLENTE.personaId, cargo: 'Jefa de Servicios Escolares' },
				puede: { responder: false, revocar: true },
			})
			expect(await actosAnotados(id)).toEqual(['otorgar-suplencia'])
		})

		test.each([
			['un director no la otorga', {}, DIRECTOR_MEX, 'sin-permiso'],
			['ni el plantel', {}, ESCOLARES, 'sin-permiso'],
			['un plantel de otra entidad', { plantelId: 'tlalpan' }, ESTATAL, 'plantel-ajeno'],
			['un plantel que no existe, igual', { plantelId: 'nada' }, ESTATAL, 'plantel-ajeno'],
			['la del plantel sin plantel', { plantelId: null }, ESTATAL, 'no-encontrado'],
			['empieza ayer', { desde: '2026-07-14' }, ESTATAL, 'suplencia-en-el-pasado'],
			['acaba antes de empezar', { hasta: '2026-07-14' }, ESTATAL, 'suplencia-invertida'],
			['dura de más', { hasta: '2026-10-13' }, ESTATAL, 'suplencia-larga'],
			['un día que no existe', { hasta: '2026-09-31' }, ESTATAL, 'fecha-invalida'],
			['el titular se suple a sí mismo', { suplenteId: 'd-toluca' }, ESTATAL, 'suplencia-misma-persona'],
			['quien otorga se nombra', { suplenteId: ESTATAL.personaId }, ESTATAL, 'suplencia-misma-persona'],
			['el titular es de otro plantel', { titularId: 'd-lerma' }, ESTATAL, 'titular-no-corresponde'],
			['el titular no es director', { titularId: 's-sin-cargo' }, ESTATAL, 'titular-no-corresponde'],
			['el suplente no tiene cargo', { suplenteId: 's-sin-cargo' }, ESTATAL, 'suplente-no-elegible'],
			['el suplente no existe', { suplenteId: 'nadie' }, ESTATAL, 'suplente-no-elegible'],
			['el suplente es de otra entidad', { suplenteId: 'd-cdmx' }, ESTATAL, 'suplente-no-elegible'],
			['el suplente es nacional', { suplenteId: 'p-dse' }, ESTATAL, 'suplente-no-elegible'],
		] as const)('no: %s', async (_, cambios, actor, espera) => {
			expect(await otorgar(cambios, actor)).toBe(espera)
		})

		test('la estatal: el titular es quien dirige la entidad', async () => {
			const estatal = { rol: 'estatal', plantelId: null, titularId: 'd-mex', suplenteId: 'd-lerma' } as const
			expect(await otorgar({ ...estatal, titularId: 'd-toluca' })).toBe('titular-no-corresponde')
			expect(await otorgar({ ...estatal, plantelId: 'toluca' })).toBe('plantel-ajeno')
			expect(await otorgar(estatal)).toBe('hecho')
		})

		test('a quien suple se le ofrece sólo quien puede: ni el titular, ni quien otorga, ni quien no tiene cargo', async () => {
			const elegibles = exigir(
				await buscarElegibles(mesa.deps)({ actor: ESTATAL, rol: 'plantel', plantel: 'toluca' }),
			)
			expect(elegibles.titulares.map(({ id }) => id)).toEqual(['d-toluca'])
			expect(elegibles.suplentes.map(({ id }) => id).sort()).toEqual(['d-lerma', 'd-mex', SUPLENTE.personaId])
			const buscados = exigir(
				await buscarElegibles(mesa.deps)({
					actor: ESTATAL,
					rol: 'plantel',
					plantel: 'toluca',
					busca: 'sofia jefa',
				}),
			)
			expect(buscados.suplentes.map(({ id }) => id)).toEqual([SUPLENTE.personaId])
			expect(
				motivo(await buscarElegibles(mesa.deps)({ actor: ESTATAL, rol: 'plantel', plantel: 'tlalpan' })),
			).toBe('plantel-ajeno')
			expect(motivo(await buscarElegibles(mesa.deps)({ actor: DIRECTOR_MEX, rol: 'estatal' }))).toBe(
				'sin-permiso',
			)
		})
	})

	describe('dos del mismo sello y lugar', () => {
		test('no comparten un día; la contigua, la de otro plantel y la estatal, sí caben', async () => {
			await mesa.otorgada({ desde: '2026-07-20', hasta: '2026-07-25' })
			const otra = { suplenteId: 'd-lerma' }
			expect(await otorgar({ ...otra, desde: '2026-07-25', hasta: '2026-07-30' })).toBe(
				'suplencia-traslapada',
			)
			expect(await otorgar({ ...otra, desde: '2026-07-19', hasta: '2026-07-20' })).toBe(
				'suplencia-traslapada',
			)
			expect(await otorgar({ ...otra, desde: '2026-07-26', hasta: '2026-07-30' })).toBe('hecho')
			expect(
				await otorgar({ plantelId: 'lerma', titularId: 'd-lerma', desde: '2026-07-20', hasta: '2026-07-25' }),
			).toBe('hecho')
			expect(
				await otorgar({
					...{ rol: 'estatal', plantelId: null, titularId: 'd-mex', suplenteId: 'd-lerma' },
					...{ desde: '2026-07-20', hasta: '2026-07-25' },
				}),
			).toBe('hecho')
		})

		test('la negada y la revocada dejan el lugar', async () => {
			expect(await negar(DIRECTOR_MEX, await mesa.otorgada())).toBe('hecho')
			expect(await revocar(ESTATAL, await mesa.confirmada())).toBe('hecho')
			expect(await otorgar({})).toBe('hecho')
		})

		test('de ocho que se otorgan a la vez, queda una', async () => {
			const intentos = await Promise.all(Array.from({ length: 8 }, () => otorgar({})))
			expect(intentos.filter((uno) => uno === 'hecho')).toHaveLength(1)
			expect(new Set(intentos)).toEqual(new Set(['hecho', 'suplencia-traslapada']))
		})

		test('la base lo impide aunque se escriba por fuera', async () => {
			await mesa.otorgada()
			const directo = mesa.base.db.insertInto('suplencia').values({
				...{
					id: 'directa',
					rol: 'plantel',
					entidadId: 'mex',
					plantelId: 'toluca',
					tope: null,
					razon: 'Otra',
				},
				...{ titularId: 'd-toluca', suplenteId: 'd-lerma', otorgaId: ESTATAL.personaId },
				...{ desde: '2026-07-16', hasta: '2026-07-16', otorgada: AHORA },
			})
			await expect(directo.execute()).rejects.toThrow(/suplencia_sin_traslape/)
		})
	})
})
