import { expect, test } from 'vitest'
import { crearMesa } from '../../../src/lib/firma/mesa.svelte.ts'
import type { Revisable } from '../../../src/lib/firma/revision.ts'
import { revisar } from './revisar.ts'
import { decDe, listaDe, porSellar, QUIEN } from './certificados.ts'

const revisable = (): Revisable => {
	const [uno] = revisar({ lista: listaDe([porSellar(decDe())]), quien: QUIEN, hoy: Date.parse('2026-11-23') })
	if (!uno) throw new Error('No hubo revisable')
	return uno
}
const mesaDe = (personaId: string) =>
	crearMesa({
		personaId,
		quien: QUIEN,
		lista: () => undefined,
		sellables: () => [],
		hoy: () => 0,
		reloj: () => 0,
		ceder: () => Promise.resolve(),
		sortear: () => 0,
	})

test('lo abierto sigue abierto al volver a la pantalla, y de otra persona no se sabe nada', () => {
	const uno = revisable()
	expect(mesaDe('ana').seAbrio(uno)).toBe(false)
	mesaDe('ana').abrir(uno)
	expect(mesaDe('ana').seAbrio(uno)).toBe(true)
	expect(mesaDe('beto').seAbrio(uno)).toBe(false)
})

test.each<[string, (uno: Revisable) => Revisable]>([
	['llegó cambiado', (uno) => ({ ...uno, xml: `${uno.xml} ` })],
	['volvió de una devolución, aunque diga lo mismo', (uno) => ({ ...uno, intento: uno.intento + 1 })],
])('el que %s hay que abrirlo otra vez', (_, cambiar) => {
	const mesa = mesaDe('ana')
	const uno = revisable()
	mesa.abrir(uno)
	const otro = cambiar(uno)
	expect(mesa.seAbrio(otro)).toBe(false)
	mesa.abrir(otro)
	expect(mesa.seAbrio(otro)).toBe(true)
})
