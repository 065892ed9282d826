import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verLibro } from '../../../bff/application/folios/ver-libro.ts'
import { buscarEnLibro } from '../../../bff/application/libro/buscar.ts'
import { imprimirLibro } from '../../../bff/application/libro/imprimir.ts'
import { verVolumenes } from '../../../bff/application/libro/volumenes.ts'
import type { DatosPdfLibro } from '../../../bff/application/ports.ts'
import { registrar } from '../../../bff/application/tramites/registrar.ts'
import type { FojaLibro } from '#core/contract/libro.ts'
import { hojaDeAsiento } from '#core/registro/hoja-de-libro.ts'
import { enAmbasBases } from '../ambas.ts'
import { actor, AHORA, enPlantel, type Escena, ESCOLARES, ESTATAL, HOY_EN_MEXICO, montar } from '../escena.ts'

enAmbasBases('el Libro Electrónico (8)', (abrir) => {
	let escena: Escena
	let ids: string[]
	beforeAll(async () => {
		escena = await montar(await abrir())
		await escena.agregarRango(1, 1000)
		// 4 asientos por foja y 3 fojas por volumen: 14 llegan al volumen 2, foja 1, renglón 2.
		ids = await escena.agregarTramites(14)
		await registrar(escena.deps)({ actor: ESCOLARES, tramites: ids })
	})
	afterAll(() => escena.base.cerrar())

	const ver = async (orden: Parameters<ReturnType<typeof verLibro>>[0]): Promise<FojaLibro> => {
		const visto = await verLibro({ base: escena.base })(orden)
		if (!visto.ok) throw new Error(visto.motivo)
		return visto.valor
	}

	test('abre en la última foja escrita', async () => {
		const foja = await ver({ actor: ESCOLARES })
		expect(foja).toMatchObject({
			plantel: { id: 'toluca' },
			volumen: 2,
			foja: 1,
			ultimoVolumen: 2,
			ultimaFoja: 1,
			fojasPorVolumen: [3, 200],
		})
		expect(foja.asientos.map((a) => [a.renglon, a.folio, a.fecha])).toEqual([
			[1, 'CE20180000013', HOY_EN_MEXICO],
			[2, 'CE20180000014', HOY_EN_MEXICO],
		])
		expect(foja.asientos[0]?.nombre).toBe('MARIA DE LOS ANGELES MUÑOZ DE LA CRUZ')
	})

	test('cualquier foja escrita se lee completa', async () => {
		const foja = await ver({ actor: ESCOLARES, volumen: 1, foja: 2 })
		expect(foja.asientos.map((a) => a.folio)).toEqual([
			'CE20180000005',
			'CE20180000006',
			'CE20180000007',
			'CE20180000008',
		])
		expect((await ver({ actor: ESCOLARES, volumen: 1 })).foja).toBe(1)
	})

	test('las notas marginales van con su asiento, en el orden en que se pusieron', async () => {
		const folio = 'CE20180000001'
		for (const [i, texto] of ['Primera nota', 'Segunda nota'].entries()) {
			await escena.base.db
				.insertInto('notaMarginal')
				.values({ id: `n${i}`, folio, texto, personaId: null, momento: `${AHORA.slice(0, -5)}.00${i}Z` })
				.execute()
		}
		const foja = await ver({ actor: ESCOLARES, volumen: 1, foja: 1 })
		expect(foja.asientos.map((a) => a.notas.map(({ texto }) => texto))).toEqual([
			['Primera nota', 'Segunda nota'],
			[],
			[],
			[],
		])
	})

	test('el índice dice qué lleva cada volumen, y cuánto se canceló', async () => {
		const cancelado = { folio: 'CE20180000001', notaId: 'n0', razon: 'Se dañó', momento: AHORA }
		await escena.base.db
			.insertInto('folioCancelado')
			.values({ ...cancelado, personaId: ESCOLARES.personaId })
			.execute()
		const visto = await verVolumenes({ base: escena.base })({ actor: ESCOLARES })
		const fechas = { desde: HOY_EN_MEXICO, hasta: HOY_EN_MEXICO }
		expect(visto).toMatchObject({
			valor: {
				plantel: { id: 'toluca' },
				volumenes: [
					{
						...{ volumen: 1, fojas: 3, asientos: 12, cancelados: 1, ...fechas },
						...{ primerFolio: 'CE20180000001', ultimoFolio: 'CE20180000012' },
					},
					{
						...{ volumen: 2, fojas: 1, asientos: 2, cancelados: 0, ...fechas },
						...{ primerFolio: 'CE20180000013', ultimoFolio: 'CE20180000014' },
					},
				],
			},
		})
		const foja = await ver({ actor: ESCOLARES, volumen: 1, foja: 1 })
		expect(foja.asientos.map((a) => a.cancelado)).toEqual([true, false, false, false])
	})

	test('muestra el nombre confirmado en cuanto lo hay', async () => {
		await escena.base.db
			.updateTable('tramite')
			.set({ nombre: 'María de los Ángeles', primerApellido: 'Muñoz', segundoApellido: 'De la Cruz' })
			.where('id', '=', ids[13] ?? '')
			.execute()
		const foja = await ver({ actor: ESCOLARES })
		expect(foja.asientos[1]?.nombre).toBe('María de los Ángeles Muñoz De la Cruz')
	})

	test.each([[{ volumen: 3 }], [{ volumen: 2, foja: 2 }], [{ volumen: 1, foja: 4 }]])(
		'la foja %o todavía no existe',
		async (pedida) => {
			expect(await verLibro({ base: escena.base })({ actor: ESCOLARES, ...pedida })).toMatchObject({
				motivo: 'no-encontrado',
			})
		},
	)

	test('un Libro nuevo está abierto en su primera foja, en blanco', async () => {
		const foja = await ver({ actor: ESTATAL, plantel: 'lerma' })
		expect(foja).toMatchObject({ volumen: 1, foja: 1, ultimoVolumen: 1, ultimaFoja: 1, asientos: [] })
		expect(foja.planteles.map((p) => p.id)).toEqual(['atlacomulco', 'lerma', 'toluca'])
	})

	test('nadie ve el Libro de otro plantel ni de otra entidad', async () => {
		const leer = verLibro({ base: escena.base })
		const ajenos = [
			[ESCOLARES, 'lerma', 'no-encontrado'],
			[actor('director-plantel', enPlantel('tlalpan')), 'toluca', 'no-encontrado'],
			[ESTATAL, 'tlalpan', 'no-encontrado'],
			[actor('ti', { tipo: 'nacional' }), 'toluca', 'sin-permiso'],
			[ESTATAL, 'no-existe', 'no-encontrado'],
		] as const
		for (const [quien, plantel, motivo] of ajenos) {
			expect(await leer({ actor: quien, plantel })).toMatchObject({ ok: false, motivo })
		}
		expect(
			(await ver({ actor: actor('dse', { tipo: 'nacional' }), plantel: 'toluca' })).asientos,
		).toHaveLength(2)
	})

	describe('buscar', () => {
		const hallar = async (q: string, quien = ESCOLARES, plantel?: string) => {
			const visto = await buscarEnLibro({ base: escena.base })({ actor: quien, q, plantel })
			if (!visto.ok) throw new Error(visto.motivo)
			return visto.valor.hallados
		}
		const asiento = async () => {
			const [uno] = await hallar('ce20180000007')
			if (!uno) throw new Error('no está')
			return uno
		}

		test('por folio, CUV, matrícula o nombre, sin importar mayúsculas ni acentos, y dice dónde está', async () => {
			const uno = await asiento()
			expect(uno).toMatchObject({ folio: 'CE20180000007', volumen: 1, foja: 2, renglon: 3 })
			expect(uno.plantel).toEqual({ id: 'toluca', nombre: 'Plantel toluca' })
			const deCuv = uno.cuv.toLowerCase().replaceAll('-', '')
			for (const q of [uno.cuv, deCuv, uno.matricula, 'CE2018 0000007', '0000007']) {
				expect(
					(await hallar(q)).map(({ folio }) => folio),
					q,
				).toEqual(['CE20180000007'])
			}
			expect(await hallar('ángeles munoz')).toHaveLength(14)
			expect(await hallar(`angeles ${uno.matricula}`)).toHaveLength(1)
			expect(await hallar('nadie así')).toEqual([])
			expect(await hallar('%%%')).toEqual([])
		})

		test('sólo en lo que se alcanza', async () => {
			const { folio, cuv, matricula } = await asiento()
			const dse = actor('dse', { tipo: 'nacional' })
			const ajenos = [
				actor('director-plantel', enPlantel('lerma')),
				actor('escolares-plantel', enPlantel('tlalpan')),
			]
			for (const q of [folio, cuv, matricula, 'munoz']) {
				for (const ajeno of ajenos) expect(await hallar(q, ajeno)).toEqual([])
				expect(await hallar(q, ESTATAL, 'lerma')).toEqual([])
				expect((await hallar(q, ESTATAL)).length).toBeGreaterThan(0)
				expect((await hallar(q, dse, 'toluca')).length).toBeGreaterThan(0)
			}
			const ti = await buscarEnLibro({ base: escena.base })({
				actor: actor('ti', { tipo: 'nacional' }),
				q: folio,
			})
			expect(ti).toMatchObject({ motivo: 'sin-permiso' })
		})
	})

	describe('imprimir', () => {
		const imprimir = (
			orden: Omit<Parameters<ReturnType<typeof imprimirLibro>>[0], 'actor'>,
			quien = ESCOLARES,
		) => {
			const pedidos: DatosPdfLibro[] = []
			const pintarLibro = (datos: DatosPdfLibro) => {
				pedidos.push(datos)
				return Promise.resolve(new Uint8Array([37]))
			}
			const { base, deps } = escena
			return imprimirLibro({ base, huella: deps.huella, pintarLibro })({ actor: quien, ...orden }).then(
				(dicho) => ({
					dicho,
					datos: pedidos[0],
				}),
			)
		}

		test('una foja o el volumen, en orden, con la hoja de cada asiento y sus notas', async () => {
			const { dicho, datos } = await imprimir({ volumen: 1, foja: 1 })
			expect(dicho).toMatchObject({ valor: { nombre: 'libro-volumen-1-foja-1.pdf' } })
			expect(datos).toMatchObject({ plantel: 'Plantel toluca', volumen: 1, punto: null })
			expect(datos?.asientos.map(({ renglon, foja }) => [foja, renglon])).toEqual(
				[1, 2, 3, 4].map((r) => [1, r]),
			)
			expect(datos?.asientos[0]?.notas.map(({ texto }) => texto)).toEqual(['Primera nota', 'Segunda nota'])
			const fila = await escena.base.db
				.selectFrom('asiento')
				.selectAll()
				.where('numero', '=', 2)
				.executeTakeFirstOrThrow()
			expect(datos?.asientos[1]?.hoja).toBe(hojaDeAsiento(escena.deps.huella, fila))
			const entero = await imprimir({ volumen: 1 })
			expect(entero.datos?.asientos.map(({ folio }) => folio)).toEqual(
				Array.from({ length: 12 }, (_, i) => `CE2018${String(i + 1).padStart(7, '0')}`),
			)
		})

		test('lo que no existe o no se alcanza no se imprime', async () => {
			expect((await imprimir({ volumen: 9 })).dicho).toMatchObject({ motivo: 'no-encontrado' })
			expect((await imprimir({ volumen: 1, foja: 9 })).dicho).toMatchObject({ motivo: 'no-encontrado' })
			const ajeno = actor('escolares-plantel', enPlantel('lerma'))
			const pedido = await imprimir({ volumen: 1, plantel: 'toluca' }, ajeno)
			expect(pedido).toEqual({
				dicho: expect.objectContaining({ motivo: 'no-encontrado' }),
				datos: undefined,
			})
		})
	})

	test('la base misma niega cambiar o borrar un asiento o un folio', async () => {
		const { db } = escena.base
		await expect(db.updateTable('asiento').set({ foja: 9 }).execute()).rejects.toThrow('registro_solo_agrega')
		await expect(db.deleteFrom('asiento').execute()).rejects.toThrow('registro_solo_agrega')
		await expect(db.updateTable('folio').set({ numero: 9 }).execute()).rejects.toThrow('registro_solo_agrega')
		await expect(db.deleteFrom('folio').execute()).rejects.toThrow('registro_solo_agrega')
	})
})
