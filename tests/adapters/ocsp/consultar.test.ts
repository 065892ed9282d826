import { createHash } from 'node:crypto'
import { OctetString, Sequence } from 'asn1js'
import { Extension } from 'pkijs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conectarOcsp } from '../../../bff/adapters/ocsp/consultar.ts'
import {
	restriccionesBasicas,
	sinComprobarOcsp,
	usoDeLlave,
} from '../../../bff/simuladores/autoridad/x509.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { CAUSAS_SIN_RESPUESTA, fraseDeCausa, type CausaSinRespuesta } from '#core/domain/revocacion.ts'
import { AHORA, crearMundoOcsp, HORA, type Mundo } from './mundo.ts'
import { levantarResponder, type Torcer } from './responder.ts'

let mundo: Mundo
let llaveSha1: CryptoKey

beforeAll(async () => {
	mundo = await crearMundoOcsp()
	const pkcs8 = await crypto.subtle.exportKey('pkcs8', mundo.autoridad.llaveOcsp)
	const algoritmo = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1' }
	llaveSha1 = await crypto.subtle.importKey('pkcs8', pkcs8, algoritmo, true, ['sign'])
})
afterAll(() => mundo.recoger())

const reloj = () => AHORA.toISOString() as Instante
const en = (ms: number): Date => new Date(AHORA.getTime() + ms)

describe('lo que se cree', () => {
	test('«vigente» firmado por el delegado de la autoridad, con la respuesta entera', async () => {
		const respuesta = await mundo.preguntarA(mundo.delegado())
		expect(respuesta.estado).toBe('vigente')
		expect(respuesta.respuesta).toMatch(/^[A-Za-z0-9+/]+=*$/)
	})

	test('«revocado», con su fecha y su razón', async () => {
		expect(await mundo.preguntarA({ ...mundo.delegado(), estado: 'revocado' })).toMatchObject({
			estado: 'revocado',
			desde: '2025-01-01T00:00:00.000Z',
			motivo: 'reemplazado por otro',
			razon: 'El SAT informa que se revocó el 2025-01-01 (reemplazado por otro).',
		})
	})

	test.each(['nombre', 'llave'] as const)(
		'firmado por la autoridad misma, que responde por su %s',
		async (responde) => {
			const { llaveIntermedia: llave, intermedia } = mundo.autoridad
			expect(await mundo.preguntarA({ llave, autoridad: intermedia, responde })).toMatchObject({
				estado: 'vigente',
			})
		},
	)

	test('un delegado como el del SAT: sin usos de llave ni `nocheck`, y que manda preguntar por él', async () => {
		const dondePreguntar = new Extension({ extnID: '1.3.6.1.5.5.7.1.1', extnValue: new Sequence().toBER() })
		const raro = await mundo.delegadoRaro({ extensiones: [restriccionesBasicas(null), dondePreguntar] })
		expect(await mundo.preguntarA(raro)).toMatchObject({ estado: 'vigente' })
	})

	test('sin decir hasta cuándo, si es de hoy', async () => {
		expect(await mundo.preguntarA({ ...mundo.delegado(), hasta: null })).toMatchObject({ estado: 'vigente' })
	})
})

