import { describe, expect, test } from 'vitest'
import { crearAzar } from '../../bff/adapters/azar.ts'
import { type DepsSesion, rutasSesion } from '../../bff/http/sesion.ts'
import { crearCookies } from '../../bff/http/session.ts'
import { rechazo } from '#core/domain/result.ts'

const montar = () => {
	const nonces: string[] = []
	const noToca = () => Promise.reject(new Error('no toca'))
	const deps: DepsSesion = {
		cookies: crearCookies(true),
		reloj: () => '2026-11-23T15:00:00.000Z' as ReturnType<DepsSesion['reloj']>,
		azar: crearAzar(),
		abrirSesion: ({ nonce }) => {
			nonces.push(nonce)
			return Promise.resolve(rechazo('sin-perfil'))
		},
		leerSesion: noToca,
		cerrarSesion: noToca,
		tieneTurno: () => Promise.resolve(false),
		config: noToca,
	}
	return { rutas: rutasSesion(deps), nonces }
}

const pedirReto = async (rutas: ReturnType<typeof montar>['rutas']) => {
	const respuesta = await rutas.request('/sesion/reto', { method: 'POST' })
	const { nonce } = (await respuesta.json()) as { nonce: string }
	return { nonce, cookie: (respuesta.headers.get('set-cookie') ?? '').split(';')[0] ?? '' }
}

const entrar = (rutas: ReturnType<typeof montar>['rutas'], cookie: string) =>
	rutas.request('/sesion', {
		method: 'POST',
		headers: { cookie, 'content-type': 'application/json' },
		body: JSON.stringify({ idToken: 'ficha' }),
	})

describe('el reto de entrar (10)', () => {
	test('quien pidió el reto entra con su nonce', async () => {
		const { rutas, nonces } = montar()
		const { nonce, cookie } = await pedirReto(rutas)
		await entrar(rutas, cookie)
		expect(nonces).toEqual([nonce])
	})

	test('con una ficha robada no alcanza: de su nonce no sale la cookie', async () => {
		const { rutas, nonces } = montar()
		const { nonce, cookie } = await pedirReto(rutas)
		expect(cookie).not.toContain(nonce)
		await entrar(rutas, `__Host-egreso_reto=${nonce}`)
		expect(nonces).not.toContain(nonce)
	})
})
