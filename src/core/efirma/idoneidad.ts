/**
 * Si la e.firma de un director sirve para sellar: FIEL, de persona física, suya, vigente y de una autoridad conocida
 * (numerales 16 y 20). La revocación se pregunta aparte, al SAT.
 */
import { confiar } from './cadena-de-confianza.ts'
import type { X509 } from './x509.ts'

type MotivoIdoneidad =
	| 'es-csd'
	| 'es-persona-moral'
	| 'certificado-no-rsa'
	| 'llave-muy-corta'
	| 'certificado-aun-no-vigente'
	| 'certificado-vencido'
	| 'certificado-por-vencer'
	| 'certificado-de-otra-persona'
	| 'rfc-con-otra-fecha'
	| 'certificado-no-confiable'

/**
 * Un reparo. Si no `impide`, es un aviso. `datos` trae lo que la frase ocupa: `desde`/`hasta` (AAAA-MM-DD), `bits`, o
 * `causa` (curp, sin-curp o rfc) si es de otra persona.
 */
type Reparo = {
	readonly motivo: MotivoIdoneidad
	readonly impide: boolean
	readonly datos: Readonly<Record<string, string | number>>
}

const DIA = 86_400_000
const DIAS_DE_AVISO = 60
/** Menos que esto ya no se tiene por seguro (NIST SP 800-131A); el SAT emite de 2048 desde 2010. */
const BITS = 2048

const dia = (fecha: Date): string => fecha.toISOString().slice(0, 10)

/** La fecha de nacimiento, AAMMDD: va en el mismo lugar en la CURP y en el RFC de una persona física. */
const nacimiento = (clave: string): string => [...clave].slice(4, 10).join('')

/** De quién no es, si no es de quien se espera. La CURP decide; el RFC, sólo si se conoce el de la cuenta. */
const ajena = (x509: X509, curp: string, rfc: string | null): 'curp' | 'sin-curp' | 'rfc' | null => {
	if (x509.curp === null) return 'sin-curp'
	if (x509.curp !== curp) return 'curp'
	return rfc === null || x509.rfc === rfc ? null : 'rfc'
}

/**
 * Los reparos a una e.firma en un momento; vacío si sirve sin más. Sin `anclas` con raíz, la cadena no se juzga
 * (quien la llama decide si eso basta). El aviso de que vence pronto sale a 60 días o menos.
 */
export const revisarEfirma = async (orden: {
	readonly x509: X509
	readonly curpEsperada: string
	/** El de la cuenta, si se conoce. */
	readonly rfcEsperado?: string | null
	readonly momento: Date
	readonly anclas?: readonly X509[]
}): Promise<readonly Reparo[]> => {
	const { x509, curpEsperada, rfcEsperado = null, momento, anclas = [] } = orden
	const reparos: Reparo[] = []
	const impide = (motivo: MotivoIdoneidad, datos: Reparo['datos'] = {}): void => {
		reparos.push({ motivo, impide: true, datos })
	}
	if (!x509.esFiel) impide('es-csd')
	if (x509.personaMoral) impide('es-persona-moral')
	else {
		const causa = ajena(x509, curpEsperada, rfcEsperado)
		if (causa !== null) impide('certificado-de-otra-persona', { causa })
		// Las letras siguen reglas distintas (Ñ, palabras altisonantes, apellidos cortos); la fecha, no. Un RFC con otra
		// fecha es un error del padrón que se dice, no prueba de que la e.firma sea ajena: la CURP ya fue la suya.
		else if (nacimiento(x509.rfc) !== nacimiento(curpEsperada)) {
			reparos.push({ motivo: 'rfc-con-otra-fecha', impide: false, datos: { rfc: x509.rfc } })
		}
	}
	if (momento < x509.desde) impide('certificado-aun-no-vigente', { desde: dia(x509.desde) })
	else if (momento > x509.hasta) impide('certificado-vencido', { hasta: dia(x509.hasta) })
	else if (x509.hasta.getTime() - momento.getTime() <= DIAS_DE_AVISO * DIA) {
		const dias = Math.floor((x509.hasta.getTime() - momento.getTime()) / DIA)
		reparos.push({ motivo: 'certificado-por-vencer', impide: false, datos: { hasta: dia(x509.hasta), dias } })
	}
	if (x509.bits === 0) impide('certificado-no-rsa')
	else if (x509.bits < BITS) impide('llave-muy-corta', { bits: x509.bits })
	if ((await confiar(x509, anclas, momento)) === 'no-confiable') impide('certificado-no-confiable')
	return reparos
}
