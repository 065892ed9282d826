/** OpenSSL, de segunda opinión: su servidor contesta y nuestro cliente le cree lo mismo que él dice. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { conectarOcsp } from '../../../bff/adapters/ocsp/consultar.ts'
import { exportarPkcs8 } from '../../../bff/simuladores/autoridad/x509.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { crearMundoOcsp, type Mundo } from './mundo.ts'

const haySuyo = ((): boolean => {
	try {
		return execFileSync('openssl', ['version']).includes('OpenSSL')
	} catch {
		return false
	}
})()
if (!haySuyo)
	console.log('Falta openssl, que da la segunda opinión sobre OCSP. En Debian: apt-get install openssl')

let mundo: Mundo
let carpeta: string
const en = (nombre: string): string => join(carpeta, nombre)
const pem = (der: Uint8Array, nombre: string): void =>
	writeFileSync(en(nombre), new X509Certificate(der).toString())
const llave = async (de: CryptoKey, nombre: string): Promise<void> => {
	const key = Buffer.from(await exportarPkcs8(de))
	writeFileSync(
		en(nombre),
		createPrivateKey({ key, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' }),
	)
}

/** Un renglón de la base de `openssl ca`: estado, vence, revocado, serie en hexadecimal, archivo y sujeto. */
const renglon = (cer: Uint8Array, revocado: string): string => {
	const { serialNumber } = new X509Certificate(cer)
	return [revocado === '' ? 'V' : 'R', '491231235959Z', revocado, serialNumber, 'unknown', '/CN=DEMO'].join(
		'\t',
	)
}

beforeAll(async () => {
	mundo = await crearMundoOcsp()
	carpeta = mkdtempSync(join(tmpdir(), 'egreso-openssl-'))
	pem(mundo.autoridad.intermedia, 'ca.pem')
	pem(mundo.autoridad.ocsp, 'delegado.pem')
	await llave(mundo.autoridad.llaveOcsp, 'delegado.key')
	await llave(mundo.autoridad.llaveIntermedia, 'ca.key')
})
afterAll(() => {
	mundo.recoger()
	rmSync(carpeta, { recursive: true, force: true })
})

const puertoLibre = (): Promise<number> =>
	new Promise((listo) => {
		const servidor = createServer().listen(0, '127.0.0.1', () => {
			const direccion = servidor.address()
			servidor.close(() => listo(typeof direccion === 'object' && direccion ? direccion.port : 0))
		})
	})

type Servidor = { readonly url: string; readonly proceso: ChildProcess }

const levantar = async (indice: readonly string[], extra: readonly string[]): Promise<Servidor> => {
	writeFileSync(en('index.txt'), indice.map((linea) => `${linea}\n`).join(''))
	const puerto = await puertoLibre()
	const orden = ['ocsp', '-index', en('index.txt'), '-port', String(puerto), '-CA', en('ca.pem'), ...extra]
	const proceso = spawn('openssl', orden, { stdio: ['ignore', 'pipe', 'pipe'] })
	await new Promise<void>((listo, fallo) => {
		const oir = (trozo: Buffer): void => {
			if (/accept|waiting/i.test(trozo.toString())) listo()
		}
		proceso.stdout.on('data', oir)
		proceso.stderr.on('data', oir)
		proceso.once('exit', () => fallo(new Error('openssl ocsp no arrancó.')))
	})
	return { url: `http://127.0.0.1:${puerto}/`, proceso }
}

const FIRMA_DELEGADO = (): string[] => ['-rsigner', en('delegado.pem'), '-rkey', en('delegado.key')]
const FIRMA_CA = (): string[] => ['-rsigner', en('ca.pem'), '-rkey', en('ca.key')]

describe.skipIf(!haySuyo)('un servidor `openssl ocsp`', () => {
	const preguntar = async (indice: readonly string[], extra: readonly string[]) => {
		const { url, proceso } = await levantar(indice, extra)
		try {
			return await conectarOcsp({
				url,
				anclas: [mundo.autoridad.raiz, mundo.autoridad.intermedia],
				reloj: () => new Date().toISOString() as Instante,
			})(mundo.cer)
		} finally {
			proceso.kill()
		}
	}

	test.each([
		['el delegado', FIRMA_DELEGADO],
		['la autoridad', FIRMA_CA],
		['el delegado, que se nombra por su llave', () => [...FIRMA_DELEGADO(), '-resp_key_id']],
		['el delegado, con plazo', () => [...FIRMA_DELEGADO(), '-nmin', '5']],
		['el delegado, con SHA-512', () => [...FIRMA_DELEGADO(), '-rmd', 'sha512']],
	])('vigente, y firma %s', async (_, extra) => {
		expect(await preguntar([renglon(mundo.cer, '')], extra())).toMatchObject({ estado: 'vigente' })
	})

	test('revocado, con la fecha y la razón que openssl tiene apuntadas', async () => {
		const indice = [renglon(mundo.cer, '260102030405Z,keyCompromise')]
		expect(await preguntar(indice, FIRMA_DELEGADO())).toMatchObject({
			estado: 'revocado',
			desde: '2026-01-02T03:04:05.000Z',
			motivo: 'llave comprometida',
		})
	})

	test('el que openssl no conoce', async () => {
		expect(await preguntar([renglon(mundo.otroCer, '')], FIRMA_DELEGADO())).toMatchObject({
			causa: 'desconocido',
		})
	})

	test('sin certificados que acompañen, no hay modo de saber quién firmó', async () => {
		const extra = [...FIRMA_DELEGADO(), '-resp_no_certs']
		expect(await preguntar([renglon(mundo.cer, '')], extra)).toMatchObject({ causa: 'no-confiable' })
	})

	test('con SHA-1 no se le cree', async () => {
		const extra = [...FIRMA_DELEGADO(), '-rmd', 'sha1']
		expect(await preguntar([renglon(mundo.cer, '')], extra)).toMatchObject({ causa: 'no-confiable' })
	})
})
