import { afterEach, beforeEach, expect, test } from 'vitest'
import { anotarVarias, hojaDe } from '../../../bff/application/bitacora.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { huella } from '../../../bff/adapters/huella.ts'
import { trabajoEncadenarBitacora } from '../../../bff/jobs/encadenar-bitacora.ts'
import { enAmbasBases } from '../ambas.ts'
import { montarRegistro, type Registro } from './entorno.ts'

enAmbasBases('bitácora', (abrir) => {
	let registro: Registro
	let base: Base
	beforeEach(async () => {
		registro = await montarRegistro(abrir)
		base = registro.base
	})
	afterEach(() => base.cerrar())

	const anotarUnas = (cuantas: number, reloj = registro.reloj) =>
		base.enTransaccion((tx) =>
			anotarVarias(
				tx,
				{ ...registro.escena.deps, reloj },
				Array.from({ length: cuantas }, (_, i) => ({
					autor: { sistema: 'prueba' },
					acto: 'probar',
					objeto: `prueba:${i}`,
					detalle: { razon: 'porque sí', ñ: 'á' },
				})),
			),
		)
	const encadenar = () => registro.encadenar('bitacora')
	const verificar = (cabeza?: string) =>
		registro.verificar('bitacora', cabeza === undefined ? {} : { cabeza })
	const clases = async (cabeza?: string) =>
		(await verificar(cabeza)).hallazgos.map((hallazgo) => hallazgo.clase)
	const conPermisos = (orden: string) => registro.conPermisos(orden)
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
			registro.pasar(1000)
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
		const { reloj, firmarPunto } = registro
		const { ejecutar } = trabajoEncadenarBitacora({ base, reloj, huella, firmarPunto })
		await ejecutar({})
		expect(await verificar()).toMatchObject({ encadenados: 0, porEncadenar: 3, hallazgos: [] })
		registro.pasar(11_000)
		await ejecutar({})
		expect(await verificar()).toMatchObject({ encadenados: 3, porEncadenar: 0, puntos: 1, hallazgos: [] })
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
				clase: 'cambiado',
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
		expect(await clases()).toEqual(['cambiado'])
		await conPermisos(`update bitacora_hoja set hoja = '${hoja}' where bitacora_id = '${id}'`)
		expect((await verificar()).hallazgos).toMatchObject([{ clase: 'eslabon-cambiado', indice: 3, id }])
	})

	test('quitar un eslabón con su renglón se nota', async () => {
		await anotarUnas(5)
		await encadenar()
		const id = await enLugar(2)
		await conPermisos(`delete from bitacora_hoja where bitacora_id = '${id}'`)
		await conPermisos(`delete from bitacora where id = '${id}'`)
		expect((await verificar()).hallazgos).toMatchObject([{ clase: 'eslabon-quitado', indice: 3 }])
	})

	test('meter un renglón con hora vieja se nota, antes y después de encadenarlo', async () => {
		const antes = registro.reloj()
		registro.pasar(3_600_000)
		await anotarUnas(3)
		await encadenar()
		await anotarUnas(1, () => antes)
		expect(await clases()).toEqual(['metido'])
		await encadenar()
		expect(await clases()).toEqual(['metido'])
	})

	test('cortar el final con todo y sus firmas sólo lo delata un eslabón anotado fuera', async () => {
		await anotarUnas(5)
		await encadenar()
		const { cabeza } = await verificar()
		const id = await enLugar(4)
		await conPermisos(`delete from bitacora_hoja where bitacora_id = '${id}'`)
		await conPermisos(`delete from bitacora where id = '${id}'`)
		expect(await clases()).toEqual(['no-corresponde'])
		await conPermisos(`delete from punto_control`)
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
})
