import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { frase } from '#core/contract/motivo.ts'
import { abrirLlave, compararPareja, revisarLlave } from '#core/efirma/llave.ts'
import { VUELTAS } from '#core/efirma/derivacion.ts'
import { exigir } from '#core/domain/result.ts'
import { CONTRASENA, haySat, key, PARES, x509 } from './referencia.ts'
import { entero, octetos, oid, secuencia, sobre, sobreAjeno, tlv } from './sobre.ts'

const par = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs8 = par.privateKey.export({ type: 'pkcs8', format: 'der' })
const elipse = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const edwards = generateKeyPairSync('ed25519')
const conPss = generateKeyPairSync('rsa-pss', { modulusLength: 1024 })
const enPkcs8 = (llave: typeof par.privateKey): Buffer => llave.export({ type: 'pkcs8', format: 'der' })
const cifrada = (claro: Uint8Array): Buffer => sobre(claro, { contrasena: CONTRASENA })

/** Un RSAPrivateKey con forma y sin sentido: módulo de tantos bytes, y todo lo demás de otros tantos. */
const rsaDe = (modulo: number, lodemas: number): Buffer => {
	const grande = (bytes: number): Buffer =>
		tlv(0x02, Buffer.concat([Buffer.from([0x7f]), randomBytes(bytes - 1)]))
	const partes = [
		entero(0),
		grande(modulo),
		entero(65_537),
		...Array.from({ length: 6 }, () => grande(lodemas)),
	]
	return secuencia(
		entero(0),
		secuencia(oid('1.2.840.113549.1.1.1'), Buffer.from([5, 0])),
		octetos(secuencia(...partes)),
	)
}

const PEM_VIEJO = `-----BEGIN RSA PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: DES-EDE3-CBC,0011223344556677

${randomBytes(600).toString('base64')}
-----END RSA PRIVATE KEY-----
`

type Caso = readonly [bytes: Uint8Array, motivo: string, datos?: Readonly<Record<string, string>>]
const no = (causa: string, bytes: Uint8Array): Caso => [bytes, 'llave-no-admitida', { causa }]
const otra = (algoritmo: string, bytes: Uint8Array): Caso => [
	bytes,
	'llave-no-admitida',
	{ causa: 'algoritmo', algoritmo },
]
const con = (opciones: Omit<Parameters<typeof sobre>[1], 'contrasena'>): Buffer =>
	sobre(pkcs8, { ...opciones, contrasena: CONTRASENA })

/** Los que se conocen sin contraseña. */
const DE_ENTRADA: Readonly<Record<string, Caso>> = {
	'un archivo vacío': [new Uint8Array(), 'archivo-no-es-efirma'],
	'un texto': [Buffer.from('hola, no soy una llave'), 'archivo-no-es-efirma'],
	'un PDF': [Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(3000)]), 'archivo-no-es-efirma'],
	'un archivo enorme': [Buffer.alloc(5_000_000, 0x30), 'archivo-no-es-efirma'],
	'cien mil secuencias anidadas': [Buffer.alloc(60_000, Buffer.from([0x30, 0x80])), 'archivo-no-es-efirma'],
	'miles de principios de PEM sin fin': [
		Buffer.from('-----BEGIN PRIVATE KEY-----\n'.repeat(6000)),
		'archivo-no-es-efirma',
	],
	'sin cifrar, PKCS#8': no('sin-cifrar', pkcs8),
	'sin cifrar, PKCS#1': no('sin-cifrar', par.privateKey.export({ type: 'pkcs1', format: 'der' })),
	'sin cifrar, PKCS#1 en PEM': no(
		'sin-cifrar',
		Buffer.from(par.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string),
	),
	'sin cifrar, de curva elíptica': otra('de curva elíptica', enPkcs8(elipse.privateKey)),
	'sin cifrar, de curva elíptica en SEC 1': otra(
		'de curva elíptica',
		elipse.privateKey.export({ type: 'sec1', format: 'der' }),
	),
	'sin cifrar, Ed25519': otra('Ed25519', enPkcs8(edwards.privateKey)),
	'PBES1 con MD5 y DES': [sobreAjeno('1.2.840.113549.1.5.3'), 'llave-muy-antigua'],
	'PBES1 con MD2 y RC2': [sobreAjeno('1.2.840.113549.1.5.4'), 'llave-muy-antigua'],
	'PBES1 con SHA-1 y DES': [sobreAjeno('1.2.840.113549.1.5.10'), 'llave-muy-antigua'],
	'PBES1 con SHA-1 y RC2': [sobreAjeno('1.2.840.113549.1.5.11'), 'llave-muy-antigua'],
	'PKCS#12 con 3DES': [sobreAjeno('1.2.840.113549.1.12.1.3'), 'llave-muy-antigua'],
	'PKCS#12 con RC2 de 40 bits': [sobreAjeno('1.2.840.113549.1.12.1.6'), 'llave-muy-antigua'],
	'PBES2 con DES': [con({ esquema: '1.3.14.3.2.7' }), 'llave-muy-antigua'],
	'PBES2 con RC2': [con({ esquema: '1.2.840.113549.3.2' }), 'llave-muy-antigua'],
	'PBES2 con HMAC-MD5': [con({ prf: 'md5' }), 'llave-muy-antigua'],
	'PEM cifrado a la antigua': [Buffer.from(PEM_VIEJO), 'llave-muy-antigua'],
	'un cifrado inventado': no('cifrado', sobreAjeno('1.2.3.4')),
	'PBES2 con AES-GCM': no('cifrado', con({ cifrado: 'aes-128-cbc', esquema: '2.16.840.1.101.3.4.1.6' })),
	scrypt: no('scrypt', con({ kdf: '1.3.6.1.4.1.11591.4.11' })),
	'otra derivación': no('derivacion', con({ kdf: '1.2.3.4' })),
	'una sal de más de 1 kB': no('derivacion', con({ sal: new Uint8Array(1025) })),
	'dos mil millones de vueltas': no('vueltas', con({ vueltasEscritas: 2 ** 31 - 1 })),
	'un número de vueltas que no cabe en ningún entero': no('vueltas', con({ vueltasEscritas: 2n ** 200n })),
	'una vuelta más de las que se aceptan': no('vueltas', con({ vueltasEscritas: VUELTAS['SHA-1'] + 1 })),
	'una vuelta más de las que se aceptan con SHA-512': no(
		'vueltas',
		con({ prf: 'sha512', vueltasEscritas: VUELTAS['SHA-512'] + 1 }),
	),
	'una vuelta más de las que se aceptan a mano': no(
		'vueltas',
		con({ prf: 'sha512-256', vueltasEscritas: VUELTAS['SHA-512/256'] + 1 }),
	),
	'cero vueltas': [con({ vueltasEscritas: 0 }), 'llave-danada'],
	'una longitud que miente': [con({ longitudEscrita: 16 }), 'llave-danada'],
	'una longitud descomunal': [con({ longitudEscrita: 2 ** 31 - 1 }), 'llave-danada'],
}

