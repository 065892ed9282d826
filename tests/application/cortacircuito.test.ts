import { expect, test } from 'vitest'
import { crearCortacircuito } from '../../bff/jobs/cortacircuito.ts'

const nuevo = () => {
	let ahora = 0
	const corte = crearCortacircuito({ ahoraMs: () => ahora, seguidos: 3, esperaMs: 100, topeMs: 300 })
	return {
		corte,
		pasar: (ms: number) => (ahora += ms),
		fallar: (veces: number) => Array.from({ length: veces }, () => corte.anotar(false)),
	}
}

test('sólo se abre con fracasos seguidos: uno que contesta borra la cuenta', () => {
	const { corte, fallar } = nuevo()
	fallar(2)
	corte.anotar(true)
	fallar(2)
	expect(corte.faltan()).toBe(0)
	fallar(1)
	expect(corte.faltan()).toBe(100)
})

test('cada prueba que falla espera el doble, hasta el tope; las que iban en el aire no lo alargan', () => {
	const { corte, pasar, fallar } = nuevo()
	fallar(3)
	fallar(5)
	expect(corte.faltan()).toBe(100)
	const esperas = [1, 2, 3].map(() => {
		pasar(corte.faltan())
		expect(corte.deUnaEnUna()).toBe(true)
		fallar(1)
		return corte.faltan()
	})
	expect(esperas).toEqual([200, 300, 300])
})

test('en cuanto contesta, todo vuelve a ser como al principio', () => {
	const { corte, pasar, fallar } = nuevo()
	fallar(3)
	pasar(100)
	corte.anotar(true)
	expect([corte.faltan(), corte.deUnaEnUna()]).toEqual([0, false])
	fallar(3)
	expect(corte.faltan()).toBe(100)
})
