import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { esMotivo, frase } from '#core/contract/motivo.ts'
import { levantarMundo, type Mundo, PERSONAS, type Peticion, type Quien } from './mundo.ts'
import type { Recursos } from './ruta.ts'
import { prepararRecursos, RUTAS } from './rutas.ts'

const persona = (id: string): Quien => {
	const quien = PERSONAS.find((una) => una.id === id)
	if (!quien) throw new Error(`No está ${id}`)
	return quien
}
const ESCOLARES = persona('p-escolares-plantel')
const ESTATAL = persona('p-escolares-estatal')
const DIRECTOR = persona('d-toluca')

const FICHA = 'f'.repeat(43)

/** Las que leen un cuerpo JSON: quién llega hasta él, y un campo que sin él no pasa. */
const CON_CUERPO: readonly (readonly [metodo: string, ruta: string, quien: Quien | null, campo: string])[] = [
	['POST', '/api/egresados/confrontar', ESCOLARES, 'matriculas'],
	['POST', '/api/tramites', ESCOLARES, 'matriculas'],
	['POST', '/api/tramites/autorizar', ESTATAL, 'tramites'],
	['POST', '/api/tramites/registrar', ESCOLARES, 'tramites'],
	['POST', '/api/tramites/cargar', ESCOLARES, 'tramites'],
	['POST', '/api/tramites/denegar', ESTATAL, 'razon'],
	['POST', '/api/tramites/retirar', ESCOLARES, 'razon'],
	['PUT', '/api/tramites/x/nombre', ESCOLARES, 'primerApellido'],
	['POST', '/api/rangos', ESTATAL, 'plantelId'],
	['POST', '/api/sellado', DIRECTOR, 'certificado'],
	['POST', '/api/sesion', null, 'idToken'],
	['POST', '/api/publico/consultar', null, 'cuv'],
	['POST', '/api/egresado/buzon/consultar', null, 'ficha'],
	['POST', '/api/egresado/buzon/codigo', null, 'curp'],
	['POST', '/api/egresado/buzon/confirmar', null, 'codigo'],
	['POST', '/api/egresado/entrega/consultar', null, 'ficha'],
	['POST', '/api/egresado/entrega/documento', null, 'clase'],
	['POST', '/api/egresado/acuse', null, 'ficha'],
]

/** Todas las que cambian algo. */
const MUTACIONES: readonly (readonly [metodo: string, ruta: string])[] = [
	...CON_CUERPO.map(([metodo, ruta]) => [metodo, ruta] as const),
	...RUTAS.filter(({ metodo }) => metodo !== 'GET').map(({ metodo, ruta }) => [metodo, ruta] as const),
	['POST', '/api/sesion/reto'],
	['DELETE', '/api/sesion'],
]

type Problema = {
	readonly status: number
	readonly motivo: string
	readonly detail: string
	readonly campos?: readonly { campo: string; frase: string }[]
}

let mundo: Mundo
let recursos: Recursos
beforeAll(async () => {
	mundo = await levantarMundo(2)
	recursos = await prepararRecursos(mundo)
})
afterAll(() => mundo.recoger())

/** La respuesta es un «no» completo: problem+json, con su motivo y su frase para la persona. */
const esperarProblema = async (respuesta: Response, estado: number, motivo: string): Promise<Problema> => {
	expect(respuesta.status).toBe(estado)
	expect(respuesta.headers.get('content-type')).toMatch(/^application\/problem\+json/)
	const problema = (await respuesta.json()) as Problema
	expect(problema).toMatchObject({ status: estado, motivo, type: `urn:egreso:motivo:${motivo}` })
	expect(esMotivo(problema.motivo)).toBe(true)
	expect(problema.detail.length).toBeGreaterThan(10)
	return problema
}

describe('de dónde viene la petición', () => {
	test.each([...new Map(MUTACIONES.map((una) => [una.join(' '), una])).values()])(
		'%s %s: de otro sitio, no',
		async (metodo, ruta) => {
			const antes = await mundo.foto()
			const torcidos: Record<string, string | null>[] = [
				{ 'x-egreso': null },
				{ 'x-egreso': '0' },
				{ origin: 'https://otro.example' },
				{ origin: 'null' },
				{ 'sec-fetch-site': 'cross-site' },
				{ 'sec-fetch-site': 'same-site' },
				{ 'sec-fetch-site': 'none' },
			]
			for (const encabezados of torcidos) {
				const respuesta = await mundo.pedir(ESCOLARES, { metodo, ruta, cuerpo: {}, encabezados })
				await esperarProblema(respuesta, 403, 'origen-ajeno')
			}
			expect((await mundo.foto()) === antes).toBe(true)
		},
	)

	test('un formulario de otro sitio no puede poner el encabezado, y ninguna respuesta da permiso de CORS', async () => {
		const previa = await mundo.pedir(null, {
			metodo: 'OPTIONS',
			ruta: '/api/tramites',
			encabezados: { origin: 'https://otro.example', 'access-control-request-headers': 'x-egreso' },
		})
		expect(previa.ok).toBe(false)
		for (const nombre of previa.headers.keys()) expect(nombre).not.toMatch(/^access-control/)
	})
})

