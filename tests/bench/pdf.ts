import { alternar, mediana, razonPorRonda, type Medida } from './medida.ts'
import { pintarConPdfkit, trazosDe } from './pdfkit.ts'
import { inventarTimbrados } from './timbrados.ts'
import { pintarCertificado } from '../../bff/adapters/pdf/certificado.ts'
import type { DatosPdfCertificado } from '../../bff/application/ports.ts'
import type { Dec } from '#core/dec/dec.ts'
import { escribirDec } from '#core/dec/escribir.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

const POR_RONDA = 24
const RONDAS = 7

const datosDe = (dec: Dec): DatosPdfCertificado => {
	const { firmaResponsable, sep } = dec
	const firmante = {
		nombre: nombreCompleto(firmaResponsable),
		cargo: firmaResponsable.cargo ?? '',
		noCertificado: firmaResponsable.noCertificadoResponsable ?? '',
		momento: '2026-11-23T17:00:00.000Z',
	}
	return {
		folio: dec.folioControl ?? '',
		cuv: '0123-4567-89AB',
		volumen: 2,
		foja: 7,
		fecha: '2026-11-23',
		xml: escribirDec(dec),
		selloCalidad: false,
		enlacePublico: `https://certificados.conalep.edu.mx/v/${sep?.folioDigital ?? ''}`,
		firmantes: [
			{ ...firmante, rol: 'plantel', sello: sep?.selloSep ?? '' },
			{ ...firmante, rol: 'estatal', sello: firmaResponsable.sello },
		],
		entidad: 'Colegio Estatal del Estado de México',
		modelo: '2018',
	}
}

/** `pdf.vs-pdfkit`: certificados por segundo, de los datos al archivo, contra pdfkit pintando las mismas páginas. */
export const medirPdf = async (): Promise<Medida> => {
	const certificados = inventarTimbrados(POR_RONDA).map(datosDe)
	const pdfs = await Promise.all(certificados.map(pintarCertificado))
	const paginas = await Promise.all(pdfs.map(trazosDe))
	const porSegundo = async <T>(
		cosas: readonly T[],
		pintar: (cosa: T) => Promise<Uint8Array>,
	): Promise<number> => {
		const antes = performance.now()
		for (const cosa of cosas) await pintar(cosa)
		return cosas.length / ((performance.now() - antes) / 1000)
	}
	const turnos = {
		nuestro: () => porSegundo(certificados, pintarCertificado),
		pdfkit: () => porSegundo(paginas, pintarConPdfkit),
	}
	await alternar(1, turnos)
	const { nuestro, pdfkit } = await alternar(RONDAS, turnos)
	const [suyo] = await Promise.all(paginas.slice(0, 1).map(pintarConPdfkit))
	return {
		nombre: 'pdf.vs-pdfkit',
		nuestro: mediana(nuestro),
		par: mediana(pdfkit),
		razon: razonPorRonda(nuestro, pdfkit),
		unidad: 'PDF/s',
		notas: [
			`${paginas[0]?.length ?? 0} páginas con 35 módulos; ${kilos(pdfs[0])} KB el nuestro (marcado, PDF/A-3, con su XML), ${kilos(suyo)} KB el de pdfkit`,
			'pdfkit recibe los renglones ya partidos y en su lugar; lo nuestro los lee del XML, los parte y los marca',
		],
	}
}

const kilos = (bytes: Uint8Array | undefined): string => ((bytes?.length ?? 0) / 1000).toFixed(0)
