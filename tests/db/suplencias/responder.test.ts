import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fechaEnMexico, type Instante } from '#core/domain/fecha.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { trabajoAvisarSuplencia } from '../../../bff/jobs/avisar-suplencia.ts'
import type { Correo } from '../../../bff/application/ports.ts'
import { listarSuplencias } from '../../../bff/application/suplencias/listar.ts'
import {
	confirmarSuplencia,
	negarSuplencia,
	revocarSuplencia,
} from '../../../bff/application/suplencias/responder.ts'
import { enAmbasBases } from '../ambas.ts'
import { AHORA, ESCOLARES, ESTATAL } from '../escena.ts'
import { DIRECTOR_CDMX, DIRECTOR_LERMA, DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'
import { DSE, type MesaDeSuplencias, PASADO, ponerMesaDeSuplencias, SUPLENTE } from './mesa-de-suplencias.ts'

enAmbasBases('responder a una suplencia (16)', (abrir) => {
	let mesa: MesaDeSuplencias
	beforeAll(async () => {
		mesa = await ponerMesaDeSuplencias(await abrir())
	})
	afterEach(() => mesa.terminarTodas())
	afterAll(() => mesa.recoger())

	const motivo = (resultado: { ok: true } | { ok: false; motivo: string }) =>
		resultado.ok ? 'hecho' : resultado.motivo
	const confirmar = async (actor: Actor, id: string) =>
		motivo(await confirmarSuplencia(mesa.deps)({ actor, id }))
	const negar = async (actor: Actor, id: string) =>
		motivo(await negarSuplencia(mesa.deps)({ actor, id, razon: 'No procede' }))
	const revocar = async (actor: Actor, id: string) =>
		motivo(await revocarSuplencia(mesa.deps)({ actor, id, razon: 'Ya volvió' }))
	const vista = async (id: string, actor: Actor = ESTATAL) =>
		exigir(await listarSuplencias(mesa.deps)({ actor })).suplencias.find((una) => una.id === id)
	const sucesos = async (id: string) =>
		(
			await mesa.base.db
				.selectFrom('suplenciaSuceso')
				.select('suceso')
				.where('suplenciaId', '=', id)
				.orderBy('suceso')
				.execute()
		).map(({ suceso }) => suceso)
	const actosAnotados = async (id: string) =>
		(
			await mesa.base.db
				.selectFrom('bitacora')
				.select('acto')
				.where('objeto', '=', `suplencia:${id}`)
				.orderBy('id')
				.execute()
		).map(({ acto }) => acto)

	describe('la segunda persona', () => {
		test('confirma la dirección estatal; vale, se anota, y se encarga avisar al suplente y al titular', async () => {
			const id = await mesa.otorgada()
			expect((await vista(id, DIRECTOR_MEX))?.puede).toEqual({ responder: true, revocar: false })
			expect(await confirmar(DIRECTOR_MEX, id)).toBe('hecho')
			expect(await vista(id)).toMatchObject({ estado: 'confirmada', enVigor: true })
			expect(await actosAnotados(id)).toEqual(['otorgar-suplencia', 'confirmar-suplencia'])
			const encargos = await mesa.base.db
				.selectFrom('trabajo')
				.select('clave')
				.where('clase', '=', 'avisar-suplencia')
				.where('clave', 'like', `${id}:%`)
				.orderBy('clave')
				.execute()
			expect(encargos.map(({ clave }) => clave)).toEqual([`${id}:suplente`, `${id}:titular`])
		})

		test('no confirma cualquiera', async () => {
			const id = await mesa.otorgada()
			for (const [actor, espera] of [
				[ESTATAL, 'sin-permiso'],
				[DIRECTOR_TOLUCA, 'sin-permiso'],
				[DIRECTOR_LERMA, 'sin-permiso'],
				[SUPLENTE, 'sin-permiso'],
				// La del plantel la confirma la dirección estatal: a la DSE le toca sólo la de ésta.
				[DSE, 'sin-permiso'],
				[DIRECTOR_CDMX, 'no-encontrado'],
			] as const) {
				expect([actor.personaId, await confirmar(actor, id), await negar(actor, id)]).toEqual([
					actor.personaId,
					espera,
					espera,
				])
			}
			expect(await sucesos(id)).toEqual([])
		})

		test('la estatal la confirma la DSE, no la dirección que se suple ni la de otra entidad', async () => {
			const id = await mesa.otorgada({
				...{ rol: 'estatal', plantelId: null, titularId: 'd-mex', suplenteId: 'd-lerma' },
			})
			expect(await confirmar(DIRECTOR_MEX, id)).toBe('sin-permiso')
			expect(await confirmar(DIRECTOR_CDMX, id)).toBe('no-encontrado')
			expect((await vista(id, DSE))?.puede).toEqual({ responder: true, revocar: false })
			expect(await confirmar(DSE, id)).toBe('hecho')
		})

		test('quien suple no se confirma, aunque tenga el permiso: lo dice el acto, y también la base', async () => {
			const id = await mesa.otorgada({ suplenteId: 'd-mex' })
			expect(await confirmar(DIRECTOR_MEX, id)).toBe('suplencia-segunda-persona')
			for (const personaId of ['d-mex', 'd-toluca', ESTATAL.personaId]) {
				for (const suceso of ['confirmada', 'negada'] as const) {
					const directo = mesa.base.db
						.insertInto('suplenciaSuceso')
						.values({ suplenciaId: id, suceso, personaId, razon: null, momento: AHORA })
					await expect(directo.execute()).rejects.toThrow(/suplencia_segunda_persona/)
				}
			}
			expect(await revocar(ESTATAL, id)).toBe('hecho')
		})

		test('se confirma o se niega, una vez, y lo terminado no admite nada', async () => {
			const negada = await mesa.otorgada()
			expect(await negar(DIRECTOR_MEX, negada)).toBe('hecho')
			const revocada = await mesa.confirmada()
			expect(await negar(DIRECTOR_MEX, revocada)).toBe('suplencia-no-admite')
			expect(await revocar(ESTATAL, revocada)).toBe('hecho')
			for (const id of [negada, revocada]) {
				expect([
					await confirmar(DIRECTOR_MEX, id),
					await negar(DIRECTOR_MEX, id),
					await revocar(ESTATAL, id),
				]).toEqual(Array(3).fill('suplencia-no-admite'))
			}
		})

		test('la que venció sin confirmarse ya no se confirma', async () => {
			const id = await mesa.otorgada()
			mesa.ponerReloj(PASADO)
			expect(fechaEnMexico(PASADO)).toBe('2026-07-17')
			expect(await confirmar(DIRECTOR_MEX, id)).toBe('suplencia-no-admite')
			expect((await vista(id))?.estado).toBe('vencida')
		})

		test('la que no existe no se distingue de la ajena para quien no tiene permiso', async () => {
			expect(await confirmar(SUPLENTE, 'nada')).toBe('sin-permiso')
			expect(await revocar(SUPLENTE, 'nada')).toBe('sin-permiso')
			expect(await confirmar(DIRECTOR_MEX, 'nada')).toBe('no-encontrado')
			expect(await revocar(ESTATAL, 'nada')).toBe('no-encontrado')
		})
	})

	describe('a la vez', () => {
		test('de ocho confirmaciones, una; y un solo aviso a cada quien', async () => {
			const id = await mesa.otorgada()
			const intentos = await Promise.all(Array.from({ length: 8 }, () => confirmar(DIRECTOR_MEX, id)))
			expect(intentos.filter((uno) => uno === 'hecho')).toHaveLength(1)
			expect(await sucesos(id)).toEqual(['confirmada'])
			expect((await actosAnotados(id)).filter((acto) => acto === 'confirmar-suplencia')).toHaveLength(1)
		})

		test('de confirmar y negar, sólo una cosa', async () => {
			for (let vuelta = 0; vuelta < 5; vuelta += 1) {
				const id = await mesa.otorgada()
				const hechos = await Promise.all([confirmar(DIRECTOR_MEX, id), negar(DIRECTOR_MEX, id)])
				expect([...hechos].sort()).toEqual(['hecho', 'suplencia-no-admite'])
				expect(await sucesos(id)).toHaveLength(1)
				await mesa.terminarTodas()
			}
		})

		test('de confirmar y revocar, gane quien gane, queda revocada y no vale', async () => {
			for (let vuelta = 0; vuelta < 5; vuelta += 1) {
				const id = await mesa.otorgada()
				const [confirmo, revoco] = await Promise.all([confirmar(DIRECTOR_MEX, id), revocar(ESTATAL, id)])
				expect(revoco).toBe('hecho')
				expect(['hecho', 'suplencia-no-admite']).toContain(confirmo)
				expect(await sucesos(id)).toEqual(confirmo === 'hecho' ? ['confirmada', 'revocada'] : ['revocada'])
				expect(await vista(id)).toMatchObject({ estado: 'revocada', enVigor: false })
			}
		})
	})

	test('quien no la alcanza no la ve', async () => {
		const id = await mesa.otorgada()
		expect(await vista(id, DIRECTOR_CDMX)).toBeUndefined()
		expect(await vista(id, DSE)).toMatchObject({ puede: { responder: false, revocar: false } })
		for (const actor of [ESCOLARES, DIRECTOR_TOLUCA]) {
			expect(motivo(await listarSuplencias(mesa.deps)({ actor }))).toBe('sin-permiso')
		}
	})

	describe('el aviso', () => {
		const avisar = async (id: string, a: string, resultado: 'enviado' | 'temporal' = 'enviado') => {
			const correos: Correo[] = []
			const trabajo = trabajoAvisarSuplencia({
				...mesa.deps,
				origen: 'https://egreso.example',
				enviarCorreo: (correo) => {
					correos.push(correo)
					return Promise.resolve(
						resultado === 'enviado'
							? { resultado }
							: { resultado, razon: 'El servidor de correo no contestó.' },
					)
				},
			})
			return { desenlace: (await trabajo.ejecutar({ suplenciaId: id, a })).resultado, correos }
		}

		test('le llega al suplente y al titular, con las fechas, la razón y quién confirmó; dos veces es el mismo', async () => {
			const id = await mesa.confirmada({ tope: 30 })
			const [suplente] = (await avisar(id, 'suplente')).correos
			expect(suplente?.para).toBe('suplente@mex.conalep.edu.mx')
			expect(suplente?.texto).toContain(
				'del 15 de julio de 2026 al 16 de julio de 2026, hasta 30 certificados',
			)
			expect(suplente?.texto).toContain('Razón: Licencia médica')
			const [titular] = (await avisar(id, 'titular')).correos
			expect(titular?.para).toBe('d-toluca@mex.conalep.edu.mx')
			expect(titular?.html).toContain('Sofía Inventada lo suple')
			expect((await avisar(id, 'titular')).correos[0]?.mensajeId).toBe(titular?.mensajeId)
			expect(titular?.mensajeId).not.toBe(suplente?.mensajeId)
		})

		test('si ya se revocó o venció, no se manda; si el correo falla, se reintenta', async () => {
			const vencida = await mesa.confirmada()
			expect((await avisar(vencida, 'suplente', 'temporal')).desenlace).toBe('reintentar')
			mesa.ponerReloj('2026-07-20T12:00:00.000Z' as Instante)
			expect(await avisar(vencida, 'suplente')).toEqual({ desenlace: 'hecho', correos: [] })
			mesa.ponerReloj(AHORA)
			expect(await revocar(ESTATAL, vencida)).toBe('hecho')
			expect(await avisar(vencida, 'titular')).toEqual({ desenlace: 'hecho', correos: [] })
		})
	})
})
