import fc from 'fast-check'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exigir } from '#core/domain/result.ts'
import { abrirLlave } from '#core/efirma/llave.ts'
import { sellar } from '#core/efirma/sellar.ts'
import { verificarSello } from '#core/efirma/verificar.ts'
import { CONTRASENA, hayOpenssl, haySat, key, PARES, x509 } from './referencia.ts'

describe.skipIf(!haySat)('sellar y verificar', () => {
	const PAR = 'pf-KAHO641101B39-fiel'

	it('lo que se sella se verifica; con otra cadena, otro sello u otro certificado, no', async () => {
		const llave = exigir(await abrirLlave(key(PAR), CONTRASENA))
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.nat(255), async (texto, cual) => {
				const cadena = `||${texto}||`
				const sello = await sellar(cadena, llave)
				expect(await verificarSello(cadena, sello, x509(PAR))).toBe(true)
				expect(await verificarSello(`${cadena} `, sello, x509(PAR))).toBe(false)
				expect(await verificarSello(cadena, sello, x509('pf-XAMA620210DQ5-fiel'))).toBe(false)
				const bytes = Buffer.from(sello, 'base64')
				bytes[cual] = (bytes[cual] ?? 0) ^ 1
				expect(await verificarSello(cadena, bytes.toString('base64'), x509(PAR))).toBe(false)
			}),
			{ numRuns: 30 },
		)
	})

	it('un sello que no es Base64 no verifica ni lanza', async () => {
		for (const malo of ['', 'ñ', 'AAAA', 'no es base64', '===='] as const) {
			expect(await verificarSello('||x||', malo, x509(PAR))).toBe(false)
		}
	})

	it.skipIf(!hayOpenssl)('openssl verifica los sellos de todos los pares', async () => {
		const carpeta = mkdtempSync(join(tmpdir(), 'egreso-sello-'))
		try {
			for (const nombre of PARES) {
				const cadena = `||3.0|1|María José|Ñáñez|${nombre}||`
				const sello = await sellar(cadena, exigir(await abrirLlave(key(nombre), CONTRASENA)))
				const en = (archivo: string, datos: string | Uint8Array): string => {
					const ruta = join(carpeta, archivo)
					writeFileSync(ruta, datos)
					return ruta
				}
				const publica = spawnSync('openssl', ['pkey', '-pubin', '-inform', 'DER', '-outform', 'PEM'], {
					input: x509(nombre).spki,
				}).stdout
				const verificar = (datos: string): number | null =>
					spawnSync('openssl', [
						...['dgst', '-sha256', '-verify', en('publica.pem', publica)],
						...['-signature', en('sello.bin', Buffer.from(sello, 'base64')), en('cadena.txt', datos)],
					]).status
				expect(verificar(cadena)).toBe(0)
				expect(verificar(`${cadena}x`)).not.toBe(0)
			}
		} finally {
			rmSync(carpeta, { recursive: true })
		}
	})
})
