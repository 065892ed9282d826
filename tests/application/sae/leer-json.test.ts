import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { abrirJson } from '../../../bff/application/sae/lector/json.ts'
import type { Renglon } from '../../../bff/application/sae/tabla.ts'
import { bytes, FILA } from './archivo.ts'
import { leerTodo, razonDe } from './leer.ts'

const OTRA = {
	...FILA,
	NOMBRE: 'ANA "LA Ñ" {x}',
	PROMEDIO: 9.1,
	DATOS_VALIDADOS: true,
	CRIP: null,
	MODULOS: [
		{ clave: 'M1', calificacion: 8.5 },
		{ modulo: 'M2', calificacion: 'AC' },
	],
}

describe('JSON de SAE', () => {
	test.each([
		['un arreglo', () => JSON.stringify([FILA, OTRA])],
		['un arreglo con sangría', () => JSON.stringify([FILA, OTRA], null, 2)],
		['uno por renglón', () => `${JSON.stringify(FILA)}\n${JSON.stringify(OTRA)}\n`],
		['con marca UTF-8', () => `\uFEFF${JSON.stringify([FILA, OTRA])}`],
	])('%s se lee igual', async (_que, texto) => {
		const { formato, encabezado, renglones } = await leerTodo(bytes(texto()))
		expect(formato).toBe('json')
		expect(encabezado).toEqual(Object.keys(FILA))
		expect(renglones.map(({ linea }) => linea)).toEqual([1, 2])
		const celdas = Object.fromEntries(encabezado.map((clave, i) => [clave, renglones[1]?.celdas[i]]))
		expect(celdas).toMatchObject({
			NOMBRE: 'ANA "LA Ñ" {x}',
			PROMEDIO: '9.1',
			DATOS_VALIDADOS: 'SI',
			CRIP: '',
			MODULOS: 'M1=8.5|M2=AC',
		})
	})

	test('da igual por dónde se corten los trozos', async () => {
		const texto = JSON.stringify([FILA, OTRA, FILA])
		const leer = async (trozos: readonly string[]): Promise<Renglon[]> => {
			const tabla = await abrirJson(
				(async function* () {
					yield* trozos
				})(),
			)
			const renglones: Renglon[] = []
			for await (const renglon of tabla.renglones) renglones.push(renglon)
			return renglones
		}
		const entero = await leer([texto])
		await fc.assert(
			fc.asyncProperty(fc.array(fc.nat(texto.length), { maxLength: 6 }), async (cortes) => {
				const orden = [0, ...cortes.toSorted((a, b) => a - b), texto.length]
				expect(await leer(orden.slice(1).map((hasta, i) => texto.slice(orden[i], hasta)))).toEqual(entero)
			}),
			{ numRuns: 50 },
		)
	})

	test.each([
		['cortado a la mitad', `[${JSON.stringify(FILA)},{"MATRICULA":"2`, /cortado en el egresado 2/],
		['un objeto mal escrito', `[${JSON.stringify(FILA)},{"MATRICULA":}]`, /JSON del egresado 2/],
		['texto entre dos objetos', `${JSON.stringify(FILA)} y ${JSON.stringify(FILA)}`, /antes del egresado 2/],
		['un arreglo vacío', '[]', /ningún egresado/],
		['un objeto que no acaba', `{"A":"${'x'.repeat(300_000)}`, /desmedido|no cierra/],
		['corchetes sin fin', `{"A":${'['.repeat(300_000)}`, /desmedido|no cierra/],
	])('%s: una frase dice por qué', async (_que, texto, frase) => {
		expect(await razonDe(bytes(texto))).toMatch(frase)
	})
})
