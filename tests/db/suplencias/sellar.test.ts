import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Instante } from '#core/domain/fecha.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { leerExpediente } from '../../../bff/application/egresados/expediente.ts'
import { pendientesDeSello } from '../../../bff/application/sellado/pendientes.ts'
import { leerTurnos, tieneTurno } from '../../../bff/application/sellado/turnos.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESTATAL } from '../escena.ts'
import { DIRECTOR_LERMA, DIRECTOR_MEX, DIRECTOR_TOLUCA } from '../mesa-de-sellos.ts'
import { type MesaDeSuplencias, ponerMesaDeSuplencias, SUPLENTE } from './mesa-de-suplencias.ts'

enAmbasBases('sellar en suplencia (16)', (abrir) => {
	let mesa: MesaDeSuplencias
	beforeAll(async () => {
		mesa = await ponerMesaDeSuplencias(await abrir())
	})
	afterEach(() => mesa.terminarTodas())
	afterAll(() => mesa.recoger())

	const sellosDe = (id: string) =>
		mesa.base.db
			.selectFrom('sello')
			.select(['rol', 'personaId', 'suplenciaId', 'firmante'])
			.where('tramiteId', '=', id)
			.orderBy('rol', 'desc')
			.execute()
	const turnos = async (actor: Actor) => (await leerTurnos(mesa.deps)({ actor })).turnos
	const pendientes = (actor: Actor, turno?: string) => pendientesDeSello(mesa.deps)({ actor, turno })
	const ids = async (actor: Actor, turno?: string) =>
		exigir(await pendientes(actor, turno)).certificados.map(({ tramiteId }) => tramiteId)

	describe('los turnos de una persona', () => {
		test('sin suplencia no los hay; propuesta o por empezar, tampoco; confirmada y en fecha, sí', async () => {
			expect(await turnos(SUPLENTE)).toEqual([])
			await mesa.otorgada()
			expect(await tieneTurno(mesa.deps)(SUPLENTE)).toBe(false)
			await mesa.terminarTodas()
			const id = await mesa.confirmada({ desde: '2026-07-16', hasta: '2026-07-17' })
			expect(await turnos(SUPLENTE)).toEqual([])
			// El 16 empieza a las 06:00 UTC: la fecha es de la Ciudad de México.
			mesa.ponerReloj('2026-07-16T05:59:59.999Z' as Instante)
			expect(await turnos(SUPLENTE)).toEqual([])
			mesa.ponerReloj('2026-07-16T06:00:00.000Z' as Instante)
			expect(await turnos(SUPLENTE)).toEqual([
				{
					clave: id,
					rol: 'plantel',
					lugar: 'Plantel toluca',
					suplencia: { titular: 'Rosa Inventada', hasta: '2026-07-17', quedan: null },
				},
			])
		})

		test('quien dirige un plantel y suple otro tiene los dos, y cada lista es la de su lugar', async () => {
			const [enLerma = ''] = await mesa.confirmados(1, 'lerma')
			const [enToluca = ''] = await mesa.confirmados(1, 'toluca')
			const id = await mesa.confirmada({ suplenteId: 'd-lerma', tope: 5 })
			expect((await turnos(DIRECTOR_LERMA)).map(({ clave }) => clave)).toEqual(['propio', id])
			expect(await ids(DIRECTOR_LERMA)).toContain(enLerma)
			expect(await ids(DIRECTOR_LERMA, 'propio')).not.toContain(enToluca)
			const suplida = exigir(await pendientes(DIRECTOR_LERMA, id))
			expect(suplida.turno).toBe(id)
			expect(suplida.certificados.map(({ tramiteId }) => tramiteId)).not.toContain(enLerma)
			// No se le ofrecen más de los que puede sellar.
			expect(suplida.certificados.length).toBeLessThanOrEqual(5)
			expect(suplida.total).toBeGreaterThanOrEqual(suplida.certificados.length)
		})

		test('el turno de otra persona, o uno inventado, no es suyo', async () => {
			const id = await mesa.confirmada()
			expect(await pendientes(DIRECTOR_LERMA, id)).toMatchObject({ ok: false, motivo: 'fuera-de-ambito' })
			expect(await pendientes(ESTATAL, id)).toMatchObject({ ok: false, motivo: 'sin-permiso' })
			expect(await pendientes(SUPLENTE, 'inventado')).toMatchObject({ ok: false, motivo: 'sin-permiso' })
		})
	})

	describe('el sello', () => {
		test('lleva al suplente con su propio cargo, queda con su suplencia, y la ficha y la bitácora lo dicen', async () => {
			const [id = ''] = await mesa.confirmados(1)
			const suplencia = await mesa.confirmada()
			const { certificados } = exigir(await pendientes(SUPLENTE))
			const dec = exigir(leerDec(certificados.find(({ tramiteId }) => tramiteId === id)?.xml ?? ''))
			expect(dec.firmaResponsable).toMatchObject({
				nombre: 'Sofía',
				idCargo: '95',
				cargo: 'Jefa de Servicios Escolares',
			})
			expect(await mesa.mandar(SUPLENTE, await mesa.sellosEn(SUPLENTE, [id]))).toEqual({ [id]: 'hecho' })
			expect(await sellosDe(id)).toMatchObject([
				{ rol: 'plantel', personaId: SUPLENTE.personaId, suplenciaId: suplencia },
			])
			const expediente = await leerExpediente(mesa.base.db, id, () => null)
			expect(expediente.sellos[0]?.suplencia).toEqual({
				id: suplencia,
				titular: 'Rosa Inventada',
				desde: '2026-07-15',
				hasta: '2026-07-16',
				razon: 'Licencia médica',
				otorgo: 'Rosa Inventada',
				confirmo: 'Rosa Inventada',
			})
			expect(expediente.historia.at(-1)).toMatchObject({
				acto: 'sellar-plantel',
				quien: 'Sofía Inventada',
				detalle: 'En suplencia (16)',
			})
		})

		test('el titular y su suplente pueden los dos, y cada certificado queda con un solo sello', async () => {
			const tramites = await mesa.confirmados(4)
			await mesa.confirmada()
			const [delTitular, delSuplente] = await Promise.all([
				mesa.sellosEn(DIRECTOR_TOLUCA, tramites),
				mesa.sellosEn(SUPLENTE, tramites),
			])
			const [uno, otro] = await Promise.all([
				mesa.mandar(DIRECTOR_TOLUCA, delTitular),
				mesa.mandar(SUPLENTE, delSuplente),
			])
			for (const id of tramites) {
				expect([uno[id], otro[id]].sort()).toEqual(['hecho', 'sellado-por-otra-persona'])
				expect(await sellosDe(id)).toHaveLength(1)
			}
		})

		test('no sale de su lugar: ni otro plantel, ni el otro sello', async () => {
			const [ajeno = ''] = await mesa.confirmados(1, 'lerma')
			const [sellado = ''] = await mesa.confirmados(1)
			await mesa.sellarComo(DIRECTOR_TOLUCA, [sellado])
			await mesa.confirmada()
			const desenlace = await mesa.mandar(SUPLENTE, [
				{ tramiteId: ajeno, sello: 'AA==' },
				{ tramiteId: sellado, sello: 'AA==' },
				{ tramiteId: 'no-existe', sello: 'AA==' },
			])
			expect(desenlace).toEqual({
				[ajeno]: 'fuera-de-ambito',
				[sellado]: 'sellado-por-otra-persona',
				'no-existe': 'fuera-de-ambito',
			})
		})

		test('en un envío, cada certificado va por el turno que lo alcanza', async () => {
			const [enLerma = ''] = await mesa.confirmados(1, 'lerma')
			const [enToluca = ''] = await mesa.confirmados(1, 'toluca')
			const suplencia = await mesa.confirmada({ suplenteId: 'd-lerma' })
			const sellos = [
				...(await mesa.sellosEn(DIRECTOR_LERMA, [enLerma], 'propio')),
				...(await mesa.sellosEn(DIRECTOR_LERMA, [enToluca], suplencia)),
			]
			expect(await mesa.mandar(DIRECTOR_LERMA, sellos)).toEqual({ [enLerma]: 'hecho', [enToluca]: 'hecho' })
			expect(await sellosDe(enLerma)).toMatchObject([{ suplenciaId: null }])
			expect(await sellosDe(enToluca)).toMatchObject([{ suplenciaId: suplencia }])
		})

		test('quien selló por el plantel no sella además por el estado: son dos personas (20)', async () => {
			const [suyo = ''] = await mesa.confirmados(1, 'lerma')
			const [otro = ''] = await mesa.confirmados(1, 'toluca')
			const delPlantel = await mesa.sellosEn(DIRECTOR_LERMA, [suyo])
			expect(await mesa.mandar(DIRECTOR_LERMA, delPlantel)).toEqual({ [suyo]: 'hecho' })
			await mesa.sellarComo(DIRECTOR_TOLUCA, [otro])
			const suplencia = await mesa.confirmada({
				...{ rol: 'estatal', plantelId: null, titularId: 'd-mex', suplenteId: 'd-lerma' },
			})
			const lista = await ids(DIRECTOR_LERMA, suplencia)
			expect(lista).toContain(otro)
			expect(lista).not.toContain(suyo)
			// Se le dice cuántos no ve por eso: son los que el titular ve de más.
			const [ofrecido, delTitular] = [
				exigir(await pendientes(DIRECTOR_LERMA, suplencia)),
				exigir(await pendientes(DIRECTOR_MEX)),
			]
			expect(ofrecido.yaSelladosPorUsted).toBeGreaterThan(0)
			expect(ofrecido.total + ofrecido.yaSelladosPorUsted).toBe(delTitular.total)
			expect(delTitular.yaSelladosPorUsted).toBe(0)
			// El mismo envío otra vez trae el mismo sello, que también verificaría como estatal.
			expect(await mesa.mandar(DIRECTOR_LERMA, delPlantel)).toEqual({ [suyo]: 'ya-sellado' })
			const estatal = await mesa.sellosEn(DIRECTOR_LERMA, [otro], suplencia)
			expect(await mesa.mandar(DIRECTOR_LERMA, estatal)).toEqual({ [otro]: 'hecho' })
			expect(await sellosDe(suyo)).toHaveLength(1)
			expect(await sellosDe(otro)).toMatchObject([
				{ rol: 'plantel', personaId: 'd-toluca' },
				{ rol: 'estatal', personaId: 'd-lerma', suplenciaId: suplencia },
			])
			expect(await ids(DIRECTOR_MEX)).toContain(suyo)
		})
	})
})
