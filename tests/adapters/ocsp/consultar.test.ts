import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conectarOcsp } from '../../../bff/adapters/ocsp/consultar.ts'
import { crearAutoridad, type Autoridad } from '../../../bff/simuladores/autoridad/autoridad.ts'
import { emitirEfirma } from '../../../bff/simuladores/autoridad/efirma.ts'
import type { Reloj } from '../../../bff/application/ports.ts'
import type { Instante } from '../../../src/core/domain/fecha.ts'
import { contestarOcsp, levantarResponder, type Torcer } from './responder.ts'

const carpeta = mkdtempSync(join(tmpdir(), 'egreso-ocsp-'))
const ahora = new Date()
const HORA = 3_600_000
let autoridad: Autoridad
let otra: Autoridad
let cer: Uint8Array
let otroCer: Uint8Array
let llaveSha1: CryptoKey

beforeAll(async () => {
	autoridad = await crearAutoridad({ carpeta: join(carpeta, 'ac'), momento: ahora })
	otra = await crearAutoridad({ carpeta: join(carpeta, 'otra'), momento: ahora })
	const persona = (serie: string) =>
		emitirEfirma({
			autoridad,
			carpeta: join(carpeta, 'efirma'),
			nombreArchivo: serie,
			nombre: 'ROSA DEMO PRUEBA',
			rfc: 'DEPR800101AB1',
			curp: 'DEPR800101MDFMRS09',
			contrasena: '12345678a',
			tipo: 'fiel',
			desde: new Date(ahora.getTime() - 24 * HORA),
			hasta: new Date(ahora.getTime() + 24 * HORA),
			serie,
		})
	cer = readFileSync((await persona('30001000000500000001')).cer)
	const pkcs8 = await crypto.subtle.exportKey('pkcs8', autoridad.llaveOcsp)
	const algoritmo = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }
	llaveSha1 = await crypto.subtle.importKey('pkcs8', pkcs8, algoritmo, true, ['sign'])
	otroCer = readFileSync((await persona('30001000000500000002')).cer)
})
afterAll(() => rmSync(carpeta, { recursive: true, force: true }))

const reloj =
	(momento = ahora): Reloj =>
	() =>
		momento.toISOString() as Instante

const preguntarA = async (
	torcer: () => Torcer,
	opciones: { momento?: Date; anclas?: readonly Uint8Array[] } = {},
) => {
	const responder = await levantarResponder(async (pregunta) => ({
		cuerpo: await contestarOcsp(pregunta, torcer()),
	}))
	try {
		const consultar = conectarOcsp({
			url: responder.url,
			anclas: opciones.anclas ?? [autoridad.raiz, autoridad.intermedia],
			reloj: reloj(opciones.momento),
			plazoMs: 2000,
		})
		return await consultar(cer)
	} finally {
		await responder.cerrar()
	}
}

const delegado = (): Torcer => ({ llave: autoridad.llaveOcsp, certificados: [autoridad.ocsp] })

describe('lo que se cree', () => {
	test.each(['vigente', 'revocado'] as const)(
		'«%s» firmado por el delegado de la autoridad',
		async (estado) => {
			const respuesta = await preguntarA(() => ({ ...delegado(), estado }))
			expect(respuesta.estado).toBe(estado)
			expect(respuesta.respuesta).toMatch(/^[A-Za-z0-9+/]+=*$/)
		},
	)

	test('«vigente» firmado por la autoridad misma', async () => {
		expect(await preguntarA(() => ({ llave: autoridad.llaveIntermedia }))).toMatchObject({
			estado: 'vigente',
		})
	})

	test('sin decir hasta cuándo, si es de hoy', async () => {
		expect(await preguntarA(() => ({ ...delegado(), hasta: null }))).toMatchObject({ estado: 'vigente' })
	})
})

