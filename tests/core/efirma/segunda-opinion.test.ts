/** openssl y node-forge como segunda opinión: abren la misma llave y firman lo mismo, byte por byte. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import forge from 'node-forge'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import { abrirLlave } from '#core/efirma/llave.ts'
import { sellar } from '#core/efirma/sellar.ts'
import { claseDe } from './clase.ts'
import { CONTRASENA, hayOpenssl, haySat, key, PARES } from './referencia.ts'

const CADENA = '||3.0|1|María José|Ñáñez Güemes|9.8|ÁÉÍÓÚ¿¡||'

let carpeta = ''
/** Una llave RSA de 2048 en claro. */
let clara = ''
beforeAll(() => {
	carpeta = mkdtempSync(join(tmpdir(), 'egreso-doctor-'))
	if (hayOpenssl) clara = nueva('clara.pem')
})
afterAll(() => rmSync(carpeta, { recursive: true }))

const escribir = (nombre: string, datos: string | Uint8Array): string => {
	const ruta = join(carpeta, nombre)
	writeFileSync(ruta, datos)
	return ruta
}

/** La salida de openssl; lanza con lo que dijo si falló. */
const openssl = (...argumentos: readonly string[]): Buffer => {
	const { status, stdout, stderr } = spawnSync('openssl', argumentos)
	if (status !== 0) throw new Error(stderr.toString())
	return stdout
}

