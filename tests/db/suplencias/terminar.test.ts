import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { ConsultarRevocacion } from '../../../bff/application/ports.ts'
import { pendientesDeSello } from '../../../bff/application/sellado/pendientes.ts'
import { leerTurnos } from '../../../bff/application/sellado/turnos.ts'
import { revocarSuplencia } from '../../../bff/application/suplencias/responder.ts'
import { enAmbasBases } from '../ambas.ts'
import { ESCOLARES, ESTATAL } from '../escena.ts'
import { vigente } from '../mesa-de-sellos.ts'
import {
	DSE,
	type MesaDeSuplencias,
	PASADO,
	ponerMesaDeSuplencias,
	SUPLENTE,
	ULTIMO,
} from './mesa-de-suplencias.ts'

enAmbasBases('una suplencia termina sola (16)', (abrir) => {
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

	describe('al acabar sus fechas, o antes', () => {
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