describe('cuerpos mal hechos', () => {
	test.each(CON_CUERPO)('%s %s dice qué falta', async (metodo, ruta, quien, campo) => {
		const antes = await mundo.foto()
		const vacio = await esperarProblema(
			await mundo.pedir(quien, { metodo, ruta, cuerpo: {} }),
			400,
			'peticion-invalida',
		)
		const suyo = vacio.campos?.find((uno) => uno.campo === campo)
		expect(suyo?.frase).toBe('Este dato es necesario.')
		for (const cuerpo of ['{', '', 'null', '[]', '"texto"', '{"__proto__":1}']) {
			await esperarProblema(await mundo.pedir(quien, { metodo, ruta, cuerpo }), 400, 'peticion-invalida')
		}
		expect((await mundo.foto()) === antes).toBe(true)
	})

	test('tipos y tamaños torcidos se niegan con su campo', async () => {
		const torcidos: readonly (readonly [Quien | null, Peticion, string])[] = [
			[ESTATAL, { metodo: 'POST', ruta: '/api/tramites/autorizar', cuerpo: { tramites: [] } }, 'tramites'],
			[ESTATAL, { metodo: 'POST', ruta: '/api/tramites/autorizar', cuerpo: { tramites: [1] } }, 'tramites.0'],
			[
				ESTATAL,
				{ metodo: 'POST', ruta: '/api/tramites/autorizar', cuerpo: { tramites: Array(1001).fill('x') } },
				'tramites',
			],
			[
				ESTATAL,
				{
					metodo: 'POST',
					ruta: '/api/rangos',
					cuerpo: { plantelId: 'toluca', modelo: '1997', desde: 1, hasta: 2 },
				},
				'modelo',
			],
			[
				ESTATAL,
				{
					metodo: 'POST',
					ruta: '/api/rangos',
					cuerpo: { plantelId: 'toluca', modelo: '2018', desde: 1.5, hasta: 2 },
				},
				'desde',
			],
			[
				null,
				{
					metodo: 'POST',
					ruta: '/api/egresado/buzon/confirmar',
					cuerpo: { ficha: FICHA, codigo: '12345' },
				},
				'codigo',
			],
			[
				null,
				{
					metodo: 'POST',
					ruta: '/api/egresado/entrega/documento',
					cuerpo: { ficha: FICHA, clase: '../x' },
				},
				'clase',
			],
			[ESCOLARES, { metodo: 'GET', ruta: '/api/egresados?pagina=0' }, 'pagina'],
			[ESCOLARES, { metodo: 'GET', ruta: '/api/egresados?situacion=inventada' }, 'situacion'],
			[ESCOLARES, { metodo: 'GET', ruta: '/api/libro?foja=uno' }, 'foja'],
		]
		for (const [quien, peticion, campo] of torcidos) {
			const problema = await esperarProblema(await mundo.pedir(quien, peticion), 400, 'peticion-invalida')
			expect(problema.campos?.map((uno) => uno.campo)).toContain(campo)
			for (const { frase } of problema.campos ?? []) expect(frase).toMatch(/^[A-ZÁÉÍÓÚ].*\.$/)
		}
	})

	test.each([
		[9, 2, 'rango-invertido', {}],
		[1, 9_999_999, 'rango-desmedido', { maximo: '10,000' }],
	] as const)(
		'la frase de una negativa de campo va junto a su campo: del %d al %d',
		async (desde, hasta, motivo, datos) => {
			const respuesta = await mundo.pedir(ESTATAL, {
				metodo: 'POST',
				ruta: '/api/rangos',
				cuerpo: { plantelId: 'toluca', modelo: '2018', desde, hasta },
			})
			const problema = await esperarProblema(respuesta, 422, motivo)
			expect(problema.campos).toEqual([{ campo: 'hasta', frase: frase(motivo, datos) }])
		},
	)
})

