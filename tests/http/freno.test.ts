import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { freno, redDe } from '../../bff/http/freno.ts'
import type { Ambiente } from '../../bff/http/hono.ts'

/** Un freno de dos por minuto que sólo recuerda cuatro redes, con el reloj en la mano. */
const poner = (redesMaximas = 4) => {
	const reloj = { ahora: 0 }
	const app = new Hono<Ambiente>()
	app.use(
		freno({
			porMinuto: 2,
			redesMaximas,
			ahoraMs: () => reloj.ahora,
			direccion: (c) => c.req.header('x-de') ?? '',
		}),
	)
	app.get('/', (c) => c.text('sí'))
	const pedir = async (de: string): Promise<number> =>
		(await app.request('/', { headers: { 'x-de': de } })).status
	const agotar = async (de: string): Promise<void> => {
		for (let i = 0; i < 3; i += 1) await pedir(de)
	}
	return { reloj, pedir, agotar }
}

describe('el freno', () => {
	test('una red IPv6 cuenta como una, cambie de dirección cuanto quiera', async () => {
		const { pedir } = poner()
		expect(await pedir('2001:db8:1:2::1')).toBe(200)
		expect(await pedir('2001:0DB8:0001:0002:ffff:1:2:3')).toBe(200)
		expect(await pedir('2001:db8:1:2:a:b:c:d')).toBe(429)
		expect(await pedir('2001:db8:1:3::1')).toBe(200)
	})

	test('lleno, quien insiste no se libra trayendo direcciones nuevas', async () => {
		const { pedir, agotar } = poner()
		await agotar('10.0.0.1')
		for (let i = 0; i < 40; i += 1) {
			expect(await pedir(`10.1.0.${i}`)).toBe(200)
			expect(await pedir('10.0.0.1')).toBe(429)
		}
	})

	test('lleno, se olvida a quien lleva más tiempo callado, no a todos', async () => {
		const { reloj, pedir, agotar } = poner()
		await agotar('10.0.0.1')
		reloj.ahora = 1
		for (const de of ['10.0.0.2', '10.0.0.3', '10.0.0.4']) await agotar(de)
		await pedir('10.0.0.5')
		for (const de of ['10.0.0.2', '10.0.0.3', '10.0.0.4']) expect(await pedir(de)).toBe(429)
		expect(await pedir('10.0.0.1')).toBe(200)
	})

	test('lo ya vencido se va primero, y lo que sigue vigente se queda', async () => {
		const { reloj, pedir, agotar } = poner()
		for (const de of ['10.0.0.1', '10.0.0.2', '10.0.0.3']) await agotar(de)
		reloj.ahora = 59_000
		await agotar('10.0.0.4')
		reloj.ahora = 60_000
		for (const de of ['10.0.0.5', '10.0.0.6', '10.0.0.7']) await pedir(de)
		expect(await pedir('10.0.0.4')).toBe(429)
	})

	test('pasado el minuto se vuelve a empezar, aunque se haya insistido', async () => {
		const { reloj, pedir, agotar } = poner()
		await agotar('10.0.0.1')
		reloj.ahora = 59_999
		expect(await pedir('10.0.0.1')).toBe(429)
		reloj.ahora = 60_000
		expect(await pedir('10.0.0.1')).toBe(200)
	})
})

describe('la red de una dirección', () => {
	test.each([
		['203.0.113.7', '203.0.113.7'],
		['203.0.113.7:51234', '203.0.113.7'],
		['::ffff:203.0.113.7', '203.0.113.7'],
		['::FFFF:cb00:7107', '203.0.113.7'],
		['[::ffff:203.0.113.7]:443', '203.0.113.7'],
		['2001:db8::1', '2001:db8:0:0::/64'],
		['[2001:db8:0:0:1::9]:443', '2001:db8:0:0::/64'],
		['2001:db8:a:b:1:2:3:4', '2001:db8:a:b::/64'],
		['fe80::1%eth0', 'fe80:0:0:0::/64'],
		['::1', '0:0:0:0::/64'],
		['desconocida', 'desconocida'],
		['', ''],
		['no:es:una', 'no:es:una'],
	])('%s es %s', (direccion, red) => {
		expect(redDe(direccion)).toBe(red)
	})
})
