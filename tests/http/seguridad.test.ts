import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { registrar } from '../../bff/http/registro.ts'
import { crearCookies } from '../../bff/http/session.ts'
import { crearActos } from '../../bff/actos.ts'
import { ok } from '#core/domain/result.ts'
import { HTML, IDENTIDAD, levantarMundo, type Mundo, PERSONAS } from './mundo.ts'

let mundo: Mundo
beforeAll(async () => {
	mundo = await levantarMundo(1)
})
afterAll(() => mundo.recoger())

const leer = (ruta: string, app = mundo.app) => mundo.pedir(null, { metodo: 'GET', ruta }, app)

/** La política como directivas. */
const politicaDe = (respuesta: Response): Record<string, string[]> =>
	Object.fromEntries(
		(respuesta.headers.get('content-security-policy') ?? '').split(';').map((directiva) => {
			const [nombre = '', ...valores] = directiva.trim().split(/\s+/)
			return [nombre, valores]
		}),
	)

describe('los encabezados de seguridad', () => {
	const RUTAS = ['/', '/entrar', '/v/algo', '/_app/immutable/x.js', '/api/salud', '/api/sesion', '/api/nada']

	test.each(RUTAS)('%s los lleva', async (ruta) => {
		const { headers } = await leer(ruta)
		expect(Object.fromEntries(headers)).toMatchObject({
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin',
			'strict-transport-security': 'max-age=63072000; includeSubDomains',
		})
		expect(headers.get('permissions-policy')).toContain('geolocation=()')
	})

	test.each(RUTAS)('la política de %s no deja nada inseguro', async (ruta) => {
		const respuesta = await leer(ruta)
		const politica = politicaDe(respuesta)
		expect(respuesta.headers.get('content-security-policy')).not.toMatch(/unsafe-|\*|https?:(?!\/\/login)/)
		expect(politica).toMatchObject({
			'default-src': ["'none'"],
			'base-uri': ["'none'"],
			'frame-ancestors': ["'none'"],
			'form-action': ["'self'"],
			'worker-src': ["'self'"],
			'require-trusted-types-for': ["'script'"],
			'trusted-types': ['egreso', 'svelte-trusted-html'],
			'connect-src': ruta === '/entrar' ? ["'self'", IDENTIDAD] : ["'self'"],
		})
	})

	test('el guión del arranque va por su huella, y sólo él', async () => {
		const enLinea = /<script>(.*?)<\/script>/.exec(HTML)?.[1] ?? ''
		const huella = createHash('sha256').update(enLinea).digest('base64')
		expect(politicaDe(await leer('/'))['script-src']).toEqual(["'self'", `'sha256-${huella}'`])
	})

	test('sólo el documento de entrar habla con el proveedor de identidad', async () => {
		for (const ruta of ['/entrar/', '/entrar?code=1']) {
			expect(politicaDe(await leer(ruta))['connect-src']).toContain(IDENTIDAD)
		}
		for (const ruta of ['/entrarx', '/x/entrar', '/api/entrar', '/entrar/mas']) {
			expect(politicaDe(await leer(ruta))['connect-src']).toEqual(["'self'"])
		}
	})

	test('sin https no se promete HSTS', async () => {
		const app = mundo.con({ origen: 'http://127.0.0.1:3000' })
		expect((await leer('/', app)).headers.has('strict-transport-security')).toBe(false)
	})

	test('lo de la API no se guarda en ningún lado; lo inmutable, un año', async () => {
		expect((await leer('/api/salud')).headers.get('cache-control')).toBe('no-store')
		expect((await leer('/')).headers.get('cache-control')).toBe('no-cache')
		expect((await leer('/_app/immutable/x.js')).headers.get('cache-control')).toContain('immutable')
		expect((await leer('/_app/immutable/no-esta.js')).status).toBe(404)
	})
})

