import type { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { TrieRouter } from 'hono/router/trie-router'
import type { Ambiente } from './hono.ts'
import { negar } from './rechazos.ts'

/**
 * Contesta lo que no existe antes de preguntar quién pide: 404 si ninguna ruta es ésa, y 405 con `Allow` si existe para
 * otro método (RFC 9110 §15.5.6). Qué rutas hay no es secreto; lo que guardan, sí, y eso lo cuida cada una.
 */
export const soloRutasConocidas = (base: string, recursos: readonly Hono<Ambiente>[]) => {
	// El mismo enrutador de Hono, con los métodos de cada ruta en lugar de lo que hacen.
	const metodos = new TrieRouter<string>()
	for (const { method, path } of recursos.flatMap(({ routes }) => routes)) {
		// Lo que vale para todos los métodos es un filtro (la sesión), no una ruta.
		if (method !== 'ALL') metodos.add('ALL', `${base}${path}`, method)
	}
	return createMiddleware<Ambiente>(async (c, next) => {
		const admite = new Set(metodos.match('ALL', c.req.path)[0].map(([metodo]) => metodo))
		if (admite.size === 0) return negar(c, 'no-encontrado')
		if (admite.has('GET')) admite.add('HEAD')
		if (admite.has(c.req.method)) return next()
		c.header('allow', [...admite].sort().join(', '))
		return negar(c, 'metodo-no-admitido')
	})
}