/** Los que sólo se ven al abrirla con su contraseña. */
const POR_DENTRO: Readonly<Record<string, Caso>> = {
	'de curva elíptica': otra('de curva elíptica', cifrada(enPkcs8(elipse.privateKey))),
	Ed25519: otra('Ed25519', cifrada(enPkcs8(edwards.privateKey))),
	'RSA-PSS': otra('RSA-PSS', cifrada(enPkcs8(conPss.privateKey))),
	'de un algoritmo inventado': otra(
		'de otro tipo',
		cifrada(secuencia(entero(0), secuencia(oid('1.2.3.4')), octetos(randomBytes(300)))),
	),
	'RSA con ruido en lugar de números': [
		cifrada(
			secuencia(
				entero(0),
				secuencia(oid('1.2.840.113549.1.1.1'), Buffer.from([5, 0])),
				octetos(randomBytes(400)),
			),
		),
		'llave-danada',
	],
	'RSA de 8192 bits': no('tamano', cifrada(rsaDe(1024, 256))),
	'RSA de 2048 con factores descomunales': no('tamano', cifrada(rsaDe(256, 6000))),
	'RSA con un módulo de nada': [cifrada(rsaDe(1, 64)), 'llave-danada'],
}

describe('lo que no es una llave de e.firma', () => {
	for (const [nombre, [bytes, motivo, datos = {}]] of Object.entries(DE_ENTRADA)) {
		it(`${nombre}: ${motivo}, y se sabe sin contraseña`, async () => {
			expect(revisarLlave(bytes)).toEqual({ ok: false, motivo, datos })
			expect(await abrirLlave(bytes, CONTRASENA)).toEqual({ ok: false, motivo, datos })
		})
	}
	for (const [nombre, [bytes, motivo, datos]] of Object.entries(POR_DENTRO)) {
		it(`${nombre}: ${motivo}`, async () => {
			expect(revisarLlave(bytes).ok).toBe(true)
			const abierta = await abrirLlave(bytes, CONTRASENA)
			expect(abierta).toMatchObject({ ok: false, motivo, ...(datos && { datos }) })
		})
	}
	it.skipIf(!haySat)('un certificado: archivo-no-es-efirma', async () => {
		expect(revisarLlave(x509(PARES[0] ?? '').der)).toMatchObject({ motivo: 'archivo-no-es-efirma' })
	})

	it('cada causa se dice con su propia frase', () => {
		const causas = ['sin-cifrar', 'scrypt', 'vueltas', 'tamano', 'cifrado', 'algoritmo']
		const frases = causas.map((causa) => frase('llave-no-admitida', { causa, algoritmo: 'DSA' }))
		expect(new Set(frases).size).toBe(causas.length)
		for (const dicha of frases) expect(dicha).toMatch(/^La llave .+\. Elija .+\.$/)
	})
})

describe.skipIf(!haySat)('una llave dañada por dentro', () => {
	it('no es pareja: dice que está dañada si su módulo es el del certificado, y que es otra si no', async () => {
		const cual = 'pf-KAHO641101B39-fiel'
		const { createPrivateKey } = await import('node:crypto')
		const propia = createPrivateKey({ key: key(cual), format: 'der', type: 'pkcs8', passphrase: CONTRASENA })
		const rota = Buffer.from(enPkcs8(propia))
		// El exponente secreto, un factor y el coeficiente; el módulo va al principio y queda sano.
		for (const lugar of [400, 700, rota.length - 20]) {
			rota[lugar] = (rota[lugar] ?? 0) ^ 0x55
		}
		const abierta = exigir(await abrirLlave(cifrada(rota), CONTRASENA))
		expect(await compararPareja(abierta, x509(cual))).toBe('danada')
		expect(await compararPareja(abierta, x509('pf-XAMA620210DQ5-fiel'))).toBe('otra')
		const sana = exigir(await abrirLlave(cifrada(enPkcs8(propia)), CONTRASENA))
		expect(await compararPareja(sana, x509(cual))).toBe('pareja')
	})
})
