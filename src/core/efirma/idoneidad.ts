/**
 * Si la e.firma de un director sirve para sellar: FIEL, de persona física, suya, vigente y de una autoridad conocida
 * (numerales 16 y 20). La revocación se pregunta aparte, al SAT.
 */
import { confiar } from './cadena-de-confianza.ts'
import type { X509 } from './x509.ts'

export type MotivoIdoneidad =
	| 'es-csd'
	| 'es-persona-moral'
	| 'certificado-aun-no-vigente'
	| 'certificado-vencido'
	| 'certificado-por-vencer'
	| 'certificado-de-otra-persona'
	| 'certificado-no-confiable'

/** Un reparo. Si no `impide`, es un aviso. `datos` trae `desde`/`hasta` (AAAA-MM-DD) cuando la frase los ocupa. */
export type Reparo = {
	readonly motivo: MotivoIdoneidad
	readonly impide: boolean
	readonly datos: Readonly<Record<string, string | number>>
}

const DIA = 86_400_000
const DIAS_DE_AVISO = 60

const dia = (fecha: Date): string => fecha.toISOString().slice(0, 10)

/**
 * Los reparos a una e.firma en un momento; vacío si sirve sin más. Sin `anclas` con raíz, la cadena no se juzga
 * (quien la llama decide si eso basta). El aviso de que vence pronto sale a 60 días o menos.
 */
export const revisarEfirma = async (orden: {
	readonly x509: X509
	readonly curpEsperada: string
	readonly momento: Date
	readonly anclas?: readonly X509[]
}): Promise<readonly Reparo[]> => {
	const { x509, curpEsperada, momento, anclas = [] } = orden
	const reparos: Reparo[] = []
	const impide = (motivo: MotivoIdoneidad, datos: Reparo['datos'] = {}): void => {
		reparos.push({ motivo, impide: true, datos })
	}
	if (!x509.esFiel) impide('es-csd')
	if (x509.personaMoral) impide('es-persona-moral')
	else if (x509.curp !== curpEsperada) impide('certificado-de-otra-persona')
	if (momento < x509.desde) impide('certificado-aun-no-vigente', { desde: dia(x509.desde) })
	else if (momento > x509.hasta) impide('certificado-vencido', { hasta: dia(x509.hasta) })
	else if (x509.hasta.getTime() - momento.getTime() <= DIAS_DE_AVISO * DIA) {
		const dias = Math.floor((x509.hasta.getTime() - momento.getTime()) / DIA)
		reparos.push({ motivo: 'certificado-por-vencer', impide: false, datos: { hasta: dia(x509.hasta), dias } })
	}
	if ((await confiar(x509, anclas, momento)) === 'no-confiable') impide('certificado-no-confiable')
	return reparos
}
