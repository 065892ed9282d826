import { createHash } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import type { Ambiente } from './hono.ts'
import { negar } from './rechazos.ts'

/**
 * Encabezados de seguridad (ASVS 5 §3.4). Sin `unsafe-*`: el único guión en línea es el arranque de SvelteKit, y va
 * por su huella. Sólo el documento de /entrar puede hablar con el proveedor de identidad.
 */
export const encabezados = (opciones: {
	readonly html: string
	readonly origenIdentidad: string
	readonly https: boolean
}) => {
	const csp = politica(opciones.html, "'self'")
	const cspEntrar = politica(opciones.html, `'self' ${opciones.origenIdentidad}`)
	return createMiddleware<Ambiente>(async (c, next) => {
		await next()
		c.res.headers.set('content-security-policy', /^\/entrar\/?$/.test(c.req.path) ? cspEntrar : csp)
		c.res.headers.set('x-content-type-options', 'nosniff')
		c.res.headers.set('referrer-policy', 'no-referrer')
		c.res.headers.set('cross-origin-opener-policy', 'same-origin')
		c.res.headers.set('cross-origin-resource-policy', 'same-origin')
		c.res.headers.set('permissions-policy', 'camera=(self), geolocation=(), microphone=(), payment=()')
		if (opciones.https) c.res.headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains')
	})
}

const politica = (html: string, conexiones: string): string =>
	[
		"default-src 'none'",
		`script-src 'self'${huellas(html, /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)}`,
		`style-src 'self'${huellas(html, /<style[^>]*>([\s\S]*?)<\/style>/g)}`,
		"img-src 'self' data: blob:",
		"font-src 'self'",
		`connect-src ${conexiones}`,
		"worker-src 'self'",
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
		// La nuestra (src/lib/confianza.ts) y la de Svelte para sus plantillas. Ninguna más, ni otra con el mismo nombre.
		'trusted-types egreso svelte-trusted-html',
	].join('; ')

const huellas = (html: string, patron: RegExp): string =>
	[...html.matchAll(patron)]
		.map(
			(hallado) =>
				` 'sha256-${createHash('sha256')
					.update(hallado[1] ?? '')
					.digest('base64')}'`,
		)
		.join('')

/**
 * Una petición que cambia algo viene de nuestra propia página: mismo origen (Sec-Fetch-Site u Origin) y el
 * encabezado `x-egreso`, que otro sitio no puede poner sin permiso de CORS, que no se da.
 */
export const mismoOrigen = (origen: string) =>
	createMiddleware<Ambiente>(async (c, next) => {
		if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
		const sitio = c.req.header('sec-fetch-site')
		const declarado = c.req.header('origin')
		const propio =
			c.req.header('x-egreso') === '1' &&
			(sitio === undefined || sitio === 'same-origin') &&
			(declarado === undefined || declarado === origen)
		if (!propio) return negar(c, 'origen-ajeno')
		return next()
	})

const CONTROL = /\p{Cc}/u

/**
 * Ninguna dirección nuestra lleva caracteres de control, ni en la ruta (no existe) ni en la consulta (está mal hecha).
 * PostgreSQL ni siquiera admite el nulo en un texto: llegar con él hasta la base sería una falla.
 */
export const sinControles = createMiddleware<Ambiente>(async (c, next) => {
	if (CONTROL.test(descifrar(c.req.path))) return negar(c, 'no-encontrado')
	if (CONTROL.test(Object.entries(c.req.queries()).flat(2).join(''))) return negar(c, 'peticion-invalida')
	return next()
})

const descifrar = (ruta: string): string => {
	try {
		return decodeURIComponent(ruta)
	} catch {
		return ruta
	}
}
