import { verify, X509Certificate } from 'node:crypto'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { Certificate } from 'pkijs'
import type { BitString } from 'asn1js'
import type { Anclas } from '../ports.ts'

const RFC = '2.5.4.45'
const CURP = '2.5.4.5'

/** provisional hasta core/efirma */
export const comprobarFirmante = async (
	der: Uint8Array,
	{ curp, momento, anclas }: { readonly curp: string; readonly momento: Date; readonly anclas: Anclas },
): Promise<Result<{ readonly noCertificado: string }, Motivo>> => {
	let x: X509Certificate
	let c: Certificate
	try {
		x = new X509Certificate(der)
		c = Certificate.fromBER(Uint8Array.from(der))
	} catch {
		return rechazo('certificado-ilegible')
	}
	const valor = (oid: string) =>
		String(c.subject.typesAndValues.find((t) => t.type === oid)?.value.valueBlock.value ?? '').trim()
	const uso = c.extensions?.find((e) => e.extnID === '2.5.29.15')?.parsedValue as BitString | undefined
	if (((uso?.valueBlock.valueHexView[0] ?? 0) & 8) === 0) return rechazo('es-csd')
	if (valor(RFC).includes('/')) return rechazo('es-persona-moral')
	if (momento > c.notAfter.value)
		return rechazo('certificado-vencido', { hasta: c.notAfter.value.toISOString() })
	if (momento < c.notBefore.value)
		return rechazo('certificado-aun-no-vigente', { desde: c.notBefore.value.toISOString() })
	if (valor(CURP) !== curp) return rechazo('certificado-de-otra-persona')
	const padre = anclas
		.map((a) => new X509Certificate(a))
		.find((a) => x.checkIssued(a) && x.verify(a.publicKey))
	if (!padre) return rechazo('certificado-no-confiable')
	return ok({ noCertificado: Buffer.from(x.serialNumber, 'hex').toString('latin1') })
}

export const verificaSello = (der: Uint8Array, cadena: string, sello: string): Promise<boolean> => {
	const x = new X509Certificate(der)
	return Promise.resolve(verify('RSA-SHA256', Buffer.from(cadena), x.publicKey, Buffer.from(sello, 'base64')))
}
