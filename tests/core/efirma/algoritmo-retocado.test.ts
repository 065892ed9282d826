import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { leerX509 } from '#core/efirma/x509.ts'
import { carpeta, cer, haySat, PARES } from './referencia.ts'

/** SHA-256 con RSA y su NULL: lo escribe el SAT dentro de lo firmado y otra vez fuera, donde no va firmado. */
const ALGORITMO = Buffer.from('300d06092a864886f70d01010b0500', 'hex')

/** El mismo certificado con otros parámetros en el algoritmo de fuera: la firma sigue siendo buena. */
const retocado = (der: Uint8Array, cambio: (algoritmo: Buffer) => Buffer): Buffer => {
	const bytes = Buffer.from(der)
	const lugar = bytes.lastIndexOf(ALGORITMO)
	const roto = Buffer.concat([
		bytes.subarray(0, lugar),
		cambio(Buffer.from(ALGORITMO)),
		bytes.subarray(lugar + ALGORITMO.length),
	])
	roto.writeUInt16BE(roto.length - 4, 2)
	return roto
}
const conVacio = (algoritmo: Buffer): Buffer => {
	algoritmo[13] = 0x04
	return algoritmo
}
const sinParametros = (algoritmo: Buffer): Buffer => {
	algoritmo[1] = 0x0b
	return algoritmo.subarray(0, 13)
}

describe.skipIf(!haySat)('un certificado con el algoritmo de fuera retocado', () => {
	// Con él, el SAT no podría contestar por un revocado: OpenSSL ya no lo da por emitido por nadie.
	it.each([
		['otro tipo de parámetro', conVacio],
		['sin parámetros', sinParametros],
	])('con %s no se lee', (_, cambio) => {
		const autoridades = carpeta('ca-test').map((bytes) => new X509Certificate(bytes))
		const der = cer(PARES[0] ?? '')
		const emisor = autoridades.find(
			(una) => new X509Certificate(der).checkIssued(una) && new X509Certificate(der).verify(una.publicKey),
		)
		const roto = retocado(der, cambio)
		expect(emisor && new X509Certificate(roto).verify(emisor.publicKey)).toBe(false)
		expect(leerX509(roto)).toMatchObject({ ok: false, motivo: 'certificado-ilegible' })
		expect(leerX509(retocado(der, (mismo) => mismo)).ok).toBe(true)
	})
})
