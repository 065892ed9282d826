import { expect, test } from 'vitest'
import { enAmbasBases } from '../ambas.ts'
import { escenasDe } from '../tramites/abrir-escena.ts'
import { correrCarrera } from './carrera.ts'

enAmbasBases('la carrera de los folios (4, 8)', (abrir) => {
	const { escena } = escenasDe(abrir)

	test('16 registran mientras se asigna, parte, recupera y cancela, y un proceso muere: ni huecos ni repetidos', async () => {
		const semilla = Math.floor(Math.random() * 2 ** 32)
		const { asientos, cuentas } = await correrCarrera(await escena(), {
			semilla,
			registradores: 16,
			procesos: 1,
			tramitesPorPlantel: 48,
			movimientos: 60,
			fallas: 0.2,
		})
		// Nadie se quedó sin registrar, y los movimientos de verdad pasaron.
		expect(asientos, `semilla ${semilla}`).toBe(144)
		for (const que of ['asignar', 'partir', 'recuperar', 'cancelar', 'transacciones deshechas']) {
			expect(cuentas[que] ?? 0, `${que}, semilla ${semilla}: ${JSON.stringify(cuentas)}`).toBeGreaterThan(0)
		}
	})
})
