import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { crearAutoridad, type Autoridad } from '../../bff/simuladores/autoridad/autoridad.ts'
import { emitirEfirma, type Efirma, type OpcionesEfirma } from '../../bff/simuladores/autoridad/efirma.ts'

const MOMENTO = new Date('2026-11-23T12:00:00Z')
const SAT = new URL('../../../shared/reference/efirma/sat-test/', import.meta.url).pathname
const haySat = existsSync(SAT)
if (!haySat) console.log('Sin ../shared/reference/efirma no se compara con los pares de prueba del SAT.')

const openssl = (...orden: string[]): string =>
	execFileSync('openssl', orden, { encoding: 'utf8', stdio: 'pipe' })
const huella = (ruta: string): string => createHash('sha256').update(readFileSync(ruta)).digest('hex')

/** La estructura ASN.1 sin los valores que cambian de una llave a otra: sal, vector y cifrado. */
const esqueleto = (ruta: string): string[] =>
	openssl('asn1parse', '-inform', 'DER', '-in', ruta)
		.trimEnd()
		.split('\n')
		.map((renglon) =>
			renglon
				.replace(/^\s*\d+:(d=\d+).*?(prim|cons):\s*/, '$1 $2 ')
				.replace(/\[HEX DUMP\]:.*/, '')
				.trimEnd(),
		)

let carpeta: string
let autoridad: Autoridad
let fiel: Efirma
let csd: Efirma
let pedido: OpcionesEfirma

beforeAll(async () => {
	carpeta = mkdtempSync(join(tmpdir(), 'egreso-ac-'))
	autoridad = await crearAutoridad({ carpeta: join(carpeta, 'ac'), momento: MOMENTO })
	pedido = {
		autoridad,
		carpeta: join(carpeta, 'efirmas'),
		nombreArchivo: 'directora',
		nombre: 'MARÍA ÑÁÑEZ PEÑA',
		rfc: 'ÑAPM800101AB1',
		curp: 'XAPM800101MMCXXR08',
		contrasena: 'contraseña ñ 1',
		tipo: 'fiel',
		desde: new Date('2025-01-01T00:00:00Z'),
		hasta: new Date('2029-01-01T00:00:00Z'),
		serie: '90001000000500000001',
	}
	fiel = await emitirEfirma(pedido)
	csd = await emitirEfirma({ ...pedido, tipo: 'csd', nombreArchivo: 'sello', serie: '90001000000500000002' })
})
afterAll(() => rmSync(carpeta, { recursive: true, force: true }))

const pem = (der: string, salida: string): string => {
	const ruta = join(carpeta, salida)
	openssl('x509', '-inform', 'DER', '-in', der, '-out', ruta)
	return ruta
}

describe('la autoridad de demostración', () => {
	test('openssl acepta la cadena entera de una e.firma y la de quien firma OCSP', () => {
		const raiz = pem(join(autoridad.carpetaAnclas, 'AC_Raiz_Egreso_Demo.cer'), 'raiz.pem')
		const intermedia = pem(join(autoridad.carpetaAnclas, 'AC_Egreso_Demo.cer'), 'intermedia.pem')
		const instante = String(MOMENTO.getTime() / 1000)
		for (const der of [fiel.cer, csd.cer, join(autoridad.carpeta, 'privado', 'OCSP_Egreso_Demo.cer')]) {
			const hoja = pem(der, 'hoja.pem')
			const dicho = openssl('verify', '-attime', instante, '-CAfile', raiz, '-untrusted', intermedia, hoja)
			expect(dicho).toContain(': OK')
		}
	})

	test('una segunda vez reutiliza la autoridad y la e.firma sin tocar sus bytes', async () => {
		const antes = [fiel.cer, fiel.key].map(huella)
		const otra = await crearAutoridad({ carpeta: autoridad.carpeta, momento: MOMENTO })
		expect(Buffer.from(otra.intermedia).equals(Buffer.from(autoridad.intermedia))).toBe(true)
		await emitirEfirma({ ...pedido, autoridad: otra })
		expect([fiel.cer, fiel.key].map(huella)).toEqual(antes)
	})

	test('fuera de su plazo, la autoridad se vuelve a generar', async () => {
		const sitio = join(carpeta, 'ac-vieja')
		const vieja = await crearAutoridad({ carpeta: sitio, momento: new Date('2001-01-01T00:00:00Z') })
		const nueva = await crearAutoridad({ carpeta: sitio, momento: MOMENTO })
		expect(Buffer.from(nueva.raiz).equals(Buffer.from(vieja.raiz))).toBe(false)
	})

	test('otra contraseña pedida rehace el par', async () => {
		const sitio = { ...pedido, nombreArchivo: 'cambiada', serie: '90001000000500000003' }
		const una = await emitirEfirma({ ...sitio, contrasena: 'una' })
		const antes = huella(una.key)
		await emitirEfirma({ ...sitio, contrasena: 'dos' })
		expect(huella(una.key)).not.toBe(antes)
	})
})

