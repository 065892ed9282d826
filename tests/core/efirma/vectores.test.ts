/** Vectores públicos: lo que otros dijeron que debe dar, antes de que esto existiera. */
import fc from 'fast-check'
import { pbkdf2Sync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import { aBase64 } from '#core/efirma/base64.ts'
import { derivar, type Huella } from '#core/efirma/derivacion.ts'
import { verificarSello } from '#core/efirma/verificar.ts'
import { leerX509, type X509 } from '#core/efirma/x509.ts'
import {
	emitirX509,
	nuevoPar,
	OID,
	restriccionesBasicas,
	usoDeLlave,
} from '../../../bff/simuladores/autoridad/x509.ts'

const leer = <T>(nombre: string): T =>
	JSON.parse(readFileSync(new URL(`vectores/${nombre}.json`, import.meta.url), 'utf8')) as T
const hex = (texto: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(texto, 'hex'))
const utf8 = (texto: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(texto)

type DePbkdf2 = {
	readonly tests: readonly {
		readonly source: string
		readonly hash: Huella
		readonly p: string
		readonly s: string
		readonly c: number
		readonly dk: string
	}[]
}

describe('PBKDF2', () => {
	for (const [i, { source, hash, p, s, c, dk }] of leer<DePbkdf2>('pbkdf2').tests.entries()) {
		it(`${source}, caso ${i + 1}: HMAC-${hash}, ${c} vueltas`, async () => {
			const derivada = await derivar({ huella: hash, sal: utf8(s), vueltas: c }, utf8(p), dk.length / 2)
			expect(Buffer.from(derivada).toString('hex')).toBe(dk)
		})
	}

	it('da lo mismo que OpenSSL con cualquiera de las siete funciones', async () => {
		const huellas = [
			'SHA-1',
			'SHA-224',
			'SHA-256',
			'SHA-384',
			'SHA-512',
			'SHA-512/224',
			'SHA-512/256',
		] as const
		const deNode = (huella: Huella): string =>
			huella.toLowerCase().replace('sha-512/', 'sha512-').replace('sha-', 'sha')
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...huellas),
				fc.uint8Array({ minLength: 1, maxLength: 200 }),
				fc.uint8Array({ maxLength: 80 }),
				fc.integer({ min: 1, max: 50 }),
				fc.constantFrom(16, 24, 32),
				async (huella, contrasena, sal, vueltas, largo) => {
					const propia = await derivar(
						{ huella, sal: new Uint8Array(sal), vueltas },
						new Uint8Array(contrasena),
						largo,
					)
					const suya = pbkdf2Sync(contrasena, sal, vueltas, largo, deNode(huella))
					expect(Buffer.from(propia).equals(suya)).toBe(true)
				},
			),
			{ numRuns: 300 },
		)
	})
})

type DeWycheproof = {
	readonly testGroups: readonly {
		readonly publicKeyDer: string
		readonly tests: readonly {
			readonly tcId: number
			readonly comment: string
			readonly msg: string
			readonly sig: string
			readonly result: 'valid' | 'invalid' | 'acceptable'
		}[]
	}[]
}

describe('RSA PKCS#1 v1.5 con SHA-256, de Wycheproof', () => {
	let molde: X509
	beforeAll(async () => {
		const par = await nuevoPar()
		const der = await emitirX509({
			serie: '0'.repeat(20),
			sujeto: [[OID.cn, 'MOLDE']],
			desde: new Date('2026-01-01'),
			hasta: new Date('2027-01-01'),
			llavePublica: par.publicKey,
			extensiones: [restriccionesBasicas(null), usoDeLlave('fiel')],
			emisor: null,
			llaveDelEmisor: par.privateKey,
		})
		molde = exigir(leerX509(der))
	})

	for (const { publicKeyDer, tests } of leer<DeWycheproof>('wycheproof-rsa-2048-sha256').testGroups) {
		for (const { tcId, comment, msg, sig, result } of tests) {
			// «acceptable» es el NULL que falta: aquí un sello tiene una sola escritura, y ésa no lo es.
			it(`${tcId} ${comment || 'firma buena'}: ${result === 'valid' ? 'verifica' : 'no verifica'}`, async () => {
				const x509 = { ...molde, spki: hex(publicKeyDer) }
				const cadena = Buffer.from(msg, 'hex').toString('utf8')
				expect(await verificarSello(cadena, aBase64(hex(sig)), x509)).toBe(result === 'valid')
			})
		}
	}
})
