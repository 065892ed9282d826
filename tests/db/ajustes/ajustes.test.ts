import { beforeEach, describe, expect, test } from 'vitest'
import { fijarAjuste } from '../../../bff/application/ajustes/fijar-ajuste.ts'
import { leerAjuste } from '../../../bff/application/ajustes/leer-ajuste.ts'
import { listarAjustes } from '../../../bff/application/ajustes/listar-ajustes.ts'
import { exigir } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, ESCOLARES, ESTATAL, type Escena, montar } from '../escena.ts'

const DSE: Actor = { ...actor('dse', { tipo: 'nacional' }), personaId: 'p-dse' }
const CDMX: Actor = {
	...actor('escolares-estatal', { tipo: 'entidad', entidadId: 'cdmx' }),
	personaId: 'p-dse',
}
const RAZON = 'Se acordó en la reunión de julio'

enAmbasBases('ajustes', (abrir) => {
	let escena: Escena
	beforeEach(async () => {
		escena = await montar(await abrir())
		await escena.base.db
			.insertInto('persona')
			.values({
				id: 'p-dse',
				tid: null,
				oid: null,
				correo: 'dse@conalep.edu.mx',
				nombre: 'Elena',
				primerApellido: 'Nacional',
				segundoApellido: null,
				curp: null,
				idCargo: null,
				cargo: null,
				perfil: 'dse',
				entidadId: null,
				plantelId: null,
			})
			.execute()
		return () => escena.base.cerrar()
	})

	const fijar = (
		quien: Actor,
		valor: string | number | null,
		anterior: string | number,
		clave = 'muestra-minimo',
	) => fijarAjuste(escena.deps)({ actor: quien, clave, valor, anterior, razon: RAZON })
	const minimo = (entidadId: string | null) => leerAjuste(escena.base.db, 'muestra-minimo', entidadId)
	const cuantos = async () => (await escena.base.db.selectFrom('ajuste').selectAll().execute()).length
	const deLista = async (quien: Actor) => {
		const { ajustes, entidad } = exigir(await listarAjustes(escena)({ actor: quien }))
		const ajuste = ajustes.find(({ clave }) => clave === 'muestra-minimo')
		if (!ajuste) throw new Error('Falta el ajuste')
		return { entidad, ...ajuste }
	}

	test('vale el de la entidad, si no el nacional, si no el de omisión', async () => {
		expect([await minimo('mex'), await minimo('cdmx'), await minimo(null)]).toEqual([3, 3, 3])
		exigir(await fijar(DSE, 5, 3))
		expect([await minimo('mex'), await minimo('cdmx'), await minimo(null)]).toEqual([5, 5, 5])
		exigir(await fijar(ESTATAL, 8, 5))
		expect([await minimo('mex'), await minimo('cdmx'), await minimo(null)]).toEqual([8, 5, 5])
		exigir(await fijar(DSE, 6, 5))
		expect([await minimo('mex'), await minimo('cdmx')]).toEqual([8, 6])
		// Quitado el propio, vuelve a valer el de arriba; y nada se borró.
		exigir(await fijar(ESTATAL, null, 8))
		expect([await minimo('mex'), await cuantos()]).toEqual([6, 4])
	})

	test('una opción se guarda y se lee como opción', async () => {
		exigir(await fijar(ESTATAL, 'esperar', 'sellar', 'revocacion-sin-respuesta'))
		expect(await leerAjuste(escena.base.db, 'revocacion-sin-respuesta', 'mex')).toBe('esperar')
	})

	test('cada cambio queda en la bitácora con antes, después y razón', async () => {
		exigir(await fijar(DSE, 5, 3))
		exigir(await fijar(ESTATAL, 8, 5))
		const renglones = await escena.base.db
			.selectFrom('bitacora')
			.select(['quien', 'objeto', 'entidadId', 'detalle'])
			.where('acto', '=', 'fijar-ajuste')
			.orderBy('id')
			.execute()
		expect(renglones.map((r) => ({ ...r, detalle: JSON.parse(r.detalle) as unknown }))).toEqual([
			{
				quien: 'p-dse',
				objeto: 'ajuste:muestra-minimo',
				entidadId: null,
				detalle: { antes: 3, origen: 'omision', despues: 5, razon: RAZON },
			},
			{
				quien: ESTATAL.personaId,
				objeto: 'ajuste:muestra-minimo',
				entidadId: 'mex',
				detalle: { antes: 5, origen: 'nacional', despues: 8, razon: RAZON },
			},
		])
	})

	test('si otro lo cambió entretanto, no se pisa y se dice cuánto es ahora', async () => {
		exigir(await fijar(DSE, 5, 3))
		expect(await fijar(DSE, 9, 3)).toMatchObject({
			motivo: 'ajuste-cambiado',
			datos: { ahora: '5 certificados' },
		})
		// También si lo que cambió fue el de arriba.
		expect(await fijar(ESTATAL, 9, 3)).toMatchObject({ motivo: 'ajuste-cambiado' })
		expect([await minimo(null), await cuantos()]).toEqual([5, 1])
	})

	test('de ocho a la vez sobre lo mismo gana uno, y los otros siete lo saben', async () => {
		const valores = [10, 11, 12, 13, 14, 15, 16, 17]
		const resultados = await Promise.all(valores.map((valor) => fijar(DSE, valor, 3)))
		expect(resultados.filter(({ ok }) => ok)).toHaveLength(1)
		expect(resultados.flatMap((resultado) => (resultado.ok ? [] : [resultado.motivo]))).toEqual(
			Array(7).fill('ajuste-cambiado'),
		)
		const gano = valores[resultados.findIndex(({ ok }) => ok)]
		expect([await minimo(null), await cuantos()]).toEqual([gano, 1])
	})

	test('repetir la misma orden es inofensivo', async () => {
		exigir(await fijar(DSE, 5, 3))
		exigir(await fijar(DSE, 5, 3))
		exigir(await fijar(ESTATAL, null, 5))
		expect(await cuantos()).toBe(1)
	})

	test.each([0, 101, 2.5, 'tres'])('fuera de rango no se guarda: %s', async (valor) => {
		expect(await fijar(DSE, valor, 3)).toMatchObject({ motivo: 'ajuste-invalido' })
		expect(await cuantos()).toBe(0)
	})

	test('quien no puede, no; y una clave que no existe no se encuentra', async () => {
		expect(await fijar(ESCOLARES, 5, 3)).toMatchObject({ motivo: 'sin-permiso' })
		expect(await listarAjustes(escena)({ actor: ESCOLARES })).toMatchObject({ motivo: 'sin-permiso' })
		expect(await fijar(DSE, 5, 3, 'inventado')).toMatchObject({ motivo: 'no-encontrado' })
		expect(await cuantos()).toBe(0)
	})

	describe('la lista', () => {
		beforeEach(async () => {
			exigir(await fijar(DSE, 5, 3))
			exigir(await fijar(ESTATAL, 8, 5))
			exigir(await fijar(CDMX, 9, 5))
			exigir(await fijar(CDMX, null, 9))
		})

		test('la entidad ve lo suyo y lo nacional, y nada de otra', async () => {
			const suyo = await deLista(ESTATAL)
			expect(suyo).toMatchObject({
				entidad: 'Colegio Estatal',
				valor: 8,
				origen: 'entidad',
				sinPropio: 5,
				editable: true,
				excepciones: [],
			})
			expect(suyo.historial.map(({ entidad, valor, quien }) => [entidad, valor, quien])).toEqual([
				['Colegio Estatal', 8, 'Rosa Inventada'],
				[null, 5, 'Elena Nacional'],
			])
		})

		test('la nación ve el de todos, quién tiene el suyo y el historial entero', async () => {
			const nacional = await deLista(DSE)
			expect(nacional).toMatchObject({
				entidad: null,
				valor: 5,
				origen: 'nacional',
				sinPropio: 3,
				excepciones: [{ entidad: 'Colegio Estatal', valor: 8 }],
			})
			expect(nacional.historial.map(({ entidad, valor }) => [entidad, valor])).toEqual([
				['UODCDMX', null],
				['UODCDMX', 9],
				['Colegio Estatal', 8],
				[null, 5],
			])
		})
	})
})
