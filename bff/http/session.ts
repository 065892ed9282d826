import { createMiddleware } from 'hono/factory'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Ambiente, Contexto } from './hono.ts'
import { negar, negarRechazo } from './rechazos.ts'
import type { leerSesion } from '../application/sesion/leer-sesion.ts'

/* Con https la cookie lleva __Host-: ningún subdominio puede ponerla (RFC 6265bis §4.1.3.2). */
const nombre = (base: string, https: boolean): string => (https ? `__Host-${base}` : base)

const opciones = (https: boolean) =>
	({ httpOnly: true, sameSite: 'Strict', path: '/', secure: https }) as const

export type Cookies = {
	readonly leerSecreto: (c: Contexto) => string | undefined
	readonly ponerSecreto: (c: Contexto, secreto: string, expira: string, ahora: string) => void
	readonly quitarSecreto: (c: Contexto) => void
	readonly leerNonce: (c: Contexto) => string | undefined
	readonly ponerNonce: (c: Contexto, nonce: string) => void
	readonly quitarNonce: (c: Contexto) => void
}

/** Las dos cookies del BFF: el secreto de la sesión y el nonce del intento de entrar. Ninguna la lee la página. */
export const crearCookies = (https: boolean): Cookies => ({
	leerSecreto: (c) => getCookie(c, nombre('egreso', https)),
	ponerSecreto: (c, secreto, expira, ahora) =>
		setCookie(c, nombre('egreso', https), secreto, {
			...opciones(https),
			maxAge: Math.max(0, Math.floor((Date.parse(expira) - Date.parse(ahora)) / 1000)),
		}),
	quitarSecreto: (c) => void deleteCookie(c, nombre('egreso', https), opciones(https)),
	leerNonce: (c) => getCookie(c, nombre('egreso_reto', https)),
	// El regreso del proveedor es una navegación desde otro sitio, pero quien manda la cookie es el fetch de la página ya en el nuestro.
	ponerNonce: (c, valor) =>
		setCookie(c, nombre('egreso_reto', https), valor, { ...opciones(https), maxAge: 900 }),
	quitarNonce: (c) => void deleteCookie(c, nombre('egreso_reto', https), opciones(https)),
})

/** Exige sesión; la deja en el contexto. */
export const conSesion = (deps: {
	readonly cookies: Cookies
	readonly leerSesion: ReturnType<typeof leerSesion>
}) =>
	createMiddleware<Ambiente>(async (c, next) => {
		const secreto = deps.cookies.leerSecreto(c)
		if (secreto === undefined) return negar(c, 'sin-sesion')
		const sesion = await deps.leerSesion(secreto)
		if (!sesion.ok) return negarRechazo(c, sesion)
		c.set('sesion', sesion.valor)
		c.set('secreto', secreto)
		await next()
		return undefined
	})