describe('lo que no se cree es «no comprobado»', () => {
	const casos: readonly [string, () => Torcer][] = [
		['un certificado que la autoridad no conoce', () => ({ ...delegado(), estado: 'desconocido' })],
		['otro nonce', () => ({ ...delegado(), nonce: 'otro' })],
		['sin nonce: una respuesta vieja vuelta a mandar', () => ({ ...delegado(), nonce: 'ninguno' })],
		[
			'ya vencida',
			() => ({
				...delegado(),
				desde: new Date(ahora.getTime() - 3 * HORA),
				hasta: new Date(ahora.getTime() - 2 * HORA),
			}),
		],
		['del futuro', () => ({ ...delegado(), desde: new Date(ahora.getTime() + HORA) })],
		[
			'de hace dos días y sin plazo',
			() => ({ ...delegado(), desde: new Date(ahora.getTime() - 48 * HORA), hasta: null }),
		],
		['firmada por otra autoridad', () => ({ llave: otra.llaveOcsp, certificados: [otra.ocsp] })],
		['firmada por otro con el certificado del bueno', () => ({ ...delegado(), llave: otra.llaveOcsp })],
		[
			'firmada por la e.firma de alguien, que no puede',
			() => ({ llave: otra.llaveOcsp, certificados: [cer] }),
		],
		['firmada con SHA-1', () => ({ ...delegado(), llave: llaveSha1, resumen: 'SHA-1' })],
		[
			'que habla de otro certificado',
			() => ({
				...delegado(),
				porCual: (pedido) => {
					pedido.serialNumber.valueBlock.valueHexView = new Uint8Array([1, 2, 3])
					return pedido
				},
			}),
		],
		['cortada', () => ({ ...delegado(), enteros: (der) => der.slice(0, der.length >> 1) })],
		[
			'con basura al final',
			() => ({ ...delegado(), enteros: (der) => Buffer.concat([der, Buffer.from([0])]) }),
		],
		['con un error del servicio', () => ({ ...delegado(), enteros: () => Buffer.from('30030a0106', 'hex') })],
		['demasiado grande', () => ({ ...delegado(), enteros: () => new Uint8Array(100_000) })],
		['vacía', () => ({ ...delegado(), enteros: () => new Uint8Array() })],
	]
	test.each(casos)('%s', async (_, torcer) => {
		const respuesta = await preguntarA(torcer)
		expect(respuesta.estado).toBe('no-comprobado')
		expect(respuesta.respuesta).toBeNull()
		expect(respuesta.razon).not.toBe('')
	})

	test('el delegado ya vencido', async () => {
		const lejos = new Date(ahora.getTime() + 20 * 365 * 24 * HORA)
		const torcer = () => ({ ...delegado(), desde: lejos, hasta: new Date(lejos.getTime() + HORA) })
		expect(await preguntarA(torcer, { momento: lejos })).toMatchObject({ estado: 'no-comprobado' })
	})

	test('un emisor que no está entre las anclas: ni se pregunta', async () => {
		const respuesta = await preguntarA(delegado, { anclas: [otra.raiz, otra.intermedia] })
		expect(respuesta.estado).toBe('no-comprobado')
	})

	test.each([
		['contesta 500', 500],
		['redirige', 302],
	])('el servicio %s', async (_, estado) => {
		const responder = await levantarResponder(() => Promise.resolve({ estado, cuerpo: new Uint8Array() }))
		const consultar = conectarOcsp({ url: responder.url, anclas: [autoridad.intermedia], reloj: reloj() })
		expect(await consultar(cer)).toMatchObject({ estado: 'no-comprobado' })
		await responder.cerrar()
	})

	test('el servicio se queda callado, o no está', async () => {
		const responder = await levantarResponder(() => Promise.resolve(null))
		const opciones = { url: responder.url, anclas: [autoridad.intermedia], reloj: reloj(), plazoMs: 150 }
		expect(await conectarOcsp(opciones)(cer)).toMatchObject({ estado: 'no-comprobado' })
		await responder.cerrar()
		expect(await conectarOcsp(opciones)(cer)).toMatchObject({ estado: 'no-comprobado' })
	})

	test('bytes que no son un certificado', async () => {
		const consultar = conectarOcsp({ url: 'http://127.0.0.1:9/', anclas: [], reloj: reloj() })
		expect(await consultar(new Uint8Array([1, 2, 3]))).toMatchObject({ estado: 'no-comprobado' })
	})

	test('una respuesta buena con un byte cambiado nunca dice revocado ni vigente de otro modo', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(1500), fc.integer({ min: 1, max: 255 }), async (lugar, giro) => {
				const respuesta = await preguntarA(() => ({
					...delegado(),
					enteros: (der) => {
						const roto = Uint8Array.from(der)
						const cual = lugar % roto.length
						roto[cual] = (roto[cual] ?? 0) ^ giro
						return roto
					},
				}))
				expect(respuesta.estado).not.toBe('revocado')
			}),
			{ numRuns: 40 },
		)
	})
})

describe('lo que se recuerda', () => {
	const conResponder = async (
		torcer: Torcer,
		obra: (consultar: ReturnType<typeof conectarOcsp>, preguntas: () => number) => Promise<void>,
		hora: { momento: Date },
	) => {
		const responder = await levantarResponder(async (pregunta) => ({
			cuerpo: await contestarOcsp(pregunta, torcer),
		}))
		const anclas = [autoridad.intermedia]
		await obra(
			conectarOcsp({ url: responder.url, anclas, reloj: () => reloj(hora.momento)() }),
			responder.preguntas,
		)
		await responder.cerrar()
	}

	test('un «vigente» se recuerda diez minutos, por certificado', async () => {
		const hora = { momento: ahora }
		await conResponder(
			delegado(),
			async (consultar, preguntas) => {
				await consultar(cer)
				await consultar(cer)
				expect(preguntas()).toBe(1)
				await consultar(otroCer)
				expect(preguntas()).toBe(2)
				hora.momento = new Date(ahora.getTime() + 11 * 60_000)
				await consultar(cer)
				expect(preguntas()).toBe(3)
			},
			hora,
		)
	})

	test('y nunca más allá de lo que la respuesta dice', async () => {
		const hora = { momento: ahora }
		await conResponder(
			{ ...delegado(), hasta: new Date(ahora.getTime() + 60_000) },
			async (consultar, preguntas) => {
				await consultar(cer)
				hora.momento = new Date(ahora.getTime() + 61_000)
				await consultar(cer)
				expect(preguntas()).toBe(2)
			},
			hora,
		)
	})

	test('un «revocado» se vuelve a preguntar', async () => {
		await conResponder(
			{ ...delegado(), estado: 'revocado' },
			async (consultar, preguntas) => {
				await consultar(cer)
				await consultar(cer)
				expect(preguntas()).toBe(2)
			},
			{ momento: ahora },
		)
	})
})
