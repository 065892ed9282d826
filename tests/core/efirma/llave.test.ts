import fc from 'fast-check'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import { VUELTAS } from '#core/efirma/derivacion.ts'
import { abrirLlave, compararPareja } from '#core/efirma/llave.ts'
import { claseDe } from './clase.ts'
import { CONTRASENA, haySat, key, PARES, x509 } from './referencia.ts'
import { oid, sobre, tlv, type OpcionesSobre } from './sobre.ts'

const par = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pkcs8 = par.privateKey.export({ type: 'pkcs8', format: 'der' })

const motivo = async (bytes: Uint8Array, contrasena = CONTRASENA): Promise<string> => {
	const abierta = await abrirLlave(bytes, contrasena)
	return abierta.ok ? 'abierta' : abierta.motivo
}

/** La llave abierta es la que se guardó: firma lo que la pública verifica. */
const esLaMisma = async (llave: CryptoKey): Promise<boolean> => {
	const publica = await crypto.subtle.importKey(
		'spki',
		new Uint8Array(par.publicKey.export({ type: 'spki', format: 'der' })),
		{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
		false,
		['verify'],
	)
	const reto = new Uint8Array(randomBytes(16))
	const firma = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', llave, reto)
	return crypto.subtle.verify('RSASSA-PKCS1-v1_5', publica, firma, reto)
}

describe.skipIf(!haySat)('los pares de prueba del SAT', () => {
	for (const nombre of PARES) {
		it(`abre ${nombre}, que es pareja de su certificado y de ningún otro`, async () => {
			const llave = exigir(await abrirLlave(key(nombre), CONTRASENA))
			expect(llave).toMatchObject({ extractable: false, usages: ['sign'], type: 'private' })
			for (const otro of PARES)
				expect(await compararPareja(llave, x509(otro))).toBe(otro === nombre ? 'pareja' : 'otra')
		})
	}

	it('con otra contraseña no abre, sea cual sea', async () => {
		const nombre = PARES[0] ?? ''
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 16 }), async (contrasena) => {
				fc.pre(contrasena !== CONTRASENA)
				expect(await motivo(key(nombre), contrasena)).toBe('contrasena-incorrecta')
			}),
			{ numRuns: 60 },
		)
	})

	it('ningún recorte ni mutación la hace lanzar; si aun dañada se importa, no es pareja o firma igual', async () => {
		const bytes = key(PARES[0] ?? '')
		const propio = x509(PARES[0] ?? '')
		const buena = exigir(await abrirLlave(bytes, CONTRASENA))
		const firmar = async (llave: CryptoKey): Promise<string> =>
			Buffer.from(await crypto.subtle.sign('RSASSA-PKCS1-v1_5', llave, new Uint8Array(8))).toString('hex')
		const esperada = await firmar(buena)
		const firmaIgual = (llave: CryptoKey): Promise<boolean> =>
			firmar(llave).then(
				(firma) => firma === esperada,
				() => false,
			)
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(254), fc.boolean(), async (lugar, cual, cortar) => {
				const roto = cortar ? bytes.subarray(0, lugar) : Buffer.from(bytes)
				if (!cortar) roto[lugar] = ((roto[lugar] ?? 0) + 1 + cual) % 256
				const abierta = await abrirLlave(roto, CONTRASENA)
				if (abierta.ok)
					expect(await firmaIgual(abierta.valor)).toBe(
						(await compararPareja(abierta.valor, propio)) === 'pareja',
					)
				claseDe(roto)
			}),
			{ numRuns: 150 },
		)
	})
})

