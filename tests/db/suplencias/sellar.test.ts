import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Instante } from '#core/domain/fecha.ts'
import { leerDec } from '#core/dec/leer.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { ConsultarRevocacion } from '../../../bff/application/ports.ts'
import { leerExpediente } from '../../../bff/application/egresados/expediente.ts'
import { pendientesDeSello } from '../../../bff/application/sellado/pendientes.ts'
import { leerTurnos, tieneTurno } from '../../../bff/application/sellado/turnos.ts'
import { revocarSuplencia } from '../../../bff/application/suplencias/responder.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES, ESTATAL } from '../escena.ts'
import { DIRECTOR_LERMA, DIRECTOR_MEX, DIRECTOR_TOLUCA, vigente } from '../mesa-de-sellos.ts'
import {
	DSE,
	type MesaDeSuplencias,
	PASADO,
	ponerMesaDeSuplencias,
	SUPLENTE,
	ULTIMO,
} from './mesa-de-suplencias.ts'

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
	const revocar = async (id: string) =>
		exigir(await revocarSuplencia(mesa.deps)({ actor: ESTATAL, id, razon: 'Ya volvió' }))
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
			const expediente = await leerExpediente(mesa.base.db, id)
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

	describe('termina sola', () => {
		test('en el último instante del último día se sella; en el siguiente ya no, y se dice desde cuándo', async () => {
			const [primero = '', segundo = ''] = await mesa.confirmados(2)
			await mesa.confirmada()
			const sellos = await mesa.sellosEn(SUPLENTE, [primero, segundo])
			mesa.ponerReloj(ULTIMO)
			expect(await mesa.mandar(SUPLENTE, sellos.slice(0, 1))).toEqual({
				[sellos[0]?.tramiteId ?? '']: 'hecho',
			})
			mesa.ponerReloj(PASADO)
			const desenlace = await mesa.mandar(SUPLENTE, sellos)
			// Lo que llegó a tiempo y se repite, sellado está; lo otro llegó tarde.
			expect(desenlace).toEqual({
				[sellos[0]?.tramiteId ?? '']: 'ya-sellado',
				[sellos[1]?.tramiteId ?? '']: 'suplencia-terminada',
			})
			expect(await pendientes(SUPLENTE)).toEqual({
				ok: false,
				motivo: 'suplencia-terminada',
				datos: { hasta: '2026-07-16' },
			})
			expect(await turnos(SUPLENTE)).toEqual([])
		})

		test('la que vence entre la verificación y la escritura ya no sella', async () => {
			const [id = ''] = await mesa.confirmados(1)
			await mesa.confirmada()
			mesa.ponerReloj(ULTIMO)
			const sellos = await mesa.sellosEn(SUPLENTE, [id])
			const consultarRevocacion: ConsultarRevocacion = (der) => {
				mesa.ponerReloj(PASADO)
				return vigente(der)
			}
			expect(await mesa.mandar(SUPLENTE, sellos, { consultarRevocacion })).toEqual({
				[id]: 'suplencia-terminada',
			})
			expect(await sellosDe(id)).toEqual([])
		})

		test('la que se revoca entre la verificación y la escritura tampoco; lo sellado antes se queda', async () => {
			const [antes = '', despues = ''] = await mesa.confirmados(2)
			const suplencia = await mesa.confirmada()
			expect(await mesa.mandar(SUPLENTE, await mesa.sellosEn(SUPLENTE, [antes]))).toEqual({
				[antes]: 'hecho',
			})
			const sellos = await mesa.sellosEn(SUPLENTE, [despues])
			const consultarRevocacion: ConsultarRevocacion = async (der) => {
				await revocar(suplencia)
				return vigente(der)
			}
			expect(await mesa.mandar(SUPLENTE, sellos, { consultarRevocacion })).toEqual({
				[despues]: 'suplencia-terminada',
			})
			expect(await sellosDe(antes)).toHaveLength(1)
			expect(await pendientes(SUPLENTE)).toMatchObject({ motivo: 'suplencia-terminada' })
		})

		test('revocar y sellar a la vez: o se selló antes, o se negó; nunca después', async () => {
			for (let vuelta = 0; vuelta < 4; vuelta += 1) {
				const [id = ''] = await mesa.confirmados(1)
				const suplencia = await mesa.confirmada()
				const sellos = await mesa.sellosEn(SUPLENTE, [id])
				const [desenlace] = await Promise.all([mesa.mandar(SUPLENTE, sellos), revocar(suplencia)])
				const dicho = desenlace[id] ?? desenlace.todos
				expect(['hecho', 'suplencia-terminada']).toContain(dicho)
				expect(await sellosDe(id)).toHaveLength(dicho === 'hecho' ? 1 : 0)
				await mesa.terminarTodas()
			}
		})

		test('al desactivarse su cuenta', async () => {
			const [id = ''] = await mesa.confirmados(1)
			await mesa.confirmada()
			const sellos = await mesa.sellosEn(SUPLENTE, [id])
			const activar = (activa: number) =>
				mesa.base.db.updateTable('persona').set({ activa }).where('id', '=', SUPLENTE.personaId).execute()
			const consultarRevocacion: ConsultarRevocacion = async (der) => {
				await activar(0)
				return vigente(der)
			}
			try {
				expect(await mesa.mandar(SUPLENTE, sellos, { consultarRevocacion })).toEqual({ [id]: 'sin-permiso' })
				expect(await turnos(SUPLENTE)).toEqual([])
				expect(Object.values(await mesa.mandar(SUPLENTE, sellos))).not.toContain('hecho')
			} finally {
				await activar(1)
			}
			expect(await sellosDe(id)).toEqual([])
		})

		test('al llegar a su tope, también si se envían dos grupos a la vez', async () => {
			const tramites = await mesa.confirmados(5)
			await mesa.confirmada({ tope: 3 })
			expect(exigir(await pendientes(SUPLENTE)).certificados).toHaveLength(3)
			const sellos = await mesa.sellosDeTodos(SUPLENTE, tramites)
			const [a, b] = await Promise.all([
				mesa.mandar(SUPLENTE, sellos.slice(0, 3)),
				mesa.mandar(SUPLENTE, sellos.slice(2)),
			])
			const dichos = [...Object.values(a), ...Object.values(b)]
			expect(dichos.filter((dicho) => dicho === 'hecho')).toHaveLength(3)
			for (const dicho of dichos) expect(['hecho', 'ya-sellado', 'suplencia-agotada']).toContain(dicho)
			expect(dichos).toContain('suplencia-agotada')
			expect((await Promise.all(tramites.map(sellosDe))).flat()).toHaveLength(3)
			expect(await pendientes(SUPLENTE)).toMatchObject({ motivo: 'suplencia-agotada', datos: { tope: 3 } })
		})
	})

	test('a quien nunca suplió no se le habla de suplencias', async () => {
		for (const actor of [ESCOLARES, DSE])
			expect(await pendientes(actor)).toMatchObject({ motivo: 'sin-permiso' })
	})
})