/** Una llave nueva en claro; openssl la hace y la guarda. */
const nueva = (nombre: string, bits = 2048): string => {
	const ruta = join(carpeta, nombre)
	openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`, '-out', ruta)
	return ruta
}

const firmaDeOpenssl = (llave: string, contrasena?: string): string => {
	const abrir = contrasena === undefined ? [] : ['-passin', `pass:${contrasena}`]
	const cadena = escribir('cadena.txt', CADENA)
	return openssl('dgst', '-sha256', '-sign', llave, ...abrir, cadena).toString('base64')
}

describe.skipIf(!hayOpenssl)('openssl', () => {
	it.skipIf(!haySat)('firma lo mismo con todas las llaves del SAT', async () => {
		for (const nombre of PARES) {
			const abierta = openssl(
				'pkcs8',
				'-inform',
				'DER',
				'-in',
				escribir('sat.key', key(nombre)),
				'-passin',
				`pass:${CONTRASENA}`,
			)
			const suya = firmaDeOpenssl(escribir('sat.pem', abierta))
			expect(await sellar(CADENA, exigir(await abrirLlave(key(nombre), CONTRASENA)))).toBe(suya)
		}
	})

	const V2: readonly (readonly string[])[] = [
		['-v2', 'des3'],
		['-v2', 'des3', '-v2prf', 'hmacWithSHA1', '-iter', '2048'],
		['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA224'],
		['-v2', 'aes-192-cbc', '-v2prf', 'hmacWithSHA384', '-iter', '100000'],
		['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA256', '-iter', '600000'],
		['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'],
		['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512-224'],
		['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512-256'],
	]
	for (const opciones of V2) {
		it(`lo que vuelve a cifrar con ${opciones.join(' ')} se abre, en DER y en PEM`, async () => {
			const suya = firmaDeOpenssl(clara)
			const contrasena = 'Contraseña 2026'
			for (const forma of ['DER', 'PEM']) {
				const cifrada = openssl(
					'pkcs8',
					'-topk8',
					'-in',
					clara,
					'-outform',
					forma,
					...opciones,
					'-passout',
					`pass:${contrasena}`,
				)
				expect(claseDe(cifrada)).toBe('llave')
				expect(await sellar(CADENA, exigir(await abrirLlave(cifrada, contrasena)))).toBe(suya)
				expect(await abrirLlave(cifrada, 'otra')).toMatchObject({ motivo: 'contrasena-incorrecta' })
			}
		})
	}

	const NO: readonly (readonly [readonly string[], string, string?])[] = [
		[['-scrypt'], 'llave-no-admitida', 'scrypt'],
		[['-v2', 'aes-256-cbc', '-iter', '600001'], 'llave-no-admitida', 'vueltas'],
		[['-v2', 'camellia-256-cbc'], 'llave-no-admitida', 'cifrado'],
		[['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithMD5'], 'llave-muy-antigua'],
		[['-v1', 'PBE-SHA1-3DES'], 'llave-muy-antigua'],
	]
	for (const [opciones, motivo, causa] of NO) {
		it(`lo que vuelve a cifrar con ${opciones.join(' ')} dice ${causa ?? motivo}`, async () => {
			const cifrada = openssl('pkcs8', '-topk8', '-in', clara, ...opciones, '-passout', 'pass:x')
			const datos = causa === undefined ? {} : { causa }
			expect(await abrirLlave(cifrada, 'x')).toEqual({ ok: false, motivo, datos })
		})
	}

	it('una cifrada a la manera vieja de PEM es muy antigua', async () => {
		const vieja = openssl('rsa', '-in', clara, '-traditional', '-aes256', '-passout', 'pass:secreta')
		expect(vieja.toString()).toContain('Proc-Type: 4,ENCRYPTED')
		expect(await abrirLlave(vieja, 'secreta')).toMatchObject({ motivo: 'llave-muy-antigua' })
	})

	for (const bits of [1024, 4096]) {
		it(`una de ${bits} bits se abre y firma lo mismo`, async () => {
			const otra = nueva(`bits-${bits}.pem`, bits)
			const cifrada = openssl('pkcs8', '-topk8', '-in', otra, '-v2', 'des3', '-passout', 'pass:x')
			expect(await sellar(CADENA, exigir(await abrirLlave(cifrada, 'x')))).toBe(firmaDeOpenssl(otra))
		})
	}

	it('un requerimiento y un .pfx se llaman por su nombre', () => {
		const req = openssl('req', '-new', '-key', clara, '-subj', '/CN=PRUEBA', '-outform', 'DER')
		expect(claseDe(req)).toBe('requerimiento')
		const cer = openssl('req', '-x509', '-key', clara, '-subj', '/CN=PRUEBA', '-days', '1')
		const pfx = openssl(
			'pkcs12',
			'-export',
			'-inkey',
			clara,
			'-in',
			escribir('pfx.pem', cer),
			'-passout',
			'pass:x',
		)
		expect(claseDe(pfx)).toBe('pkcs12')
	})
})

describe.skipIf(!haySat)('node-forge', () => {
	it('abre las mismas llaves del SAT, con la misma contraseña, y firma lo mismo', async () => {
		for (const nombre of PARES) {
			const der = forge.util.createBuffer(key(nombre).toString('binary'))
			const info = forge.pki.decryptPrivateKeyInfo(forge.asn1.fromDer(der), CONTRASENA)
			const suya = forge.pki.privateKeyFromAsn1(info)
			const md = forge.md.sha256.create().update(CADENA, 'utf8')
			const sello = forge.util.encode64(suya.sign(md))
			expect(await sellar(CADENA, exigir(await abrirLlave(key(nombre), CONTRASENA)))).toBe(sello)
		}
	})

	it('lo que forge vuelve a cifrar se abre', async () => {
		const par = forge.pki.rsa.generateKeyPair({ bits: 1024, workers: 0 })
		const info = forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(par.privateKey))
		for (const [algorithm, prfAlgorithm] of [
			['aes256', 'sha512'],
			['aes192', 'sha384'],
			['aes128', 'sha1'],
		] as const) {
			const sobre = forge.pki.encryptPrivateKeyInfo(info, 'sencilla', {
				algorithm,
				prfAlgorithm,
				count: 2048,
			})
			const bytes = Buffer.from(forge.asn1.toDer(sobre).getBytes(), 'binary')
			const sello = await sellar(CADENA, exigir(await abrirLlave(bytes, 'sencilla')))
			const md = forge.md.sha256.create().update(CADENA, 'utf8')
			expect(par.publicKey.verify(md.digest().bytes(), forge.util.decode64(sello))).toBe(true)
		}
		// Su «3des» es el de PKCS#12.
		const antigua = forge.pki.encryptPrivateKeyInfo(info, 'sencilla', { algorithm: '3des' })
		const bytes = Buffer.from(forge.asn1.toDer(antigua).getBytes(), 'binary')
		expect(await abrirLlave(bytes, 'sencilla')).toMatchObject({ motivo: 'llave-muy-antigua' })
	})
})
