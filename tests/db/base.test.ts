import Database from 'better-sqlite3'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abrirBase } from '../../bff/adapters/db/abrir.ts'
import { crearTurno } from '../../bff/adapters/db/turno.ts'
import type { Base } from '../../bff/application/ports.ts'
import { enAmbasBases, type BaseDePrueba } from './ambas.ts'
import { montar } from './escena.ts'

const pausa = (ms: number): Promise<void> => new Promise((resolver) => setTimeout(resolver, ms))

enAmbasBases('la base', (abrir) => {
	let destino: BaseDePrueba
	let base: Base
	beforeAll(async () => {
		destino = await abrir()
		base = (await montar(destino)).base
	})
	afterAll(() => base.cerrar())

	const dados = async (otra: Base = base) =>
		(
			await otra.db
				.selectFrom('plantel')
				.select('asientosDados')
				.where('id', '=', 'toluca')
				.executeTakeFirstOrThrow()
		).asientosDados
	/** Lee y luego escribe: quien entra en medio perdería una cuenta si la transacción no la cuidara. */
	const sumar = (otra: Base = base) =>
		otra.enTransaccion((tx) =>
			tx
				.updateTable('plantel')
				.set((e) => ({ asientosDados: e('asientosDados', '+', 1) }))
				.where('id', '=', 'toluca')
				.execute(),
		)

	test('mientras una transacción está abierta, otros leen lo último confirmado sin esperar', async () => {
		const antes = await dados()
		let soltar: () => void = () => undefined
		const abierta = new Promise<void>((resolver) => (soltar = resolver))
		const obra = base.enTransaccion(async (tx) => {
			await tx
				.updateTable('plantel')
				.set({ asientosDados: antes + 50 })
				.where('id', '=', 'toluca')
				.execute()
			await abierta
			throw new Error('se arrepintió')
		})
		await pausa(20)
		expect(await dados()).toBe(antes)
		soltar()
		await expect(obra).rejects.toThrow('se arrepintió')
		expect(await dados()).toBe(antes)
	})

	test('cincuenta a la vez, por dos aperturas de la misma base: ninguna escritura se pierde', async () => {
		const antes = await dados()
		const otra = await abrirBase(destino)
		await Promise.all(Array.from({ length: 50 }, (_, i) => sumar(i % 2 === 0 ? base : otra)))
		await otra.cerrar()
		expect(await dados()).toBe(antes + 50)
	})

	test('lo que se escribe fuera de una transacción espera su turno y no se cuela en la de otro', async () => {
		const antes = await dados()
		const obra = base.enTransaccion(async (tx) => {
			await tx.updateTable('plantel').set({ asientosDados: 9 }).where('id', '=', 'lerma').execute()
			await pausa(30)
			throw new Error('se deshace')
		})
		await pausa(5)
		await base.db
			.updateTable('plantel')
			.set({ asientosDados: antes + 1 })
			.where('id', '=', 'toluca')
			.execute()
		await expect(obra).rejects.toThrow('se deshace')
		expect(await dados()).toBe(antes + 1)
	})

	test('dos que se abrazan cruzados acaban los dos: el que la base deshizo se repite', async () => {
		const cruzar = (primero: string, segundo: string) =>
			base.enTransaccion(async (tx) => {
				for (const id of [primero, segundo]) {
					await tx
						.updateTable('plantel')
						.set((e) => ({ asientosDados: e('asientosDados', '+', 1) }))
						.where('id', '=', id)
						.execute()
					await pausa(30)
				}
			})
		const cuentas = async () =>
			(
				await base.db
					.selectFrom('plantel')
					.select('asientosDados')
					.where('id', 'in', ['atlacomulco', 'tlalpan'])
					.execute()
			).map((plantel) => plantel.asientosDados)
		const antes = await cuentas()
		await Promise.all([cruzar('atlacomulco', 'tlalpan'), cruzar('tlalpan', 'atlacomulco')])
		expect(await cuentas()).toEqual(antes.map((cuenta) => cuenta + 2))
	})

	test('una falla que no es choque no se repite', async () => {
		let veces = 0
		const obra = base.enTransaccion(async (tx) => {
			veces += 1
			await sql`insert into plantel (id) values ('x')`.execute(tx)
		})
		await expect(obra).rejects.toThrow()
		expect(veces).toBe(1)
	})

	test('una base que sólo exige lo que promete: llaves foráneas y disco en serio', async () => {
		const huerfano = sql`insert into plantel (id, entidad_id, nombre, cct) values ('x', 'nadie', 'a', 'b')`
		await expect(base.enTransaccion((tx) => huerfano.execute(tx))).rejects.toThrow(/foreign key/i)
		if (base.dialecto === 'postgres') return
		const valor = async (pragma: string) =>
			base.enTransaccion(
				async (tx) => Object.values((await sql.raw(`pragma ${pragma}`).execute(tx)).rows[0] ?? {})[0],
			)
		expect(await valor('journal_mode')).toBe('wal')
		expect(await valor('synchronous')).toBe(2)
		expect(await valor('recursive_triggers')).toBe(1)
	})

	test('si otro proceso tiene el archivo, se espera sin detener a este proceso', async () => {
		// PostgreSQL espera en el servidor: aquí no hay nada que detener.
		if (destino.dialecto === 'postgres') return
		const ajena = new Database(destino.url.slice('sqlite:'.length))
		ajena.exec('begin immediate')
		const antes = await dados()
		const obra = sumar()
		let latidos = 0
		const latir = setInterval(() => (latidos += 1), 10)
		await pausa(700)
		ajena.exec('rollback')
		ajena.close()
		await obra
		clearInterval(latir)
		expect(latidos).toBeGreaterThan(3)
		expect(await dados()).toBe(antes + 1)
	})
})

test('el turno se da en orden, se cede una sola vez, y quien espera demasiado se va con una frase', async () => {
	const turno = crearTurno(40)
	const ceder = await turno()
	const orden: number[] = []
	const filas = [1, 2].map(async (n) => {
		const suelta = await turno()
		orden.push(n)
		suelta()
		suelta()
	})
	ceder()
	await Promise.all(filas)
	expect(orden).toEqual([1, 2])
	const otra = await turno()
	await expect(turno()).rejects.toThrow(/La base está ocupada/)
	otra()
	const ultima = await turno()
	ultima()
})
