import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { alPerderSesion, enviar, obtener, pedirArchivo, subir } from '../../src/lib/api.ts'
import { ErrorApi, esDeRed } from '../../src/lib/error-api.ts'
import { ACTOS_EN_LOTE, hacerEnLote, PEDAZO } from '../../src/lib/tramite/actos.ts'

type Atender = (peticion: IncomingMessage, respuesta: ServerResponse, cuerpo: string) => void
let atender: Atender
let servidor: Server
const Numero = v.object({ n: v.number() })

const json = (respuesta: ServerResponse, estado: number, cuerpo: unknown, tipo = 'application/json') =>
	respuesta.writeHead(estado, { 'content-type': tipo }).end(JSON.stringify(cuerpo))
const problema = (respuesta: ServerResponse, estado: number, resto: object = {}) =>
	json(
		respuesta,
		estado,
		{
			type: 'about:blank',
			title: 'x',
			status: estado,
			detail: 'Una frase.',
			motivo: 'sin-permiso',
			...resto,
		},
		'application/problem+json',
	)
const falla = async (obra: Promise<unknown>): Promise<ErrorApi> => {
	const causa: unknown = await obra.then(
		() => null,
		(error: unknown) => error,
	)
	if (!(causa instanceof ErrorApi)) throw new Error(`Se esperaba ErrorApi y hubo: ${String(causa)}`)
	return causa
}

beforeAll(async () => {
	servidor = createServer((peticion, respuesta) => {
		const trozos: Buffer[] = []
		peticion.on('data', (trozo: Buffer) => trozos.push(trozo))
		peticion.on('end', () => atender(peticion, respuesta, Buffer.concat(trozos).toString('utf8')))
	}).listen(0, '127.0.0.1')
	await new Promise((listo) => servidor.once('listening', listo))
	const base = `http://127.0.0.1:${(servidor.address() as AddressInfo).port}`
	const real = globalThis.fetch
	// El navegador resuelve las rutas contra su origen; Node no tiene uno.
	vi.stubGlobal('fetch', (ruta: string, opciones: RequestInit) => real(base + ruta, opciones))
})
afterAll(() => {
	vi.unstubAllGlobals()
	servidor.close()
})
beforeEach(() => alPerderSesion(null))

describe('api', () => {
	test('lo que cambia algo lleva x-egreso y JSON; lo que lee, no', async () => {
		const vistos: (string | undefined)[] = []
		atender = (peticion, respuesta, cuerpo) => {
			vistos.push(`${peticion.method} ${String(peticion.headers['x-egreso'])} ${cuerpo}`)
			json(respuesta, 200, { n: 1 })
		}
		await obtener('/api/a', Numero)
		await enviar('POST', '/api/a', { x: 1 }, Numero)
		expect(vistos).toEqual(['GET undefined ', 'POST 1 {"x":1}'])
	})

	test('un problema llega con motivo, frase, datos y errores por campo', async () => {
		atender = (_p, respuesta) =>
			problema(respuesta, 409, { datos: { desde: 4 }, campos: [{ campo: 'desde', frase: 'Ya está dado.' }] })
		const error = await falla(enviar('POST', '/api/rangos', {}))
		expect([error.estado, error.motivo, error.frase, error.datos['desde']]).toEqual([
			409,
			'sin-permiso',
			'Una frase.',
			4,
		])
		expect(error.enCampo('desde')).toBe('Ya está dado.')
		expect(error.enCampo('hasta')).toBeUndefined()
	})

	test('la página de error de un intermediario no se le muestra a nadie', async () => {
		atender = (_p, respuesta) =>
			respuesta.writeHead(502, { 'content-type': 'text/html' }).end('<h1>nginx</h1>')
		const error = await falla(obtener('/api/a', Numero))
		expect(error.motivo).toBe('servicio-no-disponible')
		expect(error.frase).not.toContain('nginx')
	})

	test.each([
		['no es JSON', (r: ServerResponse) => r.writeHead(200).end('hola')],
		['no cumple el contrato', (r: ServerResponse) => json(r, 200, { n: 'uno' })],
	])('una respuesta que %s no se cree', async (_que, contestar) => {
		atender = (_p, respuesta) => void contestar(respuesta)
		expect((await falla(obtener('/api/a', Numero))).motivo).toBe('respuesta-ilegible')
	})

	test('sin red y con lentitud la frase es distinta, y ambas pueden guardarse para después', async () => {
		atender = (_p, respuesta) => respuesta.destroy()
		const sinRed = await falla(obtener('/api/a', Numero))
		atender = () => {}
		const lento = await falla(obtener('/api/a', Numero, { limite: 50 }))
		expect([sinRed.motivo, lento.motivo]).toEqual(['sin-red', 'tardo-demasiado'])
		expect([sinRed, lento].every(esDeRed)).toBe(true)
	})

	test('quien cancela recibe su propia cancelación, no un error para la persona', async () => {
		atender = () => {}
		const control = new AbortController()
		const pedido = obtener('/api/a', Numero, { senal: control.signal })
		control.abort()
		await expect(pedido).rejects.toThrowError(expect.objectContaining({ name: 'AbortError' }))
	})

	test('un 401 avisa que la sesión terminó, salvo al preguntar por ella', async () => {
		let avisos = 0
		alPerderSesion(() => (avisos += 1))
		atender = (_p, respuesta) => problema(respuesta, 401)
		await falla(obtener('/api/sesion', Numero))
		expect(avisos).toBe(0)
		await falla(obtener('/api/tablero', Numero))
		expect(avisos).toBe(1)
	})

	test('al subir un archivo, un 422 con informe es respuesta y un 422 con problema es falla', async () => {
		let nombre = ''
		atender = (peticion, respuesta) => {
			nombre = decodeURIComponent(String(peticion.headers['x-archivo']))
			json(respuesta, 422, { n: 3 })
		}
		const archivo = new File(['a'], 'generación 2024.csv')
		expect(await subir('/api/sae', archivo, Numero)).toEqual({ n: 3 })
		expect(nombre).toBe('generación 2024.csv')
		atender = (_p, respuesta) => problema(respuesta, 422)
		expect((await falla(subir('/api/sae', archivo, Numero))).estado).toBe(422)
	})

	test('un archivo pedido por POST llega con sus bytes', async () => {
		atender = (peticion, respuesta) => respuesta.writeHead(200).end(peticion.method)
		expect(await (await pedirArchivo('/api/d', {})).text()).toBe('POST')
	})
})

