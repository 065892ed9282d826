import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Command } from 'commander'
import { registrarBitacora } from '../../bff/cli/bitacora.ts'
import { anotarVarias, hojaDe } from '../../bff/application/bitacora.ts'
import type { Base } from '../../bff/application/ports.ts'
import { verificarBitacora } from '../../bff/application/verificar-bitacora.ts'
import { huella } from '../../bff/adapters/huella.ts'
import { trabajoEncadenarBitacora } from '../../bff/jobs/encadenar-bitacora.ts'
import type { Instante } from '../../src/core/domain/fecha.ts'
import { enAmbasBases } from './ambas.ts'
import { AHORA, montar, type Escena } from './escena.ts'

enAmbasBases('bitácora', (abrir) => {
	let escena: Escena
	let base: Base
	let pasados = 0
	const reloj = () => new Date(Date.parse(AHORA) + pasados).toISOString() as Instante
	beforeEach(async () => {
		pasados = 0
		escena = await montar(await abrir())
		base = escena.base
	})
	afterEach(() => base.cerrar())

	const anotarUnas = (cuantas: number) =>
		base.enTransaccion((tx) =>
			anotarVarias(
				tx,
				{ ...escena.deps, reloj },
				Array.from({ length: cuantas }, (_, i) => ({
					autor: { sistema: 'prueba' },
					acto: 'probar',
					objeto: `prueba:${i}`,
					detalle: { razon: 'porque sí', ñ: 'á' },
				})),
			),
		)
	const encadenar = () => trabajoEncadenarBitacora({ base, reloj, huella, reposoMs: 0 }).ejecutar({})
	const verificar = (cabeza?: string) =>
		verificarBitacora({ base, huella })(cabeza === undefined ? {} : { cabeza })
	const clases = async (cabeza?: string) =>
		(await verificar(cabeza)).hallazgos.map((hallazgo) => hallazgo.clase)

	/** Como quien entra a la base con todos los permisos: quita los disparadores y hace lo que quiere. */
	const conPermisos = async (orden: string): Promise<void> => {
		if (base.dialecto === 'postgres') {
			await base.enTransaccion(async (tx) => {
				await sql.raw('set local session_replication_role = replica').execute(tx)
				await sql.raw(orden).execute(tx)
			})
			return
		}
		const { rows } = await sql<{ name: string }>`select name from sqlite_schema
			where type = 'trigger' and tbl_name in ('bitacora', 'bitacora_hoja')`.execute(base.db)
		await base.enTransaccion(async (tx) => {
			for (const { name } of rows) await sql.raw(`drop trigger ${name}`).execute(tx)
			await sql.raw(orden).execute(tx)
		})
	}
	const enLugar = async (lugar: number) =>
		(
			await base.db
				.selectFrom('bitacoraHoja')
				.select('bitacoraId')
				.orderBy('indice')
				.offset(lugar)
				.limit(1)
				.executeTakeFirstOrThrow()
		).bitacoraId

	test('encadena todo en orden de tiempo, sin huecos, y verifica bien', async () => {
		for (let i = 0; i < 5; i += 1) {
			await anotarUnas(300)
			pasados += 1000
			if (i % 2 === 0) await encadenar()
		}
		await encadenar()
		const dicho = await verificar()
		expect(dicho).toMatchObject({ encadenados: 1500, porEncadenar: 0, hallazgos: [] })
		const orden = await base.db
			.selectFrom('bitacoraHoja as h')
			.innerJoin('bitacora as b', 'b.id', 'h.bitacoraId')
			.orderBy('h.indice')
			.select(['h.indice', 'b.momento', 'b.id'])
			.execute()
		expect(orden.map((fila) => fila.indice)).toEqual(Array.from({ length: 1500 }, (_, i) => i + 1))
		const llaves = orden.map(({ momento, id }) => `${momento} ${id}`)
		expect(llaves).toEqual([...llaves].sort())
	})

	test('varios secuenciadores a la vez dan una sola cadena', async () => {
		await anotarUnas(2500)
		await Promise.all([encadenar(), encadenar(), encadenar()])
		expect(await verificar()).toMatchObject({ encadenados: 2500, porEncadenar: 0, hallazgos: [] })
	})

	test('lo recién escrito reposa antes de encadenarse', async () => {
		await anotarUnas(3)
		await trabajoEncadenarBitacora({ base, reloj, huella }).ejecutar({})
		expect(await verificar()).toMatchObject({ encadenados: 0, porEncadenar: 3, hallazgos: [] })
		pasados = 11_000
		await trabajoEncadenarBitacora({ base, reloj, huella }).ejecutar({})
		expect(await verificar()).toMatchObject({ encadenados: 3, porEncadenar: 0, hallazgos: [] })
	})

	test('cambiar cualquier columna de un renglón se nota, y se dice cuál renglón', async () => {
		const columnas = ['momento', 'quien', 'perfil', 'acto', 'objeto', 'detalle', 'entidad_id', 'plantel_id']
		await anotarUnas(columnas.length)
		await encadenar()
		const cambiados = await Promise.all(columnas.map((_columna, lugar) => enLugar(lugar)))
		for (const [lugar, columna] of columnas.entries()) {
			const id = cambiados[lugar]
			await conPermisos(`update bitacora set ${columna} = '2026-07-16T03:00:01.000Z' where id = '${id}'`)
		}
		expect((await verificar()).hallazgos).toEqual(
			cambiados.map((id, lugar) => ({
				clase: 'renglon-cambiado',
				indice: lugar + 1,
				id,
				detalle: expect.any(String),
			})),
		)
	})

	test('cambiar un renglón con su hoja recalculada también: la cadena no cuadra', async () => {
		await anotarUnas(5)
		await encadenar()
		const id = await enLugar(2)
		const { hoja: _hoja, ...renglon } = await base.db
			.selectFrom('bitacora')
			.selectAll()
			.where('id', '=', id)
			.executeTakeFirstOrThrow()
		const hoja = hojaDe({ ...renglon, acto: 'otro' }, huella)
		await conPermisos(`update bitacora set acto = 'otro', hoja = '${hoja}' where id = '${id}'`)
		expect(await clases()).toEqual(['renglon-cambiado'])
		await conPermisos(`update bitacora_hoja set hoja = '${hoja}' where bitacora_id = '${id}'`)
		expect((await verificar()).hallazgos).toMatchObject([{ clase: 'eslabon-cambiado', indice: 3, id }])
	})

	test('quitar un eslabón con su renglón se nota', async () => {
		await anotarUnas(5)
		await encadenar()
		const id = await enLugar(2)
		await conPermisos(`delete from bitacora_hoja where bitacora_id = '${id}'`)
		await conPermisos(`delete from bitacora where id = '${id}'`)
		expect((await verificar()).hallazgos).toMatchObject([
			{ clase: 'eslabon-quitado', indice: 3 },
			{ clase: 'eslabon-cambiado', indice: 4 },
		])
	})

	test('meter un renglón con hora vieja se nota, antes y después de encadenarlo', async () => {
		pasados = 3_600_000
		await anotarUnas(3)
		await encadenar()
		pasados = 0
		await anotarUnas(1)
		expect(await clases()).toEqual(['renglon-metido'])
		pasados = 3_600_000
		await encadenar()
		expect(await clases()).toEqual(['renglon-metido'])
	})

	test('cortar el final o reescribirlo todo sólo lo delata un eslabón anotado fuera', async () => {
		await anotarUnas(5)
		await encadenar()
		const { cabeza } = await verificar()
		const id = await enLugar(4)
		await conPermisos(`delete from bitacora_hoja where bitacora_id = '${id}'`)
		await conPermisos(`delete from bitacora where id = '${id}'`)
		expect(await clases()).toEqual([])
		expect(await clases(cabeza)).toEqual(['eslabon-quitado'])
		await anotarUnas(2)
		await encadenar()
		expect(await clases(cabeza)).toEqual(['eslabon-quitado'])
	})

	test('el eslabón anotado fuera sigue valiendo cuando la bitácora crece', async () => {
		await anotarUnas(2)
		await encadenar()
		const { cabeza } = await verificar()
		await anotarUnas(2)
		await encadenar()
		expect(await clases(cabeza)).toEqual([])
	})

	test('la orden de la terminal sale con 0 sólo si está íntegra', async () => {
		await anotarUnas(3)
		await encadenar()
		const correr = async (): Promise<{ codigo: number; dicho: string }> => {
			const programa = new Command().exitOverride()
			const abierta = { ...base, cerrar: () => Promise.resolve() }
			registrarBitacora(programa, async () => ({ ...escena.deps, url: '', base: abierta }))
			const escrito: string[] = []
			const write = process.stdout.write.bind(process.stdout)
			process.stdout.write = (texto: string | Uint8Array) => escrito.push(String(texto)) > 0
			try {
				await programa.parseAsync(['bitacora', 'verificar'], { from: 'user' })
			} finally {
				process.stdout.write = write
			}
			const codigo = Number(process.exitCode ?? 0)
			process.exitCode = 0
			return { codigo, dicho: escrito.join('') }
		}
		expect(await correr()).toMatchObject({ codigo: 0, dicho: expect.stringMatching(/^bien .*3 renglones/) })
		const id = await enLugar(0)
		await conPermisos(`update bitacora set acto = 'otro' where id = '${id}'`)
		expect(await correr()).toMatchObject({ codigo: 1, dicho: expect.stringContaining(id) })
	})
})