describe('la cookie de la sesión', () => {
	const entrar = async (app = mundo.app, https = true) => {
		const reto = await mundo.pedir(null, { metodo: 'POST', ruta: '/api/sesion/reto' }, app)
		const [puesta = ''] = reto.headers.getSetCookie()
		const nombre = https ? '__Host-egreso_reto' : 'egreso_reto'
		expect(puesta).toMatch(new RegExp(`^${nombre}=`))
		const peticion = { metodo: 'POST', ruta: '/api/sesion', cuerpo: { idToken: 'p-lerma' } }
		const encabezados = { cookie: puesta.split(';')[0] ?? null }
		return { respuesta: await mundo.pedir(null, { ...peticion, encabezados }, app), peticion }
	}

	test('es httpOnly, SameSite=Strict, Secure y __Host-, y dura lo que la sesión', async () => {
		const { respuesta } = await entrar()
		expect(respuesta.status).toBe(200)
		const secreto = respuesta.headers.getSetCookie().find((una) => una.startsWith('__Host-egreso='))
		for (const atributo of ['HttpOnly', 'SameSite=Strict', 'Secure', 'Path=/', 'Max-Age=28800']) {
			expect(secreto).toContain(atributo)
		}
		expect(secreto).not.toContain('Domain')
		expect(await respuesta.json()).toMatchObject({ perfil: 'escolares-plantel', plantel: { id: 'lerma' } })
	})

	test('sin https no puede llamarse __Host-, y el código lo sabe', async () => {
		const app = mundo.con({ cookies: crearCookies(false) })
		const { respuesta } = await entrar(app, false)
		expect(respuesta.headers.getSetCookie().some((una) => una.startsWith('egreso='))).toBe(true)
	})

	test('sin el reto de este navegador no se entra, y el reto vale una vez', async () => {
		const { respuesta, peticion } = await entrar()
		const quitada = respuesta.headers.getSetCookie().find((una) => una.startsWith('__Host-egreso_reto='))
		expect(quitada).toContain('Max-Age=0')
		const sinReto = await mundo.pedir(null, peticion)
		expect(sinReto.status).toBe(401)
		expect(await sinReto.json()).toMatchObject({ motivo: 'ficha-de-identidad-invalida' })
	})

	test('cerrar la sesión la quita aquí y en la base', async () => {
		const { respuesta } = await entrar()
		const galleta = respuesta.headers.getSetCookie().find((una) => una.startsWith('__Host-egreso='))
		const encabezados = { cookie: galleta?.split(';')[0] ?? null }
		const cerrada = await mundo.pedir(null, { metodo: 'DELETE', ruta: '/api/sesion', encabezados })
		expect(cerrada.status).toBe(204)
		expect(cerrada.headers.getSetCookie().join()).toContain('Max-Age=0')
		const despues = await mundo.pedir(null, { metodo: 'GET', ruta: '/api/sesion', encabezados })
		expect(despues.status).toBe(401)
	})

	test('con el proveedor de identidad caído se dice', async () => {
		const respuesta = await leer('/api/config')
		expect(respuesta.status).toBe(503)
		expect(await respuesta.json()).toMatchObject({ motivo: 'servicio-no-disponible' })
	})
})

describe('el freno', () => {
	test('a quien prueba folios se le detiene al pasar de 60 por minuto, y sólo a él', async () => {
		let ahora = 0
		let quien = '10.0.0.1'
		const app = mundo.con({ ahoraMs: () => ahora, direccion: () => quien })
		const probar = () =>
			mundo.pedir(
				null,
				{
					metodo: 'POST',
					ruta: '/api/publico/consultar',
					cuerpo: { folio: 'CE20180000001', cuv: 'x' },
				},
				app,
			)
		for (let i = 0; i < 60; i += 1) expect((await probar()).status).toBe(404)
		const frenado = await probar()
		expect(frenado.status).toBe(429)
		expect(Number(frenado.headers.get('retry-after'))).toBeGreaterThan(0)
		quien = '10.0.0.2'
		expect((await probar()).status).toBe(404)
		quien = '10.0.0.1'
		ahora = 60_000
		expect((await probar()).status).toBe(404)
	})
})