describe('los cifrados que se aceptan', () => {
	const admitidos: readonly Omit<OpcionesSobre, 'contrasena'>[] = [
		{ cifrado: 'des-ede3-cbc', prf: null },
		{ cifrado: 'des-ede3-cbc', prf: 'sha256', vueltas: 2048 },
		{ cifrado: 'aes-128-cbc', prf: 'sha1' },
		{ cifrado: 'aes-192-cbc', prf: 'sha384' },
		{ cifrado: 'aes-256-cbc', prf: 'sha512' },
		{ cifrado: 'des-ede3-cbc', prf: 'sha224', vueltas: 2048 },
		{ cifrado: 'aes-256-cbc', prf: 'sha224' },
		{ cifrado: 'aes-128-cbc', prf: 'sha512-224' },
		{ cifrado: 'aes-256-cbc', prf: 'sha512-256', vueltas: 2048 },
		{ cifrado: 'aes-256-cbc', prf: 'sha512', longitudEscrita: 32 },
		{ cifrado: 'des-ede3-cbc', prf: 'sha1', longitudEscrita: 24 },
		{ cifrado: 'aes-128-cbc', prf: 'sha256', sal: new Uint8Array() },
		{ cifrado: 'aes-192-cbc', prf: 'sha224', sal: new Uint8Array() },
		{ cifrado: 'aes-128-cbc', prf: 'sha256', sal: new Uint8Array(1024).fill(7) },
		{ cifrado: 'aes-256-cbc', prf: 'sha256', vueltas: VUELTAS['SHA-256'] },
		{ cifrado: 'aes-128-cbc', prf: 'sha224', vueltas: VUELTAS['SHA-224'] },
	]
	for (const opciones of admitidos) {
		const { cifrado, prf, vueltas = 10, longitudEscrita, sal } = opciones
		const otros = `${longitudEscrita === undefined ? '' : ', con longitud'}${sal ? `, sal de ${sal.length}` : ''}`
		it(`PBES2 con ${cifrado}, ${prf ?? 'prf ausente'}, ${vueltas} vueltas${otros}`, async () => {
			const bytes = sobre(pkcs8, { ...opciones, contrasena: CONTRASENA })
			expect(claseDe(bytes)).toBe('llave')
			expect(await esLaMisma(exigir(await abrirLlave(bytes, CONTRASENA)))).toBe(true)
			if (vueltas <= 2048) expect(await motivo(bytes, 'otra')).toBe('contrasena-incorrecta')
		})
	}

	it('la que Node cifra por su cuenta, en PEM, en Base64 suelto y con BOM', async () => {
		const pem = par.privateKey.export({
			type: 'pkcs8',
			format: 'pem',
			cipher: 'aes-256-cbc',
			passphrase: CONTRASENA,
		}) as string
		const base64 = pem.replace(/-----[^-]+-----/g, '')
		for (const texto of [pem, base64, `\ufeff${pem.replaceAll('\n', '\r\n')}`]) {
			const bytes = new TextEncoder().encode(texto)
			expect(claseDe(bytes)).toBe('llave')
			expect(await esLaMisma(exigir(await abrirLlave(bytes, CONTRASENA)))).toBe(true)
		}
	})

	it('la que trae atributos al final, que no todo navegador sabe importar', async () => {
		const cuerpo = pkcs8.subarray(4)
		const uso = tlv(0xa0, tlv(0x30, oid('2.5.29.15'), tlv(0x31, tlv(0x03, Buffer.from([0, 0x10])))))
		const bytes = sobre(tlv(0x30, cuerpo, uso), { contrasena: CONTRASENA })
		expect(await esLaMisma(exigir(await abrirLlave(bytes, CONTRASENA)))).toBe(true)
	})
})

describe('la contraseña', () => {
	it('con eñe abre igual si se guardó en UTF-8 que en windows-1252, y si el teclado la compone', async () => {
		const enLatin = Buffer.from('contraseñ@ 10', 'latin1')
		const conEuro = Buffer.from([...Buffer.from('ma\u00f1ana', 'latin1'), 0x80])
		expect(await motivo(sobre(pkcs8, { contrasena: 'contraseñ@ 10' }), 'contraseñ@ 10')).toBe('abierta')
		expect(await motivo(sobre(pkcs8, { contrasena: enLatin }), 'contraseñ@ 10')).toBe('abierta')
		expect(await motivo(sobre(pkcs8, { contrasena: enLatin }), 'contrasen\u0303@ 10')).toBe('abierta')
		expect(await motivo(sobre(pkcs8, { contrasena: conEuro }), 'mañana€')).toBe('abierta')
		expect(await motivo(sobre(pkcs8, { contrasena: enLatin }), 'contrasen@ 10')).toBe('contrasena-incorrecta')
	})

	it('vacía no abre', async () => {
		expect(await motivo(sobre(pkcs8, { contrasena: '' }), '')).toBe('contrasena-incorrecta')
	})

	it('que da con un relleno válido pero no con una llave también es incorrecta', async () => {
		for (const ruido of [
			randomBytes(1217),
			Buffer.alloc(40),
			tlv(0x30, randomBytes(300)),
			tlv(0x30, tlv(0x02, Buffer.from([0])), tlv(0x30, tlv(0x05)), tlv(0x04, randomBytes(40))),
		]) {
			expect(await motivo(sobre(ruido, { contrasena: CONTRASENA }))).toBe('contrasena-incorrecta')
		}
	})

	it('con un windows-1252 de signos: comillas, guion largo, ü, ¿', async () => {
		for (const [texto, bytes] of [
			['“Año”', [0x93, 0x41, 0xf1, 0x6f, 0x94]],
			['pingüino—¿1?', [...Buffer.from('pingüino', 'latin1'), 0x97, 0xbf, 0x31, 0x3f]],
			['l’été Œ', [0x6c, 0x92, 0xe9, 0x74, 0xe9, 0x20, 0x8c]],
		] as const) {
			expect(await motivo(sobre(pkcs8, { contrasena: Buffer.from(bytes) }), texto)).toBe('abierta')
			expect(await motivo(sobre(pkcs8, { contrasena: texto }), texto)).toBe('abierta')
		}
	})

	it('que ni en windows-1252 cabe, o que no es ni texto cabal, es incorrecta y ya', async () => {
		const bytes = sobre(pkcs8, { contrasena: CONTRASENA })
		for (const rara of ['contraseña 漢字', '🔑', '\ud800', '\0', 'x'.repeat(100_000)]) {
			expect(await motivo(bytes, rara)).toBe('contrasena-incorrecta')
		}
	})

	it('no se borra de la memoria de quien llama', async () => {
		const bytes = sobre(pkcs8, { contrasena: CONTRASENA })
		const antes = Buffer.from(bytes)
		await motivo(bytes)
		await motivo(bytes, 'otra')
		expect(bytes.equals(antes)).toBe(true)
	})
})
