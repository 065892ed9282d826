/** Certificados como los que el SAT ha emitido o podría emitir, y no están entre los de prueba. */
import * as asn1js from 'asn1js'
import type { Certificate } from 'pkijs'
import { AttributeTypeAndValue, CryptoEngine, RelativeDistinguishedNames } from 'pkijs'
import { beforeAll, describe, expect, it } from 'vitest'
import { frase } from '#core/contract/motivo.ts'
import { exigir } from '#core/domain/result.ts'
import { confiar, leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { revisarEfirma } from '#core/efirma/idoneidad.ts'
import { leerX509, type X509 } from '#core/efirma/x509.ts'
import {
	emitirX509,
	leerCertificado,
	nuevoPar,
	OID,
	restriccionesBasicas,
	usoDeLlave,
	type Atributo,
} from '../../../bff/simuladores/autoridad/x509.ts'

const CURP = 'OESB721005MMCLLT09'
const DESDE = new Date('2026-01-01T00:00:00Z')
const HASTA = new Date('2026-12-31T23:59:59Z')
const MOMENTO = new Date('2026-06-01T00:00:00Z')
const ANTES_DE_VENCER = (dias: number): Date => new Date(HASTA.getTime() - dias * 86_400_000)

let autoridad: { readonly par: CryptoKeyPair; readonly der: Uint8Array }
let par: CryptoKeyPair

const generar = (algoritmo: RsaHashedKeyGenParams | EcKeyGenParams): Promise<CryptoKeyPair> =>
	crypto.subtle.generateKey(algoritmo, true, ['sign', 'verify']) as Promise<CryptoKeyPair>
const rsa = (bits: number, exponente: readonly number[] = [1, 0, 1]): Promise<CryptoKeyPair> =>
	generar({
		name: 'RSASSA-PKCS1-v1_5',
		hash: 'SHA-256',
		modulusLength: bits,
		publicExponent: new Uint8Array(exponente),
	})

beforeAll(async () => {
	par = await nuevoPar()
	const deAutoridad = await nuevoPar()
	const der = await emitirX509({
		serie: '00001000000500000001',
		sujeto: [[OID.cn, 'AC de prueba']],
		desde: new Date('2020-01-01T00:00:00Z'),
		hasta: new Date('2030-01-01T00:00:00Z'),
		llavePublica: deAutoridad.publicKey,
		extensiones: [restriccionesBasicas({ largo: 0 }), usoDeLlave('autoridad')],
		emisor: null,
		llaveDelEmisor: deAutoridad.privateKey,
	})
	autoridad = { par: deAutoridad, der }
})

type Cambios = {
	readonly nombre?: string
	readonly rfc?: string
	readonly curp?: string | null
	readonly serie?: string
	readonly publica?: CryptoKey
	readonly uso?: 'fiel' | 'csd'
}

const emitir = (cambios: Cambios = {}): Promise<Uint8Array> => {
	const { nombre = 'BEATRIZ OLMEDO SALDIVAR', rfc = 'OESB721005AB1', curp = CURP } = cambios
	const claves: readonly Atributo[] = [
		[OID.x500UniqueIdentifier, rfc],
		...(curp === null ? [] : [[OID.serialNumber, curp] as const]),
	]
	return emitirX509({
		serie: cambios.serie ?? '30001000000500009999',
		sujeto: [[OID.cn, nombre], [OID.name, nombre], [OID.o, nombre], ...claves],
		desde: DESDE,
		hasta: HASTA,
		llavePublica: cambios.publica ?? par.publicKey,
		extensiones: [restriccionesBasicas(null), usoDeLlave(cambios.uso ?? 'fiel')],
		emisor: leerCertificado(autoridad.der),
		llaveDelEmisor: autoridad.par.privateKey,
	})
}
const leido = async (cambios: Cambios = {}): Promise<X509> => exigir(leerX509(await emitir(cambios)))

const reparos = (x509: X509, otros: { curp?: string; rfc?: string; momento?: Date } = {}) =>
	revisarEfirma({
		x509,
		curpEsperada: otros.curp ?? CURP,
		...(otros.rfc !== undefined && { rfcEsperado: otros.rfc }),
		momento: otros.momento ?? MOMENTO,
		anclas: leerAnclas([autoridad.der]),
	})
const motivos = async (...orden: Parameters<typeof reparos>): Promise<readonly string[]> =>
	(await reparos(...orden)).map(({ motivo }) => motivo)

/** El mismo certificado con el CN y el RFC escritos con otro tipo de cadena, vuelto a firmar. */
const conTipo = async (
	escribir: (texto: string) => asn1js.BaseBlock,
	nombre: string,
	rfc: string,
): Promise<X509> => {
	const certificado: Certificate = leerCertificado(await emitir())
	const atributo = (type: string, texto: string): AttributeTypeAndValue =>
		new AttributeTypeAndValue({ type, value: escribir(texto) as asn1js.Utf8String })
	certificado.subject = new RelativeDistinguishedNames({
		typesAndValues: [
			atributo(OID.cn, nombre),
			atributo(OID.x500UniqueIdentifier, rfc),
			atributo(OID.serialNumber, CURP),
		],
	})
	await certificado.sign(autoridad.par.privateKey, 'SHA-256', new CryptoEngine({ name: 'prueba', crypto }))
	return exigir(leerX509(new Uint8Array(certificado.toSchema(true).toBER(false))))
}

describe('los nombres', () => {
	const TIPOS: Readonly<Record<string, (texto: string) => asn1js.BaseBlock>> = {
		UTF8String: (value) => new asn1js.Utf8String({ value }),
		'T61String en Latin-1': (value) => new asn1js.TeletexString({ value }),
		BMPString: (value) => new asn1js.BmpString({ value }),
		UniversalString: (value) => new asn1js.UniversalString({ value }),
		// No debería, pero hay quien pone la Ñ así.
		'PrintableString en Latin-1': (value) => new asn1js.PrintableString({ value }),
	}
	for (const [tipo, escribir] of Object.entries(TIPOS)) {
		it(`con Ñ, Ü y acentos en ${tipo}`, async () => {
			const x509 = await conTipo(escribir, 'ÍÑIGO MUÑOZ AGÜERO', 'ÑUAI721005AB1')
			expect(x509).toMatchObject({ nombre: 'ÍÑIGO MUÑOZ AGÜERO', rfc: 'ÑUAI721005AB1', curp: CURP })
			expect(x509.personaMoral).toBe(false)
			expect(await motivos(x509)).toEqual([])
		})
	}

	it('lo que no es texto queda vacío, sin lanzar', async () => {
		const x509 = await conTipo(() => new asn1js.Integer({ value: 5 }), 'X', 'X')
		expect(x509).toMatchObject({ nombre: '', rfc: '', curp: null })
		expect(await motivos(x509)).toEqual(['certificado-de-otra-persona'])
	})
})

describe('el RFC y la CURP', () => {
	it('un RFC con & es de persona: son 13 letras', async () => {
		const x509 = await leido({ rfc: 'O&SB721005AB1' })
		expect(x509).toMatchObject({ rfc: 'O&SB721005AB1', personaMoral: false })
		expect(await motivos(x509)).toEqual([])
	})

	it('doce letras, o una diagonal, es persona moral', async () => {
		for (const rfc of ['A&Ñ721005AB1', 'EKU9003173C9 / OESB721005AB1', 'EKU9003173C9/OESB721005AB1']) {
			expect(await motivos(await leido({ rfc }))).toEqual(['es-persona-moral'])
		}
		expect(await motivos(await leido({ rfc: 'EKU9003173C9', uso: 'csd' }))).toEqual([
			'es-csd',
			'es-persona-moral',
		])
	})

	it('una CURP cuyo dígito no cuadra no se rechaza', async () => {
		const curp = 'OESB721005MMCLLT00'
		expect(await motivos(await leido({ curp }), { curp })).toEqual([])
	})

	it('otra CURP, ninguna, o un RFC de otra persona: cada uno con su frase', async () => {
		const causas = await Promise.all(
			[
				{ cambios: { curp: 'TOLU700101HMCABC01' } },
				{ cambios: { curp: null } },
				{ cambios: {}, esperado: { rfc: 'TOLU700101AB1' } },
			].map(async ({ cambios, esperado = {} }) => {
				const [reparo] = await reparos(await leido(cambios), esperado)
				expect(reparo).toMatchObject({ motivo: 'certificado-de-otra-persona', impide: true })
				return reparo?.datos['causa']
			}),
		)
		expect(causas).toEqual(['curp', 'sin-curp', 'rfc'])
		const frases = causas.map((causa) => frase('certificado-de-otra-persona', { causa: causa ?? '' }))
		expect(new Set(frases).size).toBe(3)
	})

	it('un RFC con otra fecha que la CURP se advierte y no impide: la CURP es la suya', async () => {
		expect(await reparos(await leido({ rfc: 'TOLU700101AB1' }))).toEqual([
			{ motivo: 'rfc-con-otra-fecha', impide: false, datos: { rfc: 'TOLU700101AB1' } },
		])
	})

	it('con el RFC de la cuenta se compara entero', async () => {
		const x509 = await leido({ rfc: 'OESB721005AB1' })
		expect(await motivos(x509, { rfc: 'OESB721005AB1' })).toEqual([])
		// Las letras pueden no ser las mismas: palabras altisonantes, Ñ, apellidos cortos.
		expect(await motivos(await leido({ rfc: 'ÑXSX721005AB1' }))).toEqual([])
	})
})

describe('la serie', () => {
	it('de veinte dígitos se lee tal cual, también con ceros delante', async () => {
		for (const serie of ['00000000000000000001', '30001000000500009999', '99999999999999999999']) {
			expect((await leido({ serie })).noCertificado).toBe(serie)
		}
	})
})

describe('la llave del certificado', () => {
	it('de 4096 sirve; de 1024 es muy corta', async () => {
		expect(await motivos(await leido({ publica: (await rsa(4096)).publicKey }))).toEqual([])
		const [reparo] = await reparos(await leido({ publica: (await rsa(1024)).publicKey }))
		expect(reparo).toEqual({ motivo: 'llave-muy-corta', impide: true, datos: { bits: 1024 } })
	})

	it('de curva elíptica no es de e.firma', async () => {
		const { publicKey } = await generar({ name: 'ECDSA', namedCurve: 'P-256' })
		expect(await motivos(await leido({ publica: publicKey }))).toEqual(['certificado-no-rsa'])
	})

	it('con exponente 1, par o descomunal, nadie la usaría', async () => {
		const original = Buffer.from(await emitir())
		const conExponente = (bytes: readonly number[]): X509 => {
			// 65537 al final del SubjectPublicKeyInfo: se cambia por otro del mismo largo.
			const lugar = original.indexOf(Buffer.from([0x02, 0x03, 0x01, 0x00, 0x01]))
			const roto = Buffer.from(original)
			roto.set(bytes, lugar + 2)
			return exigir(leerX509(roto))
		}
		expect(conExponente([0x01, 0x00, 0x01]).bits).toBe(2048)
		expect(conExponente([0x00, 0x00, 0x01]).bits).toBe(0)
		expect(conExponente([0x01, 0x00, 0x02]).bits).toBe(0)
		expect((await leido({ publica: (await rsa(2048, [3])).publicKey })).bits).toBe(2048)
	})
})

describe('la vigencia', () => {
	it('el aviso empieza sesenta días antes, y el último segundo todavía vale', async () => {
		const x509 = await leido()
		expect(await motivos(x509, { momento: ANTES_DE_VENCER(61) })).toEqual([])
		for (const dias of [60, 30, 0]) {
			const [reparo] = await reparos(x509, { momento: ANTES_DE_VENCER(dias) })
			expect(reparo).toEqual({
				motivo: 'certificado-por-vencer',
				impide: false,
				datos: { hasta: '2026-12-31', dias },
			})
		}
		expect(await motivos(x509, { momento: new Date(HASTA.getTime() + 1) })).toEqual(['certificado-vencido'])
		expect(await motivos(x509, { momento: DESDE })).toEqual([])
		const antes = await motivos(x509, { momento: new Date(DESDE.getTime() - 1) })
		expect(antes).toContain('certificado-aun-no-vigente')
	})
})

describe('la autoridad', () => {
	const autoridadCon = async (
		cambios: Partial<Parameters<typeof emitirX509>[0]>,
		llave = autoridad.par,
	): Promise<Uint8Array> =>
		emitirX509({
			serie: '00001000000500000009',
			sujeto: [[OID.cn, 'AC de prueba']],
			desde: new Date('2020-01-01T00:00:00Z'),
			hasta: new Date('2030-01-01T00:00:00Z'),
			llavePublica: llave.publicKey,
			extensiones: [restriccionesBasicas({ largo: 0 }), usoDeLlave('autoridad')],
			emisor: null,
			llaveDelEmisor: llave.privateKey,
			...cambios,
		})

	it('sin basicConstraints no es autoridad: ni ancla, ni de fiar', async () => {
		const sin = await autoridadCon({ extensiones: [usoDeLlave('autoridad')] })
		expect(leerAnclas([sin])).toEqual([])
		expect(
			await confiar(await leido(), [exigir(leerX509(sin)), exigir(leerX509(autoridad.der))], MOMENTO),
		).toBe('confiable')
		expect(await confiar(await leido(), [exigir(leerX509(sin))], MOMENTO)).toBe('no-confiable')
	})

	it('con dos extensiones iguales no se lee', async () => {
		const dos = await autoridadCon({
			extensiones: [restriccionesBasicas(null), restriccionesBasicas({ largo: 0 }), usoDeLlave('autoridad')],
		})
		expect(leerX509(dos)).toMatchObject({ ok: false, motivo: 'certificado-ilegible' })
	})

	it('con el mismo nombre y otra llave: se prueba la que sí firmó, esté donde esté', async () => {
		const impostora = await autoridadCon({}, await nuevoPar())
		const hoja = await leido()
		expect(await confiar(hoja, leerAnclas([impostora]), MOMENTO)).toBe('no-confiable')
		for (const orden of [
			[impostora, autoridad.der],
			[autoridad.der, impostora],
		]) {
			expect(await confiar(hoja, leerAnclas(orden), MOMENTO)).toBe('confiable')
		}
	})

	it('que venció después de emitir no quita lo emitido; antes de emitir, sí', async () => {
		const hoja = await leido()
		const vencioDespues = await autoridadCon({ hasta: new Date('2026-02-01T00:00:00Z') })
		expect(await confiar(hoja, leerAnclas([vencioDespues]), MOMENTO)).toBe('confiable')
		const vencioAntes = await autoridadCon({ hasta: new Date('2025-12-31T23:59:59Z') })
		expect(await confiar(hoja, leerAnclas([vencioAntes]), MOMENTO)).toBe('no-confiable')
	})
})
