/** Bytes ajenos: una respuesta buena con algo cambiado nunca dice lo que la autoridad no dijo, ni tumba ni cuelga. */
import { randomBytes, X509Certificate } from 'node:crypto'
import { fromBER } from 'asn1js'
import fc from 'fast-check'
import { BasicOCSPResponse, OCSPResponse } from 'pkijs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { armarPregunta, identificar } from '../../../bff/adapters/ocsp/pregunta.ts'
import { leerAutoridad } from '../../../bff/adapters/ocsp/quien-responde.ts'
import { leerRespuesta, type Esperado } from '../../../bff/adapters/ocsp/respuesta.ts'
import { AHORA, crearMundoOcsp, type Mundo } from './mundo.ts'
import { contestarOcsp } from './responder.ts'

let mundo: Mundo
let esperado: Esperado
let deOtro: Esperado
let vigente: Uint8Array
let revocado: Uint8Array

beforeAll(async () => {
	mundo = await crearMundoOcsp()
	const emisor = leerAutoridad(mundo.autoridad.intermedia)
	const nonce = randomBytes(16)
	const comun = { nonce, emisor, ahora: AHORA.getTime() }
	esperado = { ...comun, por: identificar(new X509Certificate(mundo.cer), emisor) }
	deOtro = { ...comun, por: identificar(new X509Certificate(mundo.otroCer), emisor) }
	const pregunta = armarPregunta(esperado.por, nonce)
	vigente = await contestarOcsp(pregunta, mundo.delegado())
	revocado = await contestarOcsp(pregunta, { ...mundo.delegado(), estado: 'revocado' })
})
afterAll(() => mundo.recoger())

const con = (der: Uint8Array, lugar: number, giro: number): Uint8Array => {
	const roto = Uint8Array.from(der)
	roto[lugar] = (roto[lugar] ?? 0) ^ giro
	return roto
}

test('sin tocar, cada una dice lo suyo, y de otro certificado no dice nada', () => {
	expect(leerRespuesta(vigente, esperado).estado).toBe('vigente')
	expect(leerRespuesta(revocado, esperado).estado).toBe('revocado')
	expect(leerRespuesta(vigente, deOtro)).toEqual({ estado: 'no-comprobado', causa: 'otra-pregunta' })
})

describe('con un bit cambiado', () => {
	/** Lo dicho con el bit cambiado cada tantos bytes; fuera de lo firmado puede no importar, pero nunca cambia el sentido. */
	const barrer = (der: Uint8Array, giro: number, cada: number): Map<string, number> => {
		const dichos = new Map<string, number>()
		for (let lugar = giro % cada; lugar < der.length; lugar += cada) {
			const { estado } = leerRespuesta(con(der, lugar, giro), esperado)
			dichos.set(estado, (dichos.get(estado) ?? 0) + cada)
		}
		return dichos
	}

	test.each([
		[0x01, 3],
		[0x20, 11],
		[0x80, 11],
	])('una de «revocado» nunca dice «vigente» (bit %i, cada %i bytes)', (giro, cada) => {
		const dichos = barrer(revocado, giro, cada)
		expect(dichos.get('vigente') ?? 0).toBe(0)
		expect(dichos.get('no-comprobado') ?? 0).toBeGreaterThan(revocado.length * 0.8)
	})

	test.each([
		[0x02, 5],
		[0x40, 11],
	])('una de «vigente» nunca dice «revocado» (bit %i, cada %i bytes)', (giro, cada) => {
		const dichos = barrer(vigente, giro, cada)
		expect(dichos.get('revocado') ?? 0).toBe(0)
		expect(dichos.get('no-comprobado') ?? 0).toBeGreaterThan(vigente.length * 0.8)
	})

	test('de lo firmado y de la firma no se puede tocar nada', () => {
		const { responseBytes } = new OCSPResponse({ schema: fromBER(Uint8Array.from(vigente)).result })
		const dentro = responseBytes?.response.valueBlock.valueHexView ?? new Uint8Array()
		const basica = new BasicOCSPResponse({ schema: fromBER(Uint8Array.from(dentro)).result })
		for (const parte of [basica.tbsResponseData.tbsView, basica.signature.valueBlock.valueHexView]) {
			const desde = Buffer.from(vigente).indexOf(parte)
			expect(desde).toBeGreaterThan(0)
			for (let lugar = desde; lugar < desde + parte.length; lugar += 3) {
				expect([lugar, leerRespuesta(con(vigente, lugar, 1), esperado).estado]).toEqual([
					lugar,
					'no-comprobado',
				])
			}
		}
	})
})

describe('bytes al azar', () => {
	const sinPrisa = (der: Uint8Array): string => {
		const antes = performance.now()
		const { estado } = leerRespuesta(der, esperado)
		// Un tope de cuelgue, no una medida.
		expect(performance.now() - antes).toBeLessThan(5000)
		return estado
	}

	test('ruido puro', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 3000 }), (der) => {
				expect(sinPrisa(der)).toBe('no-comprobado')
			}),
		)
	})

	test('trozos quitados, repetidos o puestos en otro lado de una de «revocado»', () => {
		const lugar = fc.nat(revocado.length - 1)
		fc.assert(
			fc.property(lugar, lugar, lugar, (a, b, c) => {
				const trozo = revocado.slice(Math.min(a, b), Math.max(a, b))
				const der = Buffer.concat([revocado.slice(0, c), trozo, revocado.slice(c + (a % 2) * trozo.length)])
				expect(sinPrisa(der)).not.toBe('vigente')
			}),
		)
	})

	test('con los largos más grandes que caben, y cajas sin fin', () => {
		for (const cabeza of [
			'30847fffffff',
			'3084ffffffff',
			'3080',
			'308830ffffffffffffff',
			'a080',
			'24802480',
		]) {
			for (const relleno of [0, 1, 30_000]) {
				const der = Buffer.concat([Buffer.from(cabeza, 'hex'), Buffer.from('3080'.repeat(relleno), 'hex')])
				expect(sinPrisa(der)).toBe('no-comprobado')
			}
		}
	})

	test('el estado de uno pegado en la respuesta de otro no pasa', () => {
		const [bueno, malo] = [Buffer.from(vigente), Buffer.from(revocado)]
		for (const largo of [2, 24, 64, 200]) {
			for (let i = 0; i + largo < malo.length; i += 13) {
				const mezcla = Buffer.concat([
					malo.subarray(0, i),
					bueno.subarray(i, i + largo),
					malo.subarray(i + largo),
				])
				expect(leerRespuesta(mezcla, esperado).estado).not.toBe('vigente')
			}
		}
	})
})