describe('lo que no se cree es «no comprobado», con su causa', () => {
	const critica = (): Extension =>
		new Extension({ extnID: '1.2.3.4', critical: true, extnValue: new OctetString({}).toBER() })
	const casos: readonly (readonly [string, CausaSinRespuesta, () => Torcer | Promise<Torcer>])[] = [
		['no conoce el certificado', 'desconocido', () => ({ ...mundo.delegado(), estado: 'desconocido' })],
		['otro nonce', 'otra-pregunta', () => ({ ...mundo.delegado(), nonce: 'otro' })],
		[
			'sin nonce: una vieja vuelta a mandar',
			'otra-pregunta',
			() => ({ ...mundo.delegado(), nonce: 'ninguno' }),
		],
		[
			'el nonce dos veces',
			'otra-pregunta',
			() => ({
				...mundo.delegado(),
				retocar: ({ tbsResponseData }) => {
					const [uno] = tbsResponseData.responseExtensions ?? []
					if (uno) tbsResponseData.responseExtensions?.push(uno)
				},
			}),
		],
		['ya vencida', 'vieja', () => ({ ...mundo.delegado(), desde: en(-3 * HORA), hasta: en(-2 * HORA) })],
		['del futuro', 'vieja', () => ({ ...mundo.delegado(), desde: en(HORA), hasta: en(2 * HORA) })],
		['hecha en el futuro', 'vieja', () => ({ ...mundo.delegado(), producida: en(HORA) })],
		['hecha antier, aunque su plazo siga', 'vieja', () => ({ ...mundo.delegado(), desde: en(-48 * HORA) })],
		[
			'de hace dos días y sin plazo',
			'vieja',
			() => ({ ...mundo.delegado(), desde: en(-48 * HORA), hasta: null }),
		],
		['el plazo al revés', 'vieja', () => ({ ...mundo.delegado(), desde: AHORA, hasta: en(-60_000) })],
		[
			'firmada por otra autoridad',
			'no-confiable',
			() => ({ ...mundo.delegado(), llave: mundo.otra.llaveOcsp, certificados: [mundo.otra.ocsp] }),
		],
		[
			'firmada por otro con el certificado del bueno',
			'no-confiable',
			() => ({ ...mundo.delegado(), llave: mundo.otra.llaveOcsp }),
		],
		[
			'firmada por la e.firma de alguien, que no puede',
			'no-confiable',
			() => ({ ...mundo.delegado(), llave: mundo.otra.llaveOcsp, certificados: [mundo.cer] }),
		],
		['que dice ser otro', 'no-confiable', () => ({ ...mundo.delegado(), responde: 'ajeno' })],
		['un delegado sin permiso de responder', 'no-confiable', () => mundo.delegadoRaro({ usos: [] })],
		['un delegado para otra cosa', 'no-confiable', () => mundo.delegadoRaro({ usos: ['1.3.6.1.5.5.7.3.1'] })],
		['un delegado de otra autoridad', 'no-confiable', () => mundo.delegadoRaro({ emisor: 'raiz-ajena' })],
		['un delegado vencido', 'no-confiable', () => mundo.delegadoRaro({ hasta: en(-HORA) })],
		[
			'un delegado que no puede firmar datos',
			'no-confiable',
			() => mundo.delegadoRaro({ extensiones: [usoDeLlave('autoridad'), sinComprobarOcsp()] }),
		],
		[
			'un delegado con una restricción que no se conoce',
			'no-confiable',
			() => mundo.delegadoRaro({ extensiones: [sinComprobarOcsp(), critica()] }),
		],
		[
			'firmada con SHA-1',
			'no-confiable',
			() => ({ ...mundo.delegado(), llave: llaveSha1, resumen: 'SHA-1' }),
		],
		[
			'que habla de otro certificado',
			'otra-pregunta',
			() => ({
				...mundo.delegado(),
				porCual: (pedido) => {
					pedido.serialNumber.valueBlock.valueHexView = new Uint8Array([1, 2, 3])
					return pedido
				},
			}),
		],
		[
			'con la huella de otro emisor',
			'otra-pregunta',
			() => ({
				...mundo.delegado(),
				porCual: (pedido) => {
					const valueHex = Uint8Array.from(createHash('sha1').update('otro').digest()).buffer
					pedido.issuerKeyHash = new OctetString({ valueHex })
					return pedido
				},
			}),
		],
		[
			'que contesta dos veces por el mismo',
			'otra-pregunta',
			() => ({
				...mundo.delegado(),
				retocar: ({ tbsResponseData: { responses } }) => responses.push(...responses.slice(0, 1)),
			}),
		],
		[
			'con una condición que no se conoce',
			'ilegible',
			() => ({
				...mundo.delegado(),
				retocar: ({ tbsResponseData }) => tbsResponseData.responseExtensions?.push(critica()),
			}),
		],
		['cortada', 'ilegible', () => ({ ...mundo.delegado(), enteros: (der) => der.slice(0, der.length >> 1) })],
		[
			'con basura al final',
			'ilegible',
			() => ({ ...mundo.delegado(), enteros: (der) => Buffer.concat([der, Buffer.from([0])]) }),
		],
		[
			'tryLater',
			'mas-tarde',
			() => ({ ...mundo.delegado(), enteros: () => Buffer.from('30030a0103', 'hex') }),
		],
		[
			'unauthorized',
			'no-autorizada',
			() => ({ ...mundo.delegado(), enteros: () => Buffer.from('30030a0106', 'hex') }),
		],
		[
			'internalError',
			'error-del-servicio',
			() => ({ ...mundo.delegado(), enteros: () => Buffer.from('30030a0102', 'hex') }),
		],
		[
			'sin nada dentro',
			'ilegible',
			() => ({ ...mundo.delegado(), enteros: () => Buffer.from('30030a0100', 'hex') }),
		],
		[
			'demasiado grande',
			'demasiado-grande',
			() => ({ ...mundo.delegado(), enteros: () => new Uint8Array(100_000) }),
		],
		['vacía', 'ilegible', () => ({ ...mundo.delegado(), enteros: () => new Uint8Array() })],
		[
			'de miles de cajas una dentro de otra',
			'ilegible',
			() => ({ ...mundo.delegado(), enteros: () => Buffer.from('3080'.repeat(30_000), 'hex') }),
		],
	]
	test.each(casos)('%s', async (_, causa, torcer) => {
		expect(await mundo.preguntarA(await torcer())).toEqual({
			estado: 'no-comprobado',
			respuesta: null,
			causa,
			razon: fraseDeCausa(causa),
		})
	})

	test('un emisor que no está entre las anclas: ni se pregunta', async () => {
		const { raiz, intermedia } = mundo.otra
		expect(await mundo.preguntarA(mundo.delegado(), { anclas: [raiz, intermedia] })).toMatchObject({
			causa: 'emisor-desconocido',
		})
	})

	test.each([
		['contesta 500', 500, 'error-del-servicio'],
		['redirige', 302, 'sin-red'],
	])('el servicio %s', async (_, estado, causa) => {
		const responder = await levantarResponder(() => Promise.resolve({ estado, cuerpo: new Uint8Array() }))
		const consultar = conectarOcsp({ url: responder.url, anclas: [mundo.autoridad.intermedia], reloj })
		expect(await consultar(mundo.cer)).toMatchObject({ estado: 'no-comprobado', causa })
		await responder.cerrar()
	})

	test('el servicio se queda callado, o no está', async () => {
		const responder = await levantarResponder(() => Promise.resolve(null))
		const opciones = { url: responder.url, anclas: [mundo.autoridad.intermedia], reloj, plazoMs: 150 }
		expect(await conectarOcsp(opciones)(mundo.cer)).toMatchObject({ causa: 'tardo' })
		await responder.cerrar()
		expect(await conectarOcsp(opciones)(mundo.cer)).toMatchObject({ causa: 'sin-red' })
	})

	test('bytes que no son un certificado', async () => {
		const consultar = conectarOcsp({ url: 'http://127.0.0.1:9/', anclas: [], reloj })
		expect(await consultar(new Uint8Array([1, 2, 3]))).toMatchObject({ causa: 'emisor-desconocido' })
	})

	test('cada causa tiene su frase', () => {
		const frases = CAUSAS_SIN_RESPUESTA.map(fraseDeCausa)
		expect(new Set(frases).size).toBe(CAUSAS_SIN_RESPUESTA.length)
	})
})
