import type { Lectura } from '../ports.ts'

/** Lo que hoy falta o está dañado, con su folio si es de un certificado; lo más reciente primero, hasta mil. */
export const leerHallazgos = (db: Lectura) =>
	db
		.selectFrom('archivoHallazgo as h')
		.leftJoin('certificado as c', 'c.tramiteId', 'h.tramiteId')
		.leftJoin('tramite as t', 't.id', 'h.tramiteId')
		.leftJoin('plantel as p', 'p.id', 't.plantelId')
		.select(['h.id', 'h.fuente', 'h.renglon', 'h.clase', 'h.problema', 'h.sha256', 'h.hallado', 'h.visto'])
		.select(['c.folio', 'p.nombre as plantel'])
		.where('h.resuelto', 'is', null)
		.orderBy('h.hallado', 'desc')
		.orderBy('h.id')
		.limit(1000)
		.execute()
