import { setImmediate as vuelta } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { COLUMNAS_MAXIMAS } from '../../../bff/application/sae/tabla.ts'
import { bytes } from './archivo.ts'
import { leerTodo, razonDe } from './leer.ts'

const FILAS = 50_000

/** Lee el archivo y cuenta las vueltas del bucle de eventos en que otra petición habría podido atenderse. */
const contando = async <T>(leer: Promise<T>) => {
	let termino = false
	const lectura = leer.finally(() => (termino = true))
	let vueltas = 0
	while (!termino) {
		await vuelta()
		vueltas += 1
	}
	return { leido: await lectura, vueltas }
}

const llenar = (renglon: string, megas: number): Uint8Array =>
	bytes(renglon.repeat(Math.floor((megas * 1024 * 1024) / renglon.length)))

describe('un CSV hostil', () => {
	test.each([
		['un renglón de 20 MB de comas', () => llenar(',', 20), /más de 200 columnas: el 1$/],
		['un encabezado de megas', () => llenar('A,', 2), /renglón desmedido cerca del renglón 1$/],
		['renglones de puras comas', () => llenar(`${','.repeat(199)}\n`, 3), /más de 10,000 renglones vacíos/],
		[
			'puros saltos tras el encabezado',
			() => bytes(`A,B\n${`${' '.repeat(20)}\n`.repeat(11_000)}`),
			/vacíos/,
		],
		['una celda de puras comillas', () => bytes(`A,${'""'.repeat(1024 * 1024)}`), /desmedido/],
	])('%s: se dice qué tiene, y entretanto se atiende a los demás', async (_que, contenido, frase) => {
		const { leido, vueltas } = await contando(razonDe(contenido()))
		expect(leido).toMatch(frase)
		expect(vueltas).toBeGreaterThan(2)
	})

	test('la columna de más se halla aunque las primeras sean buenas', async () => {
		const ancho = ','.repeat(COLUMNAS_MAXIMAS)
		expect(await razonDe(bytes(`A,B\n1,2\n\n3,4\n${ancho}\n`))).toMatch(/columnas: el 5$/)
		expect(await razonDe(bytes(`A,B\n1,2${ancho.slice(2)}\n`))).toBe('')
	})
})

describe('un CSV grande y bueno', () => {
	test('se lee completo, en muchas vueltas', async () => {
		const { leido, vueltas } = await contando(
			leerTodo(bytes(`A,B,C\n${'ñandú,"á ""é"" í",😀\n'.repeat(FILAS)}`)),
		)
		const { renglones } = leido
		expect(renglones).toHaveLength(FILAS)
		// Ningún trozo parte una letra: todas las filas dicen lo mismo.
		expect(new Set(renglones.map(({ celdas }) => celdas.join('|')))).toEqual(new Set(['ñandú|á "é" í|😀']))
		expect(vueltas).toBeGreaterThan(50)
	})

	test('los vacíos de en medio no esconden lo que sigue', async () => {
		const huecos = '\n'.repeat(3_000)
		const { renglones } = await leerTodo(bytes(`A,B\n1,2\n${huecos}3,4\n`))
		expect(renglones.map(({ linea }) => linea)).toEqual([2, 3_003])
	})
})
