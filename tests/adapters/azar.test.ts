import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crearAzar } from '../../bff/adapters/azar.ts'
import { huella } from '../../bff/adapters/huella.ts'
import { crearReloj } from '../../bff/adapters/reloj.ts'
import type { Instante } from '../../src/core/domain/fecha.ts'

test('los identificadores son UUID v7 y siempre crecen, aunque el reloj se detenga o retroceda', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 30 }), (horas) => {
			let lectura = 0
			const azar = crearAzar(() => 1_784_000_000_000 + (horas[lectura++ % horas.length] ?? 0))
			const ids = Array.from({ length: 6000 }, () => azar.id())
			expect(
				ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id)),
			).toBe(true)
			expect(ids).toEqual([...new Set(ids)].sort())
		}),
		{ numRuns: 5 },
	)
})

test('el identificador lleva la hora en sus primeros 48 bits (RFC 9562)', () => {
	const momento = Date.parse('2026-07-16T03:00:00.123Z')
	const id = crearAzar(() => momento).id()
	expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(momento)
})

test('las fichas son 256 bits en base64url y no se repiten; los códigos, seis cifras de todo el intervalo', () => {
	const azar = crearAzar()
	const fichas = Array.from({ length: 1000 }, () => azar.ficha())
	expect(fichas.every((ficha) => /^[\w-]{43}$/.test(ficha))).toBe(true)
	expect(new Set(fichas).size).toBe(1000)
	const codigos = Array.from({ length: 5000 }, () => azar.codigo())
	expect(codigos.every((codigo) => /^\d{6}$/.test(codigo))).toBe(true)
	// Con 5,000 al azar, que falte alguna primera cifra tiene probabilidad de 10⁻²²⁸.
	expect(new Set(codigos.map((codigo) => codigo[0])).size).toBe(10)
})

test('el reloj con inicio arranca ahí y avanza; un inicio que no es instante se rechaza', async () => {
	const reloj = crearReloj('2026-07-16T03:00:00.000Z' as Instante)
	const primera = reloj()
	await new Promise((resolver) => setTimeout(resolver, 15))
	const segunda = reloj()
	expect(primera >= '2026-07-16T03:00:00.000Z' && segunda > primera && segunda < '2026-07-16T03:01').toBe(
		true,
	)
	expect(() => crearReloj('mañana' as Instante)).toThrow(/instante/)
})

test('la huella es SHA-256 en hexadecimal, de los mismos bytes que un texto UTF-8', () => {
	expect(huella('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
	expect(huella('ñ')).toBe(huella(Uint8Array.of(0xc3, 0xb1)))
})
