import { createHash, randomBytes } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { levantarIdentidad, type Identidad } from '../../bff/simuladores/identidad/identidad.ts'
import {
	INQUILINO_AJENO,
	PERSONAS_AJENAS,
	type PersonaDemo,
} from '../../bff/simuladores/identidad/personas.ts'

const RETORNO = 'http://127.0.0.1:3000/entrar'
const ORIGEN = 'http://127.0.0.1:3000'
const directora: PersonaDemo = {
	oid: '11111111-2222-4333-8444-555555555555',
	correo: 'directora@conalep.edu.mx',
	nombre: 'Inés <Directora> Núñez',
	descripcion: 'Directora del plantel',
}

let identidad: Identidad
let puntos: {
	authorization_endpoint: string
	token_endpoint: string
	jwks_uri: string
	issuer: string
	end_session_endpoint: string
}
beforeAll(async () => {
	identidad = await levantarIdentidad({ personas: [directora, ...PERSONAS_AJENAS], retornos: [RETORNO] })
	puntos = await (await fetch(`${identidad.url}/.well-known/openid-configuration`)).json()
})
afterAll(() => identidad.cerrar())

/** Un navegador mínimo: guarda cookies y no sigue a nadie por su cuenta. */
const navegador = () => {
	const frasco = new Map<string, string>()
	return async (url: string, opciones: RequestInit = {}): Promise<Response> => {
		const respuesta = await fetch(new URL(url, identidad.url), {
			...opciones,
			redirect: 'manual',
			headers: { ...opciones.headers, cookie: [...frasco].map(([a, b]) => `${a}=${b}`).join('; ') },
		})
		for (const una of respuesta.headers.getSetCookie()) {
			const [par = ''] = una.split(';')
			const corte = par.indexOf('=')
			frasco.set(par.slice(0, corte), par.slice(corte + 1))
		}
		return respuesta
	}
}

const pedir = async (extra: Record<string, string> = {}) => {
	const ir = navegador()
	const verificador = randomBytes(32).toString('base64url')
	const nonce = randomBytes(16).toString('hex')
	const consulta = new URLSearchParams({
		client_id: identidad.cliente,
		response_type: 'code',
		redirect_uri: RETORNO,
		scope: 'openid profile offline_access',
		state: 'estado-1',
		nonce,
		code_challenge: createHash('sha256').update(verificador).digest('base64url'),
		code_challenge_method: 'S256',
		// Lo que MSAL agrega por su cuenta: no debe estorbar.
		response_mode: 'fragment',
		client_info: '1',
		'x-client-SKU': 'msal.js.browser',
		...extra,
	})
	return { ir, verificador, nonce, primera: await ir(`${puntos.authorization_endpoint}?${consulta}`) }
}

const elegir = async (
	ir: ReturnType<typeof navegador>,
	primera: Response,
	cuerpo: Record<string, string>,
): Promise<URL> => {
	const paso = primera.headers.get('location') ?? ''
	let respuesta = await ir(paso, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(cuerpo).toString(),
	})
	for (let saltos = 0; saltos < 5; saltos += 1) {
		const destino = respuesta.headers.get('location') ?? ''
		if (destino.startsWith(RETORNO)) return new URL(destino)
		respuesta = await ir(destino)
	}
	throw new Error('El proveedor no volvió a la aplicación.')
}

const canjear = async (codigo: string, verificador: string, origen = ORIGEN): Promise<Response> =>
	fetch(puntos.token_endpoint, {
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded', origin: origen },
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			client_id: identidad.cliente,
			redirect_uri: RETORNO,
			code: codigo,
			code_verifier: verificador,
		}).toString(),
	})

const entrar = async (oid: string, extra: Record<string, string> = {}) => {
	const { ir, verificador, nonce, primera } = await pedir(extra)
	const vuelta = await elegir(ir, primera, { oid })
	const parametros = new URLSearchParams(vuelta.hash.slice(1))
	expect(parametros.get('state')).toBe('estado-1')
	const respuesta = await canjear(parametros.get('code') ?? '', verificador)
	return { ir, respuesta, nonce, cuerpo: (await respuesta.json()) as { id_token: string } }
}

const validar = (token: string) =>
	jwtVerify(token, createRemoteJWKSet(new URL(puntos.jwks_uri)), {
		issuer: identidad.url,
		audience: identidad.cliente,
		algorithms: ['RS256'],
	})