describe('hacer en lote', () => {
	const solicitar = ACTOS_EN_LOTE.find((uno) => uno.acto === 'solicitar')
	const filas = Array.from({ length: PEDAZO * 2 + 7 }, (_, i) => ({
		matricula: `m${i}`,
		nombre: `N ${i}`,
		carrera: 'x',
		modelo: '2018',
		plantel: 'p',
		situacion: 'sin-tramite' as const,
		tramiteId: null,
		folio: null,
		faltan: [],
		puedeSolicitarse: true,
		curpPorRevisar: false,
		buzonConfirmado: false,
		devuelto: null,
		detenido: false,
		rechazo: null,
	}))
	const hacer = async () => {
		if (!solicitar) throw new Error('no hay acto de solicitar')
		const avance: number[] = []
		const resultados = await hacerEnLote({
			acto: solicitar,
			filas,
			razon: '',
			alAvanzar: (van) => avance.push(van),
		})
		return { resultados, avance }
	}

	test('cada fila recibe su respuesta, aunque el servidor se salte alguna', async () => {
		atender = (_p, respuesta, cuerpo) => {
			const { matriculas } = JSON.parse(cuerpo) as { matriculas: string[] }
			json(respuesta, 200, { filas: matriculas.slice(1).map((id) => ({ id, hecho: true })) })
		}
		const { resultados, avance } = await hacer()
		expect(resultados.map((uno) => uno.id)).toEqual(filas.map((una) => una.matricula))
		expect(resultados.filter((uno) => !uno.hecho).map((uno) => uno.id)).toEqual([
			'm0',
			`m${PEDAZO}`,
			`m${PEDAZO * 2}`,
		])
		expect(avance.at(-1)).toBe(filas.length)
	})

	test('si un pedazo se cae, sus filas dicen por qué y las demás se hacen', async () => {
		let van = 0
		atender = (_p, respuesta, cuerpo) => {
			van += 1
			if (van === 2) return void problema(respuesta, 500)
			const { matriculas } = JSON.parse(cuerpo) as { matriculas: string[] }
			json(respuesta, 200, { filas: matriculas.map((id) => ({ id, hecho: true })) })
		}
		const { resultados } = await hacer()
		const caidas = resultados.filter((uno) => !uno.hecho)
		expect(caidas).toHaveLength(PEDAZO)
		expect(new Set(caidas.map((uno) => uno.frase))).toEqual(new Set(['Una frase.']))
	})
})
