import { beforeAll, describe, expect, test } from 'vitest'
import { abrirBanco, type Banco } from './base-en-memoria.ts'
import { correr } from './corrida.ts'
import { hacerPlantilla } from './plantilla.ts'

describe('el intercambio con COSFAC, con fallas al azar (11)', () => {
	let banco: Banco
	beforeAll(async () => {
		banco = abrirBanco(await hacerPlantilla())
	})

	test('cien corridas: ni dos vivos, ni uno olvidado, y lo archivado es lo vivo', async () => {
		const cuentas = new Map<string, number>()
		for (let semilla = 1; semilla <= 100; semilla += 1) {
			const corrida = await correr(banco, semilla)
			expect(corrida.faltas, `semilla ${semilla}`).toEqual([])
			for (const [que, cuantos] of corrida.cuentas) cuentas.set(que, (cuentas.get(que) ?? 0) + cuantos)
		}
		// Que de veras pasó lo que se dice probar.
		for (const que of [
			'proceso muerto',
			'falla: respuesta-perdida',
			'falla: llega-tarde',
			'cancelación: cancelada',
		])
			expect(cuentas.get(que), que).toBeGreaterThan(0)
	}, 240_000)

	test.each([
		// Un número repetido en el camino pasaba por el de otro envío, que llegaba tarde y ya nadie buscaba: dos vivos.
		10_005_338,
		// La primera vez en la vida no hay por dónde buscar: lo dice la DSE, y el repetido se halla junto.
		30_001_648,
	])('la semilla %d, que un día falló, se sostiene', async (semilla) => {
		expect((await correr(banco, semilla)).faltas).toEqual([])
	})

	test('la misma semilla da la misma corrida', async () => {
		expect(await correr(banco, 7)).toEqual(await correr(banco, 7))
	})
})
