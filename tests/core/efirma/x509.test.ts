import fc from 'fast-check'
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import { aBase64, deBase64 } from '#core/efirma/base64.ts'
import { leerX509, vigenteEn } from '#core/efirma/x509.ts'
import { claseDe } from './clase.ts'
import { carpeta, cer, hayOpenssl, haySat, PARES, x509 } from './referencia.ts'

describe.skipIf(!haySat)('leer un certificado del SAT', () => {
	it('una FIEL de persona física con eñe en Latin-1', () => {
		expect(x509('pf-CANF770131PA3-fiel-t61')).toMatchObject({
			noCertificado: '30001000000400002432',
			nombre: 'FERNANDO CASTILLO ÑABARRO',
			rfc: 'CAÑF770131PA3',
			curp: 'CANF770131HBCSBR08',
			representante: null,
			personaMoral: false,
			esFiel: true,
			esAutoridad: false,
			emisor: 'AC UAT',
			bits: 2048,
			desde: new Date('2019-06-14T22:00:28Z'),
			hasta: new Date('2023-06-13T22:00:28Z'),
		})
	})

	it('un CSD no es FIEL', () => {
		expect(x509('pf-FUNK671228PH6-csd')).toMatchObject({ esFiel: false, curp: 'FUNK671228MCLNLR05' })
		expect(x509('pf-FUNK671228PH6-fiel')).toMatchObject({ esFiel: true, curp: 'FUNK671228MCLNLR05' })
	})

	it('una persona moral lleva a quien la representa, y no tiene CURP propia', () => {
		expect(x509('pm-EKU9003173C9-fiel')).toMatchObject({
			rfc: 'EKU9003173C9',
			curp: null,
			personaMoral: true,
			representante: { rfc: 'VADA800927DJ3', curp: 'VADA800927HSRSRL05' },
		})
	})

	it('una autoridad no es FIEL aunque tenga keyAgreement', () => {
		for (const bytes of [...carpeta('ca-test'), ...carpeta('ca-prod')]) {
			const leido = exigir(leerX509(bytes))
			if (leido.esAutoridad) expect(leido.esFiel).toBe(false)
			expect(leido.bits).toBeGreaterThanOrEqual(2048)
		}
	})

	it('lee lo mismo que Node en todos los certificados', () => {
		for (const bytes of [...PARES.map(cer), ...carpeta('ca-test'), ...carpeta('ca-prod')]) {
			const leido = exigir(leerX509(bytes))
			const deNode = new X509Certificate(bytes)
			expect(leido.desde).toEqual(new Date(deNode.validFrom))
			expect(leido.hasta).toEqual(new Date(deNode.validTo))
			expect(leido.bits).toBe(deNode.publicKey.asymmetricKeyDetails?.modulusLength)
			expect(Buffer.from(leido.spki)).toEqual(deNode.publicKey.export({ type: 'spki', format: 'der' }))
			expect(leido.esAutoridad).toBe(deNode.ca)
			const serie = Buffer.from(deNode.serialNumber, 'hex').toString('latin1')
			expect(leido.noCertificado).toBe(/^\d{20}$/.test(serie) ? serie : deNode.serialNumber)
		}
	})

	it.skipIf(!hayOpenssl)('el número de serie es el que openssl dice', () => {
		for (const nombre of PARES) {
			const { stdout } = spawnSync('openssl', ['x509', '-inform', 'DER', '-noout', '-serial'], {
				input: cer(nombre),
				encoding: 'utf8',
			})
			const serie = Buffer.from(stdout.trim().replace('serial=', ''), 'hex').toString('ascii')
			expect(x509(nombre).noCertificado).toBe(serie)
		}
	})

	it('lee igual el DER, el PEM y el Base64', () => {
		const der = cer(PARES[0] ?? '')
		const pem = new X509Certificate(der).toString()
		for (const texto of [pem, pem.replace(/-----[^-]+-----/g, ''), aBase64(der)]) {
			expect(leerX509(Buffer.from(texto))).toEqual(leerX509(der))
			expect(claseDe(Buffer.from(texto))).toBe('certificado')
		}
	})

	it('la vigencia incluye sus dos extremos', () => {
		const leido = x509('pf-KAHO641101B39-fiel')
		const en = (momento: number): boolean => vigenteEn(leido, new Date(momento))
		expect([en(leido.desde.getTime()), en(leido.hasta.getTime())]).toEqual([true, true])
		expect([en(leido.desde.getTime() - 1), en(leido.hasta.getTime() + 1)]).toEqual([false, false])
	})

	it('ningún recorte pasa por bueno ni lo hace lanzar', () => {
		const der = cer(PARES[0] ?? '')
		for (let n = 0; n < der.length; n += 1) expect(leerX509(der.subarray(0, n)).ok).toBe(false)
		expect(leerX509(Buffer.concat([der, Buffer.from([0])])).ok).toBe(false)
	})

	it('ninguna mutación lo hace lanzar', () => {
		const der = cer('pf-KAHO641101B39-fiel')
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.nat(der.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
				(m) => {
					const roto = Buffer.from(der)
					for (const [lugar, valor] of m) roto[lugar] = valor
					const leido = leerX509(roto)
					if (!leido.ok) expect(leido.motivo).toBe('certificado-ilegible')
					claseDe(roto)
				},
			),
			{ numRuns: 1500 },
		)
	})

	it('una llave no es un certificado', () => {
		expect(leerX509(Buffer.from('MIIB'))).toMatchObject({ ok: false, motivo: 'certificado-ilegible' })
	})
})

describe('Base64', () => {
	it('va y vuelve, y coincide con el de Node', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
				const texto = aBase64(bytes)
				expect(texto).toBe(Buffer.from(bytes).toString('base64'))
				expect(deBase64(texto)).toEqual(new Uint8Array(bytes))
			}),
		)
		const grande = new Uint8Array(100_000).fill(7)
		expect(deBase64(aBase64(grande))).toEqual(grande)
	})
	it('no acepta lo que no es Base64', () => {
		for (const malo of ['', 'A', 'AB', 'A===', 'AAA%', 'AA-_', '=AAA', 'AA=A', 'ñAAA']) {
			expect(deBase64(malo)).toBeNull()
		}
	})
})
