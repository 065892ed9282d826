import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NombreCatalogo } from '../../../bff/application/catalogos/definiciones.ts'
import { enCsv } from '../../../bff/application/catalogos/exportar.ts'
import { mirarCatalogo } from '../../../bff/application/catalogos/mirar.ts'
import { exigir } from '#core/domain/result.ts'
import { enAmbasBases } from '../ambas.ts'
import { type Escena, montar } from '../escena.ts'
import { importarDePrueba, OPERADOR } from './archivos.ts'
import { ponerValor } from './sembrar.ts'

enAmbasBases('lo que un archivo de catálogo trae mal', (abrir) => {
	let escena: Escena
	beforeAll(async () => {
		escena = await montar(await abrir())
	})
	afterAll(() => escena.base.cerrar())

	const errores = async (catalogo: NombreCatalogo, ...renglones: readonly (readonly string[])[]) => {
		const importacion = await importarDePrueba(escena, catalogo, ...renglones)
		expect(importacion).toMatchObject({
			importado: false,
			vista: null,
			totalErrores: importacion.errores.length,
		})
		return importacion.errores
	}
	const contar = async (tabla: 'catalogoImportacion' | 'catalogoValor') =>
		Number(
			(
				await escena.base.db
					.selectFrom(tabla)
					.select((e) => e.fn.countAll<number>().as('n'))
					.executeTakeFirstOrThrow()
			).n,
		)

	test('todo o nada: un error, y no se guarda ninguno', async () => {
		const [valores, importaciones] = [await contar('catalogoValor'), await contar('catalogoImportacion')]
		expect(
			await errores('cargo', ['40', 'Bueno', '2026-01-01', ''], ['x', 'Malo', '2026-01-01', '']),
		).toEqual([
			{ linea: 3, columna: 'CLAVE', valor: 'x', razon: 'Es un número entero, de hasta diez cifras.' },
		])
		expect([await contar('catalogoValor'), await contar('catalogoImportacion')]).toEqual([
			valores,
			importaciones,
		])
	})

	describe('cada error dice renglón, columna, valor y razón', () => {
		test.each([
			['sin nombre', 'entidad-federativa', ['01', '', '2026-01-01', ''], 'NOMBRE', '', /vacío/],
			[
				'una federativa que no existe',
				'entidad-federativa',
				['33', 'X', '2026-01-01', ''],
				'CLAVE',
				'33',
				/01 a 32/,
			],
			['sin su cero a la izquierda', 'municipio', ['9007', 'X', '2026-01-01', ''], 'CLAVE', '9007', /ceros/],
			['una fecha que no hay', 'cargo', ['50', 'X', '2026-02-30', ''], 'DESDE', '2026-02-30', /no existe/],
			['sin empezar', 'cargo', ['50', 'X', '', ''], 'DESDE', '', /vacío/],
			['al revés', 'cargo', ['50', 'X', '2026-02-02', '2026-02-01'], 'HASTA', '2026-02-01', /anterior/],
			['con pleca', 'cargo', ['50', 'A|B', '2026-02-02', ''], 'NOMBRE', 'A|B', /pleca/],
			['PC-SINEMS sin término', 'pc-sinems', ['15DPT0001A', '2026-01-01', ''], 'HASTA', '', /vacío/],
			[
				'de un plantel que no hay',
				'pc-sinems',
				['09DPT9999Z', '2026-01-01', '2027-01-01'],
				'CCT',
				'09DPT9999Z',
				/Planteles/,
			],
		] as const)('%s', async (_, catalogo, renglon, columna, valor, razon) => {
			expect(await errores(catalogo, renglon)).toEqual([
				{ linea: 2, columna, valor, razon: expect.stringMatching(razon) },
			])
		})

		test('un patrón de matrícula que podría tardar siglos en compararse', async () => {
			const comunes = ['15', '9', 'SEN', 'SEMS', '99999', '1']
			const renglon = ['otra', 'Otra', 'colegio-estatal', ...comunes, '^(\\d+)+$', '2026-01-01', '']
			expect(await errores('entidad', renglon)).toEqual([
				{
					...{ linea: 2, columna: 'PATRON_MATRICULA', valor: '^(\\d+)+$' },
					razon: expect.stringMatching(/sin grupos/),
				},
			])
		})

		test('dos vigencias que se enciman, en el archivo o con lo que ya había', async () => {
			await importarDePrueba(escena, 'cargo', ['60', 'X', '2026-01-01', '2026-06-30'])
			const encimado = { columna: 'HASTA', razon: expect.stringMatching(/Se encima/) }
			expect(
				await errores('cargo', ['61', 'X', '2026-01-01', '2026-06-30'], ['61', 'X', '2026-06-30', '']),
			).toEqual([{ linea: 2, valor: '2026-06-30', ...encimado }])
			expect(await errores('cargo', ['60', 'X', '2025-01-01', '2026-01-01'])).toEqual([
				{ linea: 2, valor: '2026-01-01', ...encimado },
			])
			expect(await errores('cargo', ['62', 'X', '2026-01-01', ''], ['62', 'X', '2026-01-01', ''])).toEqual([
				{ linea: 3, columna: 'DESDE', valor: '2026-01-01', razon: expect.stringMatching(/renglón 2/) },
			])
		})

		test('una columna que falta', async () => {
			const bytes = enCsv([
				['CLAVE', 'DESDE', 'HASTA'],
				['1', '2026-01-01', ''],
			])
			const orden = { actor: OPERADOR, catalogo: 'cargo', archivo: 'a.csv', bytes }
			expect(exigir(await mirarCatalogo(escena.deps)(orden)).errores).toEqual([
				{ linea: 1, columna: 'NOMBRE', valor: '', razon: expect.stringMatching(/Falta esta columna/) },
			])
		})
	})

	describe('lo que un catálogo nombra de otro', () => {
		const plantel = (clave: string, cct: string, tipo: string, patron = '') =>
			[clave, 'mex', 'Nuevo', cct, tipo, '15106', '', '1', patron, '2026-01-01', ''] as const

		test('tiene que estar, y regir todo el tiempo que rija quien lo nombra', async () => {
			await ponerValor(escena.base, 'tipo-plantel', '2', { nombre: 'Dos' }, { hasta: '2026-12-31' })
			expect(await errores('plantel', plantel('nuevo', '15DPT0101A', '99'))).toEqual([
				{ linea: 2, columna: 'TIPO_PLANTEL', valor: '99', razon: expect.stringMatching(/No está/) },
			])
			expect(await errores('plantel', plantel('nuevo', '15DPT0101A', '2'))).toEqual([
				{ linea: 2, columna: 'TIPO_PLANTEL', valor: '2', razon: expect.stringMatching(/2027-01-01/) },
			])
		})

		test('y no se termina antes que quien lo nombra', async () => {
			expect(await errores('tipo-plantel', ['1', '', '1900-01-01', '2026-12-31'])).toEqual([
				{
					...{ linea: 2, columna: 'HASTA', valor: '1' },
					razon: expect.stringMatching(/«Planteles»: .*toluca.* y 1 más\. Termine/),
				},
			])
			// Si otra vigencia la releva, sí.
			expect(
				await importarDePrueba(escena, 'tipo-plantel', ['1', 'Otro nombre', '2027-01-01', '']),
			).toMatchObject({
				importado: true,
				altas: 1,
				bajas: 1,
			})
		})

		test('dos planteles no comparten una CCT', async () => {
			expect(await errores('plantel', plantel('nuevo', '15DPT0001A', '1'))).toEqual([
				{ linea: 2, columna: 'CCT', valor: '15DPT0001A', razon: expect.stringMatching(/toluca/) },
			])
		})

		test('ni el patrón de sus matrículas (10)', async () => {
			const deLerma = '^7\\d{8}-\\d$'
			expect(await errores('plantel', plantel('nuevo', '15DPT0101A', '1', deLerma))).toEqual([
				{ linea: 2, columna: 'PATRON_MATRICULA', valor: deLerma, razon: expect.stringMatching(/lerma/) },
			])
		})

		test('un plantel nuevo queda donde las demás tablas lo nombran, en la misma transacción', async () => {
			await importarDePrueba(escena, 'plantel', plantel('nuevo', '15DPT0101A', '1', '^55\\d{7}-\\d$'))
			expect(
				await escena.base.db.selectFrom('plantel').selectAll().where('id', '=', 'nuevo').executeTakeFirst(),
			).toEqual({
				...{ id: 'nuevo', entidadId: 'mex', nombre: 'Nuevo', cct: '15DPT0101A', asientosDados: 0 },
				patronMatricula: '^55\\d{7}-\\d$',
			})
		})
	})
})