describe('la e.firma emitida', () => {
	test('openssl abre la llave con su contraseña, con otra no, y es pareja del certificado', () => {
		const abrir = (contrasena: string): string =>
			openssl('pkcs8', '-inform', 'DER', '-in', fiel.key, '-passin', `pass:${contrasena}`)
		expect(() => abrir('otra')).toThrow()
		const llave = abrir(pedido.contrasena)
		const publica = execFileSync('openssl', ['rsa', '-pubout'], {
			input: llave,
			encoding: 'utf8',
			stdio: 'pipe',
		})
		expect(publica).toBe(openssl('x509', '-inform', 'DER', '-in', fiel.cer, '-noout', '-pubkey'))
	})

	test('el sujeto dice nombre, RFC y CURP donde el SAT los pone, con Ñ en T61', () => {
		const sujeto = openssl(
			'x509',
			'-inform',
			'DER',
			'-in',
			fiel.cer,
			'-noout',
			'-subject',
			'-nameopt',
			'utf8,sep_comma_plus',
		)
		for (const parte of ['CN=MARÍA ÑÁÑEZ PEÑA', 'name=MARÍA', 'C=MX', 'x500UniqueIdentifier=ÑAPM800101AB1']) {
			expect(sujeto).toContain(parte)
		}
		expect(sujeto).toContain('serialNumber=XAPM800101MMCXXR08')
		expect(openssl('asn1parse', '-inform', 'DER', '-in', fiel.cer)).toContain('T61STRING')
		const serie =
			openssl('x509', '-inform', 'DER', '-in', fiel.cer, '-noout', '-serial').trim().split('=')[1] ?? ''
		expect(Buffer.from(serie, 'hex').toString('ascii')).toBe(pedido.serie)
	})

	test('la llave no la lee nadie más que su dueño', () => {
		expect(statSync(fiel.key).mode & 0o077).toBe(0)
	})

	test.skipIf(!haySat)('el .key tiene, elemento por elemento, la estructura de los del SAT', () => {
		const propio = esqueleto(fiel.key)
		expect(propio).toHaveLength(13)
		expect(propio).toEqual(esqueleto(join(SAT, 'pf-FUNK671228PH6-fiel.key')))
		expect(propio).toEqual(esqueleto(join(SAT, 'pf-CANF770131PA3-fiel-t61.key')))
	})

	test.skipIf(!haySat)('las extensiones de FIEL y de CSD son byte a byte las del SAT', () => {
		const extensiones = (ruta: string): string[] => {
			const todo = openssl('asn1parse', '-inform', 'DER', '-in', ruta).split('\n')
			return todo.slice(todo.findIndex((uno) => uno.includes('cont [ 3 ]'))).flatMap((uno) => {
				const valor = /(?:OBJECT|HEX DUMP\]|BOOLEAN)\s*:(.*)$/.exec(uno)
				return valor?.[1] === undefined ? [] : [valor[1]]
			})
		}
		expect(extensiones(fiel.cer)).toEqual(extensiones(join(SAT, 'pf-FUNK671228PH6-fiel.cer')))
		expect(extensiones(csd.cer)).toEqual(extensiones(join(SAT, 'pf-FUNK671228PH6-csd.cer')))
	})

	test.skipIf(!haySat)('los atributos del sujeto van en el orden y con los tipos del SAT', () => {
		const tipos = (ruta: string): string[] => {
			const todo = openssl('asn1parse', '-inform', 'DER', '-in', ruta).split('\n')
			const inicio = todo.findLastIndex((uno) => uno.includes('UTCTIME')) + 1
			return todo
				.slice(
					inicio,
					todo.findIndex((uno) => uno.includes('rsaEncryption')),
				)
				.flatMap((uno) => {
					const oid = /OBJECT\s*:(\w+)/.exec(uno)?.[1]
					const cadena = /(\w+STRING)\s/.exec(uno)?.[1]
					return oid ?? cadena ?? []
				})
		}
		expect(tipos(fiel.cer)).toEqual(tipos(join(SAT, 'pf-CANF770131PA3-fiel-t61.cer')))
	})
})
