import type { Motivo } from '#core/contract/motivo.ts'
import { rechazo, ok, type Result } from '#core/domain/result.ts'
import { confiar, leerAnclas } from '#core/efirma/cadena-de-confianza.ts'
import { revisarEfirma } from '#core/efirma/idoneidad.ts'
import { leerX509, type X509 } from '#core/efirma/x509.ts'
import type { Anclas } from '../ports.ts'

/**
 * El certificado de quien sella, si puede sellar (16): e.firma de persona física, con la CURP de su cuenta, vigente en el
 * momento y de una autoridad del operador. Sin autoridades cargadas no se confía en ninguno. La revocación va aparte.
 */
export const comprobarFirmante = async (
	cer: Uint8Array,
	orden: { readonly curp: string; readonly momento: Date; readonly anclas: Anclas },
): Promise<Result<X509, Motivo>> => {
	const { curp, momento } = orden
	const x509 = leerX509(cer)
	if (!x509.ok) return x509
	const anclas = leerAnclas(orden.anclas)
	const reparos = await revisarEfirma({ x509: x509.valor, curpEsperada: curp, momento, anclas })
	const reparo = reparos.find(({ impide }) => impide)
	if (reparo) return rechazo(reparo.motivo, reparo.datos)
	// `revisarEfirma` no juzga la cadena si no hay raíces: aquí eso es un no.
	if ((await confiar(x509.valor, anclas, momento)) !== 'confiable') return rechazo('certificado-no-confiable')
	return ok(x509.valor)
}