describe('cuerpos demasiado grandes', () => {
	const MEGA = 1024 * 1024
	const grande = (bytes: number): string => JSON.stringify({ tramites: ['x'.repeat(bytes)] })

	test.each(CON_CUERPO)('%s %s no lee más de 2 MB, lo declare o no', async (metodo, ruta, quien) => {
		const cuerpo = grande(2 * MEGA)
		for (const encabezados of [{}, { 'content-length': String(cuerpo.length) }]) {
			const respuesta = await mundo.pedir(quien, { metodo, ruta, cuerpo, encabezados })
			expect((await esperarProblema(respuesta, 413, 'demasiado-grande')).detail).toContain('2 MB')
		}
	})

	test('un archivo de SAE admite 200 MB y no más', async () => {
		const subir = (bytes: number, declara = bytes) =>
			mundo.pedir(ESCOLARES, {
				metodo: 'POST',
				ruta: '/api/sae/importaciones',
				cuerpo: new Uint8Array(bytes),
				encabezados: {
					'content-type': 'application/octet-stream',
					'content-length': String(declara),
				},
			})
		expect((await subir(3 * MEGA)).status).toBe(202)
		const problema = await esperarProblema(await subir(1, 201 * MEGA), 413, 'demasiado-grande')
		expect(problema.detail).toContain('200 MB')
	})
})

describe('lo que no existe', () => {
	test.each([
		['con sesión', ESCOLARES],
		['sin sesión', null],
	])('%s, una ruta de la API que no está es 404, nunca la página', async (_, quien) => {
		for (const [metodo, ruta] of [
			['GET', '/api/nada'],
			['HEAD', '/api/nada'],
			['POST', '/api/nada'],
			['GET', '/api/tramites/x/nombre/y'],
			['GET', '/api/rangos/'],
			['GET', '/api'],
			['GET', '/api/'],
		] as const) {
			const respuesta = await mundo.pedir(quien, { metodo, ruta })
			if (metodo === 'HEAD') expect(respuesta.status).toBe(404)
			else await esperarProblema(respuesta, 404, 'no-encontrado')
			expect(respuesta.headers.get('cache-control')).toBe('no-store')
		}
	})

	test('una clase de documento que no hay tampoco está', async () => {
		const ruta = `/api/tramites/${recursos.emitido}/documentos/secreto`
		await esperarProblema(await mundo.pedir(ESCOLARES, { metodo: 'POST', ruta }), 404, 'no-encontrado')
	})

	test.each([
		['con sesión', ESCOLARES],
		['sin sesión', null],
	])('%s, un método que la ruta no admite es 405 y dice cuáles sí', async (_, quien) => {
		for (const [metodo, ruta, admite] of [
			['DELETE', '/api/rangos', 'GET, HEAD, POST'],
			['GET', '/api/tramites/autorizar', 'POST'],
			['GET', '/api/tramites/x/documentos/pdf', 'POST'],
			['PATCH', '/api/tramites/x/nombre', 'PUT'],
			['PUT', '/api/sesion', 'DELETE, GET, HEAD, POST'],
			['OPTIONS', '/api/salud', 'GET, HEAD'],
		] as const) {
			const respuesta = await mundo.pedir(quien, { metodo, ruta })
			await esperarProblema(respuesta, 405, 'metodo-no-admitido')
			expect(respuesta.headers.get('allow')).toBe(admite)
		}
	})

	test('preguntar por los encabezados vale donde vale leer', async () => {
		expect((await mundo.pedir(null, { metodo: 'HEAD', ruta: '/api/salud' })).status).toBe(200)
		expect((await mundo.pedir(null, { metodo: 'HEAD', ruta: '/api/rangos' })).status).toBe(401)
		expect((await mundo.pedir(ESCOLARES, { metodo: 'HEAD', ruta: '/api/rangos' })).status).toBe(200)
	})

	test('un folio digital que no es UUID no llega a la base', async () => {
		for (const id of ['1', '%25', `${'0'.repeat(8)}-0000`, "'or'1'='1"]) {
			const ruta = `/api/publico/certificados/${id}`
			await esperarProblema(await mundo.pedir(null, { metodo: 'GET', ruta }), 404, 'no-encontrado')
		}
	})

	test('salir de la carpeta por la ruta de un archivo no se puede', async () => {
		for (const ruta of [
			'/_app/../../base.sqlite',
			'/..%2f..%2fbase.sqlite',
			'/_app/%2e%2e/%2e%2e/base.sqlite',
		]) {
			const respuesta = await mundo.pedir(null, { metodo: 'GET', ruta })
			expect(await respuesta.text()).not.toContain('SQLite format')
		}
	})
})
