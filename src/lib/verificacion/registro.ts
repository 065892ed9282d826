import type { CertificadoPublico } from '#core/contract/publico.ts'
import type { Dec } from '#core/dec/dec.ts'
import type { Comprobacion } from './comprobacion.ts'

/** Si el documento es el que el registro dice, y sigue vigente: lo único que hay que creerle al registro (21). */
export const respuestaDelRegistro = (
	publico: CertificadoPublico,
	dec: Dec,
	folioPedido: string,
): Comprobacion => {
	const viaja = publico.sellos.find(({ firmante }) => firmante.curp === dec.firmaResponsable.curp)
	const faltas = [
		publico.situacion === 'cancelado' && 'el registro lo da por cancelado',
		dec.folioControl !== publico.folio && 'el folio del documento no es el del registro',
		publico.folioDigital.toLowerCase() !== folioPedido.toLowerCase() &&
			'el registro respondió por otro folio digital',
		dec.sep?.folioDigital.toLowerCase() !== folioPedido.toLowerCase() &&
			'el folio digital del documento no es el que se pidió',
		viaja?.sello !== dec.firmaResponsable.sello && 'el sello del documento no es el que el registro respalda',
		viaja !== undefined &&
			viaja.certificado !== dec.firmaResponsable.certificadoResponsable &&
			'el certificado del documento no es el que el registro respalda',
	].filter((falta) => falta !== false)
	return {
		id: 'registro',
		grupo: 'El documento',
		titulo: 'El registro de CONALEP',
		resultado: faltas.length === 0 ? 'bien' : 'mal',
		frase:
			faltas.length === 0
				? 'El documento es el que el registro guarda con este folio, y sigue vigente.'
				: `No coincide con el registro: ${faltas.join('; ')}.`,
		detalle: [
			{ titulo: 'Folio', valor: publico.folio },
			{ titulo: 'CUV', valor: publico.cuv },
			{ titulo: 'Folio digital', valor: publico.folioDigital },
		],
	}
}
