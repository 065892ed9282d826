import { expect, test } from 'vitest'
import { correrCaos } from '../caos/caos.ts'
import { enAmbasBases } from './ambas.ts'

enAmbasBases('BFF muertos con kill -9 contra el par SOAP con fallas (11)', (abrir) => {
	test('la historia acaba igual: ni dos vivos, ni uno olvidado, y lo archivado es lo vivo', async () => {
		const { dialecto, url } = await abrir()
		const procesos = dialecto === 'postgres' ? 2 : 1
		const { faltas, cuentas } = await correrCaos({ url, procesos, corridas: 2, semilla: 11 })
		expect(faltas).toEqual([])
		expect(cuentas.get('proceso muerto (kill -9)')).toBeGreaterThan(1)
	}, 240_000)
})
