import { type Hash, hojaDe, type Resumir } from './arbol.ts'

/*
 * Las hojas del Libro: cada asiento, cada nota marginal y cada cancelación, en una forma que cualquiera puede rearmar
 * con lo que lee. El primer elemento dice qué es: una nota no puede hacerse pasar por un asiento.
 */

/** Un asiento tal como está escrito (8). */
export type AsientoEscrito = {
	readonly plantelId: string
	readonly numero: number
	readonly volumen: number
	readonly foja: number
	readonly renglon: number
	readonly folio: string
	readonly cuv: string
	readonly matricula: string
	readonly tramiteId: string
	readonly fecha: string
	readonly momento: string
}

/** Una nota al margen, tal como está escrita. */
type NotaEscrita = {
	readonly id: string
	readonly folio: string
	readonly texto: string
	readonly personaId: string | null
	readonly momento: string
}

/** La hoja de un asiento. */
export const hojaDeAsiento = (resumir: Resumir, a: AsientoEscrito): Hash =>
	hojaDe(
		resumir,
		JSON.stringify([
			'asiento',
			...[a.plantelId, a.numero, a.volumen, a.foja, a.renglon],
			...[a.folio, a.cuv, a.matricula, a.tramiteId, a.fecha, a.momento],
		]),
	)

/** La hoja de una nota marginal. */
export const hojaDeNota = (resumir: Resumir, n: NotaEscrita): Hash =>
	hojaDe(resumir, JSON.stringify(['nota', n.id, n.folio, n.texto, n.personaId, n.momento]))

/** La cancelación de un folio, tal como está escrita (8). */
type CancelacionEscrita = {
	readonly folio: string
	readonly notaId: string
	readonly razon: string
	readonly personaId: string
	readonly momento: string
}

/** La hoja de una cancelación. */
export const hojaDeCancelacion = (resumir: Resumir, c: CancelacionEscrita): Hash =>
	hojaDe(resumir, JSON.stringify(['cancelacion', c.folio, c.notaId, c.razon, c.personaId, c.momento]))
