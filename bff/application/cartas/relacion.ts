import type { Lectura, Tx } from '../ports.ts'
import { aCsv } from '#core/contract/csv.ts'

export type Relacion = { readonly certificados: number; readonly csv: Uint8Array }

const COLUMNAS = ['Folio', 'Folio digital', 'CCT', 'SHA-256 del XML', 'SHA-256 del PDF'] as const

/**
 * La relación de los certificados que una entidad resguarda (14) hasta un instante: folio y huellas, sin datos de nadie. Con
 * los mismos renglones, los mismos bytes. Ocupa unos 200 bytes por certificado.
 */
export const relacionDe = async (db: Lectura | Tx, entidadId: string, corte: string): Promise<Relacion> => {
	const filas = await db
		.selectFrom('archivo as a')
		.innerJoin('tramite as t', 't.id', 'a.tramiteId')
		.innerJoin('certificado as c', 'c.tramiteId', 't.id')
		.innerJoin('plantel as p', 'p.id', 't.plantelId')
		.select(['t.id', 'c.folio', 't.folioDigital', 'p.cct', 'a.clase', 'a.sha256'])
		.where('t.entidadId', '=', entidadId)
		.where('a.clase', 'in', ['xml', 'pdf'])
		.where('a.momento', '<=', corte)
		.orderBy('c.folio')
		.orderBy('a.momento')
		.orderBy('a.id')
		.execute()
	const porTramite = new Map<string, { fila: (typeof filas)[number]; xml: string; pdf: string }>()
	for (const fila of filas) {
		const suyo = porTramite.get(fila.id) ?? { fila, xml: '', pdf: '' }
		// De cada clase vale el primero que se guardó.
		if (fila.clase === 'xml' && suyo.xml === '') suyo.xml = fila.sha256
		if (fila.clase === 'pdf' && suyo.pdf === '') suyo.pdf = fila.sha256
		porTramite.set(fila.id, suyo)
	}
	const renglones = [...porTramite.values()].map(({ fila, xml, pdf }) => [
		...[fila.folio, fila.folioDigital ?? '', fila.cct, xml, pdf],
	])
	return {
		certificados: renglones.length,
		csv: new TextEncoder().encode(aCsv([[...COLUMNAS], ...renglones])),
	}
}
