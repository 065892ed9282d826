import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { guardarIda, olvidarIda, reponerIda } from '../../src/lib/ida.ts'

const crearAlmacen = (): Storage => {
	const cosas = new Map<string, string>()
	const base = {
		getItem: (llave: string) => cosas.get(llave) ?? null,
		setItem: (llave: string, valor: string) => void cosas.set(llave, valor),
		removeItem: (llave: string) => void cosas.delete(llave),
	}
	// Object.keys(sessionStorage) da las llaves guardadas: así las recorre el navegador.
	return new Proxy(base, {
		ownKeys: () => [...cosas.keys()],
		getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
	}) as unknown as Storage
}

const AHORA = Date.UTC(2026, 10, 23)

beforeEach(() => {
	vi.stubGlobal('sessionStorage', crearAlmacen())
	vi.stubGlobal('localStorage', crearAlmacen())
	sessionStorage.setItem('msal.interaction.status', 'a')
	sessionStorage.setItem('egreso.volver', '/plantel')
	sessionStorage.setItem('egreso.sesion', '{}')
})
afterEach(() => vi.unstubAllGlobals())

test('repone lo de MSAL y a dónde iba, y nada más, en una pestaña que volvió vacía', () => {
	guardarIda(AHORA)
	vi.stubGlobal('sessionStorage', crearAlmacen())
	// Iniciar MSAL ya deja lo suyo antes de que se pregunte qué falta.
	sessionStorage.setItem('msal.version', '5')
	reponerIda(AHORA + 1000)
	expect(Object.keys(sessionStorage)).toEqual(['msal.version', 'msal.interaction.status', 'egreso.volver'])
	expect(Object.keys(localStorage)).toEqual([])
})

test('la copia sirve una sola vez', () => {
	guardarIda(AHORA)
	reponerIda(AHORA)
	vi.stubGlobal('sessionStorage', crearAlmacen())
	reponerIda(AHORA)
	expect(Object.keys(sessionStorage)).toEqual([])
})

test('no revive una entrada vieja ni pisa la que está en curso', () => {
	guardarIda(AHORA)
	sessionStorage.setItem('msal.interaction.status', 'b')
	reponerIda(AHORA)
	expect(sessionStorage.getItem('msal.interaction.status')).toBe('b')
	guardarIda(AHORA)
	vi.stubGlobal('sessionStorage', crearAlmacen())
	reponerIda(AHORA + 10 * 60_000)
	expect(Object.keys(sessionStorage)).toEqual([])
})

test.each(['', 'null', '[]', '{"vence":"x"}', '{"vence":9e99,"cosas":null}', '{'])(
	'una copia rota no estorba: %s',
	(texto) => {
		olvidarIda()
		localStorage.setItem('egreso.ida', texto)
		reponerIda(AHORA)
		expect(Object.keys(sessionStorage)).toEqual(['egreso.volver', 'egreso.sesion'])
	},
)

test('olvidar deja sólo lo nuestro', () => {
	localStorage.setItem('msal.version', '5')
	olvidarIda()
	expect(Object.keys(sessionStorage)).toEqual(['egreso.volver', 'egreso.sesion'])
	expect(Object.keys(localStorage)).toEqual([])
})