describe('la identidad local', () => {
	test('código con PKCE da un ID token que jose valida, con los datos que pone Entra ID', async () => {
		const { respuesta, nonce, cuerpo } = await entrar(directora.oid)
		expect(respuesta.status).toBe(200)
		expect(respuesta.headers.get('access-control-allow-origin')).toBe(ORIGEN)
		const { payload } = await validar(cuerpo.id_token)
		expect(payload).toMatchObject({
			tid: identidad.inquilino,
			oid: directora.oid,
			preferred_username: directora.correo,
			name: directora.nombre,
			nonce,
			ver: '2.0',
			aud: identidad.cliente,
			iss: identidad.url,
		})
	})

	test('prompt=select_account, que MSAL manda, también llega hasta el token', async () => {
		const { respuesta } = await entrar(directora.oid, { prompt: 'select_account' })
		expect(respuesta.status).toBe(200)
	})

	test('la persona de otro inquilino llega con su tid, para que el producto la rechace', async () => {
		const ajena = PERSONAS_AJENAS.find((una) => una.tid !== undefined)
		const { cuerpo } = await entrar(ajena?.oid ?? '')
		expect((await validar(cuerpo.id_token)).payload['tid']).toBe(INQUILINO_AJENO)
	})

	test('sin PKCE, o con plain, no hay código', async () => {
		for (const extra of [
			{ code_challenge_method: 'plain' },
			{ code_challenge: '', code_challenge_method: '' },
		]) {
			const { primera } = await pedir(extra)
			const destino = primera.headers.get('location') ?? ''
			expect(destino).not.toContain('/interaccion/')
			expect(destino).toContain('error=invalid_request')
		}
	})

	test('otro verificador no canjea el código', async () => {
		const { ir, primera } = await pedir()
		const vuelta = await elegir(ir, primera, { oid: directora.oid })
		const codigo = new URLSearchParams(vuelta.hash.slice(1)).get('code') ?? ''
		const respuesta = await canjear(codigo, randomBytes(32).toString('base64url'))
		expect(respuesta.status).toBe(400)
		expect(await respuesta.json()).toMatchObject({ error: 'invalid_grant' })
	})

	test('un retorno que no está en la lista no recibe nada', async () => {
		const { primera } = await pedir({ redirect_uri: 'http://127.0.0.1:3000/otro' })
		expect(primera.status).toBe(400)
		expect(await primera.text()).toContain('No se pudo continuar')
	})

	test('un origen ajeno no puede leer el canje', async () => {
		const { ir, verificador, primera } = await pedir()
		const vuelta = await elegir(ir, primera, { oid: directora.oid })
		const codigo = new URLSearchParams(vuelta.hash.slice(1)).get('code') ?? ''
		const respuesta = await canjear(codigo, verificador, 'http://ajeno.example')
		expect(respuesta.headers.get('access-control-allow-origin')).toBeNull()
		expect(respuesta.status).toBe(400)
	})

	test('la página lista a las personas como botones y escapa lo que dicen', async () => {
		const { ir, primera } = await pedir()
		const pagina = await (await ir(primera.headers.get('location') ?? '')).text()
		expect(pagina).toContain('<html lang="es-MX">')
		expect(pagina).toContain('Inés &lt;Directora&gt; Núñez')
		expect(pagina.match(/<button name="oid"/g)).toHaveLength(3)
		expect(pagina).not.toMatch(/https?:\/\//)
	})

	test('cancelar y el modo acceso-negado vuelven con access_denied', async () => {
		const una = await pedir()
		expect((await elegir(una.ir, una.primera, { cancelar: '1' })).hash).toContain('error=access_denied')
		identidad.fallas.modo = 'acceso-negado'
		identidad.fallas.veces = 1
		const otra = await pedir()
		expect((await elegir(otra.ir, otra.primera, { oid: directora.oid })).hash).toContain(
			'error=access_denied',
		)
		expect(identidad.fallas.modo).toBe('normal')
	})

	test('el modo otra-firma entrega un token que no valida', async () => {
		identidad.fallas.modo = 'otra-firma'
		identidad.fallas.veces = 1
		const { cuerpo } = await entrar(directora.oid)
		await expect(validar(cuerpo.id_token)).rejects.toThrow()
	})

	test('salir confirma y vuelve a la aplicación', async () => {
		const { ir, cuerpo } = await entrar(directora.oid)
		const consulta = new URLSearchParams({
			id_token_hint: cuerpo.id_token,
			post_logout_redirect_uri: RETORNO,
		})
		const pagina = await ir(`${puntos.end_session_endpoint}?${consulta}`)
		const texto = await pagina.text()
		expect(texto).toContain('¿Cerrar su sesión?')
		const xsrf = /name="xsrf" value="([^"]+)"/.exec(texto)?.[1] ?? ''
		const accion = /action="([^"]+)"/.exec(texto)?.[1] ?? ''
		const fin = await ir(accion, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
		})
		expect(fin.headers.get('location')).toContain(RETORNO)
	})
})

describe('el interruptor de fallas', () => {
	const mover = (cuerpo: unknown, tipo = 'application/json') =>
		fetch(`${identidad.url}/_fallas`, {
			method: 'POST',
			headers: { 'content-type': tipo },
			body: JSON.stringify(cuerpo),
		})

	test('errorCada contesta 500 las veces que dice y se apaga', async () => {
		expect((await mover({ errorCada: 1 })).status).toBe(200)
		expect((await fetch(puntos.jwks_uri)).status).toBe(500)
		expect((await mover({ errorCada: 0 })).status).toBe(200)
		expect((await fetch(puntos.jwks_uri)).status).toBe(200)
	})

	test('demoraMs retrasa la respuesta', async () => {
		identidad.fallas.demoraMs = 120
		const antes = performance.now()
		await fetch(puntos.jwks_uri)
		identidad.fallas.demoraMs = 0
		expect(performance.now() - antes).toBeGreaterThan(100)
	})

	test('lo que no conoce lo rechaza entero, y solo acepta JSON', async () => {
		const antes = { ...identidad.fallas }
		for (const malo of [{ demoraMs: -1 }, { modo: 'inventado' }, { otra: 1 }, [], { demoraMs: 5, modo: 7 }]) {
			expect((await mover(malo)).status).toBe(400)
		}
		expect((await mover({ demoraMs: 5 }, 'text/plain')).status).toBe(415)
		expect(identidad.fallas).toEqual(antes)
	})
})
