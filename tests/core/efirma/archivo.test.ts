import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import { reconocerPiezas } from '#core/efirma/archivo.ts'
import { leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { abrirLlave, compararPareja } from '#core/efirma/llave.ts'
import { leerX509 } from '#core/efirma/x509.ts'
import { claseDe } from './clase.ts'
import { carpeta, cer, CONTRASENA, haySat, key, PARES, x509 } from './referencia.ts'
import { entero, oid, secuencia, tlv } from './sobre.ts'

const par = generateKeyPairSync('rsa', { modulusLength: 1024 })
const pem = (rotulo: string, der: Uint8Array): string =>
	`-----BEGIN ${rotulo}-----\n${Buffer.from(der)
		.toString('base64')
		.replace(/.{64}/g, '$&\n')}\n-----END ${rotulo}-----\n`
const utf16 = (texto: string): Buffer =>
	Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(texto, 'utf16le')])

describe('reconocer un archivo', () => {
	it.skipIf(!haySat)('distingue llaves y certificados del SAT por lo que traen', () => {
		for (const nombre of PARES) {
			expect(claseDe(key(nombre))).toBe('llave')
			expect(claseDe(cer(nombre))).toBe('certificado')
		}
		for (const bytes of [...carpeta('ca-test'), ...carpeta('ca-prod')]) {
			expect(claseDe(bytes)).toBe('certificado')
		}
	})

	it('lo que no es ninguno, dice qué es', () => {
		const publica = par.publicKey.export({ type: 'spki', format: 'der' })
		const nombre = secuencia()
		const requerimiento = secuencia(
			secuencia(entero(0), nombre, publica, tlv(0xa0)),
			secuencia(oid('1.2.840.113549.1.1.11')),
			tlv(0x03, Buffer.from([0]), randomBytes(128)),
		)
		const pfx = secuencia(
			entero(3),
			secuencia(oid('1.2.840.113549.1.7.1'), tlv(0xa0, tlv(0x04))),
			secuencia(),
		)
		const casos: readonly (readonly [Uint8Array, string])[] = [
			[new Uint8Array(), 'vacio'],
			[Buffer.from('hola'), 'desconocido'],
			[randomBytes(1500).fill(0x7f, 0, 1), 'desconocido'],
			[tlv(0x30, randomBytes(200).fill(0xff, 0, 1)), 'desconocido'],
			[Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(900)]), 'zip'],
			[requerimiento, 'requerimiento'],
			[Buffer.from(pem('CERTIFICATE REQUEST', requerimiento)), 'requerimiento'],
			[pfx, 'pkcs12'],
			[publica, 'llave-publica'],
			[par.publicKey.export({ type: 'pkcs1', format: 'der' }), 'llave-publica'],
			[par.privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(0, 300), 'incompleto'],
			[Buffer.from(pem('CERTIFICATE', randomBytes(900)).slice(0, 500)), 'incompleto'],
		]
		for (const [bytes, clase] of casos) expect(claseDe(bytes)).toBe(clase)
	})
})

describe.skipIf(!haySat)('las envolturas', () => {
	const CUAL = 'pf-CANF770131PA3-fiel-t61'
	const certificado = pem('CERTIFICATE', cer(CUAL))
	const llave = pem('ENCRYPTED PRIVATE KEY', key(CUAL))
	const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

	const envolver: Readonly<Record<string, (texto: string, bytes: Uint8Array) => Uint8Array>> = {
		PEM: (texto) => Buffer.from(texto),
		'PEM con CRLF': (texto) => Buffer.from(texto.replaceAll('\n', '\r\n')),
		'PEM con CR': (texto) => Buffer.from(texto.replaceAll('\n', '\r')),
		'PEM con BOM': (texto) => Buffer.from(`\ufeff${texto}`),
		'PEM en UTF-16 con BOM': (texto) => utf16(texto),
		'PEM en UTF-16 al revés': (texto) => utf16(texto).swap16(),
		'PEM con texto antes y después': (texto) =>
			Buffer.from(
				`Bag Attributes\n    friendlyName: FERNANDO\nKey Attributes: <No Attributes>\n${texto}\n\n-- \nSaludos, Ñ`,
			),
		'PEM con encabezados': (texto) =>
			Buffer.from(texto.replace(/(-----)\n/, '$1\nComment: del respaldo\n\n')),
		'PEM con sangría': (texto) => Buffer.from(texto.replaceAll('\n', '\n   ')),
		'PEM con un bloque ajeno antes': (texto) =>
			Buffer.from(pem('EC PARAMETERS', oid('1.2.840.10045.3.1.7')) + texto),
		'Base64 en una línea': (_, bytes) => Buffer.from(base64(bytes)),
		'Base64 en renglones y con BOM': (_, bytes) =>
			Buffer.from(`\ufeff${base64(bytes).replace(/.{76}/g, '$&\r\n')}\r\n`),
		'Base64 en UTF-16': (_, bytes) => utf16(base64(bytes)),
	}
	for (const [nombre, poner] of Object.entries(envolver)) {
		it(`${nombre}: se lee igual que en DER`, async () => {
			const cerEnvuelto = poner(certificado, cer(CUAL))
			expect(claseDe(cerEnvuelto)).toBe('certificado')
			expect(exigir(leerX509(cerEnvuelto))).toEqual(x509(CUAL))
			const keyEnvuelta = poner(llave, key(CUAL))
			expect(claseDe(keyEnvuelta)).toBe('llave')
			expect(await compararPareja(exigir(await abrirLlave(keyEnvuelta, CONTRASENA)), x509(CUAL))).toBe(
				'pareja',
			)
		})
	}

	it('un solo archivo con la llave y el certificado trae las dos piezas, en cualquier orden', async () => {
		for (const texto of [llave + certificado, certificado + llave]) {
			const bytes = Buffer.from(texto)
			expect(
				reconocerPiezas(bytes)
					.map(({ clase }) => clase)
					.sort(),
			).toEqual(['certificado', 'llave'])
			const abierta = exigir(await abrirLlave(bytes, CONTRASENA))
			expect(await compararPareja(abierta, exigir(leerX509(bytes)))).toBe('pareja')
		}
	})

	it('una carpeta de autoridades puede venir en un solo PEM', () => {
		const sueltas = leerAnclas(carpeta('ca-test'))
		const junto = Buffer.from(sueltas.map(({ der }) => pem('CERTIFICATE', der)).join(''))
		expect(leerAnclas([junto]).map(({ noCertificado }) => noCertificado)).toEqual(
			sueltas.map(({ noCertificado }) => noCertificado),
		)
	})
})