describe('lo que se registra de una falla', () => {
	const CURP = 'MULA080115HMCXXX09'
	const CORREO = 'rosa.munoz@correo.example'
	const MATRICULA = '231234567-8'

	/** Lo que se escribió en la salida de errores mientras tanto. */
	const escuchar = async (obra: () => Promise<void> | void): Promise<string> => {
		const escrito: string[] = []
		const espia = vi.spyOn(process.stderr, 'write').mockImplementation((trozo) => {
			escrito.push(String(trozo))
			return true
		})
		try {
			await obra()
		} finally {
			espia.mockRestore()
		}
		return escrito.join('')
	}

	test('ni CURP, ni correo, ni matrícula, estén donde estén en el mensaje', async () => {
		const mensajes = [
			`falló con ${CURP} y ${CORREO} de ${MATRICULA}`,
			`{"curp":"${CURP}","correo":"${CORREO}"}`,
			`primera línea\n    at ${CURP}\nsegunda: ${CORREO}\n${MATRICULA}`,
			`<${CORREO}>;${CURP},${MATRICULA}`,
		]
		for (const mensaje of mensajes) {
			const escrito = await escuchar(() =>
				registrar({ ruta: '/api/x', metodo: 'POST', error: new Error(mensaje) }),
			)
			for (const dato of [CURP, CORREO, MATRICULA]) expect(escrito).not.toContain(dato)
			expect(escrito.trimEnd().split('\n')).toHaveLength(1)
			expect(JSON.parse(escrito)).toMatchObject({ ruta: '/api/x', metodo: 'POST', error: 'Error' })
			expect(await escuchar(() => registrar({ error: mensaje }))).not.toContain(CORREO)
		}
	})

	test('una falla de un puerto contesta 500 sin contar nada, y el registro calla lo personal', async () => {
		const actos = crearActos({
			...mundo.mesa.deps,
			...mundo.mesa.lotes.depsSellar(),
			reloj: mundo.mesa.deps.reloj,
			validarFicha: () => Promise.resolve(ok({ tid: '', oid: '', correo: '' })),
			dominios: [],
			traerDeSae: null,
			enviarCorreo: (correo) => Promise.reject(new Error(`No se pudo con ${correo.para}`)),
		})
		const app = mundo.con({ ...actos, anotarFalla: registrar })
		const id = await mundo.mesa.emitido()
		const ficha = await mundo.mesa.abrirBuzon(id)
		const cuerpo = await mundo.mesa.manifestar(id, ficha, { correo: CORREO })
		const escrito = await escuchar(async () => {
			const respuesta = await mundo.pedir(
				null,
				{ metodo: 'POST', ruta: '/api/egresado/buzon/codigo', cuerpo },
				app,
			)
			expect(respuesta.status).toBe(500)
			const texto = await respuesta.text()
			expect(JSON.parse(texto)).toMatchObject({ motivo: 'falla-interna' })
			expect(texto).not.toMatch(/No se pudo con|stack|\.ts/)
			// También la página de una falla lleva sus encabezados.
			expect(respuesta.headers.get('content-security-policy')).toContain("default-src 'none'")
		})
		expect(escrito).toContain('/api/egresado/buzon/codigo')
		for (const dato of [CORREO, cuerpo.curp, cuerpo.matricula, ficha]) expect(escrito).not.toContain(dato)
	})

	test('la ruta que se registra es la del mapa, no la pedida', async () => {
		const app = mundo.con({
			leerDetalle: () => Promise.reject(new Error('x')),
		})
		const quien = PERSONAS[0]
		if (!quien) throw new Error('Falta quien pida')
		const antes = mundo.fallas.length
		const respuesta = await mundo.pedir(quien, { metodo: 'GET', ruta: `/api/egresados/${MATRICULA}` }, app)
		expect(respuesta.status).toBe(500)
		expect(mundo.fallas.slice(antes).map(({ ruta }) => ruta)).toEqual(['/api/egresados/:matricula'])
	})
})
