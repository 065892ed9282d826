import { expect, test } from 'vitest'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import { enAmbasBases } from '../ambas.ts'
import { escenasDe } from './abrir-escena.ts'
import { AHORA, ESCOLARES, HOY_EN_MEXICO } from '../escena.ts'
import { comprobarLibro } from './libro.ts'

enAmbasBases('registrar (8)', (abrir) => {
	const { escena } = escenasDe(abrir)

	test('da folio, asiento, CUV y fecha local, y lo anota', async () => {
		const { base, deps, agregarTramites, agregarRango } = await escena()
		await agregarRango(100, 199)
		const ids = await agregarTramites(5)
		const filas = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
		expect(filas).toEqual(ids.map((id) => ({ id, hecho: true })))
		expect(await comprobarLibro(base, 'toluca')).toBe(5)
		const asientos = await base.db.selectFrom('asiento').selectAll().orderBy('numero').execute()
		expect(asientos.map((a) => [a.tramiteId, a.folio, a.foja, a.renglon])).toEqual([
			[ids[0], 'CE20180000100', 1, 1],
			[ids[1], 'CE20180000101', 1, 2],
			[ids[2], 'CE20180000102', 1, 3],
			[ids[3], 'CE20180000103', 1, 4],
			[ids[4], 'CE20180000104', 2, 1],
		])
		expect(asientos.every((a) => a.fecha === HOY_EN_MEXICO && a.momento === AHORA)).toBe(true)
		const [primero] = asientos
		expect(primero?.cuv).toBe(
			deps.derivarCuv({
				folio: 'CE20180000100',
				matricula: primero?.matricula ?? '',
				fecha: HOY_EN_MEXICO,
			}),
		)
	})

	test('cada modelo toma de sus propios rangos', async () => {
		const { base, deps, agregarTramites, agregarRango } = await escena()
		await agregarRango(1, 10, { modelo: '2008' })
		await agregarRango(500, 510)
		const ids = [...(await agregarTramites(3, { modelo: '2008' })), ...(await agregarTramites(2))]
		await registrar(deps)({ actor: ESCOLARES, tramites: ids })
		const folios = await base.db.selectFrom('folio').select('folio').orderBy('folio').execute()
		expect(folios.map(({ folio }) => folio)).toEqual([
			'CE20080000001',
			'CE20080000002',
			'CE20080000003',
			'CE20180000500',
			'CE20180000501',
		])
		await comprobarLibro(base, 'toluca')
	})

	test('agotado un rango sigue con el otro, y a los que no alcanzan se les dice sin tocarlos', async () => {
		const { base, deps, agregarTramites, agregarRango } = await escena()
		await agregarRango(50, 51)
		await agregarRango(20, 22)
		const ids = await agregarTramites(7)
		const filas = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
		expect(filas.map((fila) => fila.hecho)).toEqual([true, true, true, true, true, false, false])
		expect(filas[5]).toMatchObject({ motivo: 'sin-folios', frase: expect.stringContaining('modelo 2018') })
		expect(await comprobarLibro(base, 'toluca')).toBe(5)
		const restantes = await base.db
			.selectFrom('tramite')
			.select('estado')
			.where('id', 'in', ids.slice(5))
			.execute()
		expect(restantes).toEqual([{ estado: 'autorizado' }, { estado: 'autorizado' }])
		// Llega otro rango y los que esperaban siguen donde iba el Libro.
		await agregarRango(90, 99)
		const despues = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
		expect(despues.map((fila) => fila.motivo)).toEqual([
			...Array<string>(5).fill('estado-no-permite'),
			undefined,
			undefined,
		])
		expect(await comprobarLibro(base, 'toluca')).toBe(7)
	})

	test('sin un solo folio no escribe nada', async () => {
		const { base, deps, agregarTramites } = await escena()
		const ids = await agregarTramites(2)
		const filas = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
		expect(filas.map((fila) => fila.motivo)).toEqual(['sin-folios', 'sin-folios'])
		expect(await comprobarLibro(base, 'toluca')).toBe(0)
	})

	test('los folios de otro plantel no se tocan', async () => {
		const { base, deps, agregarTramites, agregarRango } = await escena()
		await agregarRango(1, 50, { plantel: 'lerma' })
		const ids = await agregarTramites(1)
		const [fila] = await registrar(deps)({ actor: ESCOLARES, tramites: ids })
		expect(fila).toMatchObject({ hecho: false, motivo: 'sin-folios' })
		expect(await comprobarLibro(base, 'lerma')).toBe(0)
	})

	test('el mismo trámite pedido dos veces a la vez se registra una', async () => {
		const { base, deps, agregarTramites, agregarRango } = await escena()
		await agregarRango(1, 50)
		const [id = ''] = await agregarTramites(1)
		const acto = registrar(deps)
		const respuestas = await Promise.all(
			Array.from({ length: 4 }, () => acto({ actor: ESCOLARES, tramites: [id, id] })),
		)
		expect(
			respuestas
				.flat()
				.map((fila) => fila.motivo ?? 'hecho')
				.sort(),
		).toEqual(['estado-no-permite', 'estado-no-permite', 'estado-no-permite', 'hecho'])
		expect(await comprobarLibro(base, 'toluca')).toBe(1)
	})

	test('una falla a medio registro no deja nada, y los números vuelven', async () => {
		const { base, deps, agregarTramites, agregarRango } = await escena()
		await agregarRango(1, 50)
		const ids = await agregarTramites(3)
		let dadas = 0
		const derivarCuv: typeof deps.derivarCuv = (datos) => {
			dadas += 1
			if (dadas === 2) throw new Error('la llave no responde')
			return deps.derivarCuv(datos)
		}
		const orden = { actor: ESCOLARES, tramites: ids }
		await expect(registrar({ ...deps, derivarCuv })(orden)).rejects.toThrow('la llave no responde')
		expect(await comprobarLibro(base, 'toluca')).toBe(0)
		await registrar(deps)(orden)
		expect(await comprobarLibro(base, 'toluca')).toBe(3)
	})
})
