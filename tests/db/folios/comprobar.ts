import { deepEqual, equal, ok } from 'node:assert/strict'
import { leerTramos } from '../../../bff/application/libro/encuadernar.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { componerFolio } from '#core/domain/folio.ts'
import { colocar, tramoDe, type TramoDelLibro } from '#core/domain/libro.ts'

/**
 * Lo que siempre es cierto, aunque los rangos se partan, se recuperen y sus folios se cancelen mientras se registra: de
 * cada rango se dieron sus primeros números, todos, una vez y en orden; ningún número es de dos rangos; cada Libro va
 * seguido y en su lugar; lo cancelado sigue asentado, con su nota, y su trámite cerrado. Devuelve, por plantel, cuántos
 * asientos hay.
 */
export const comprobarFolios = async ({ db }: Base): Promise<ReadonlyMap<string, number>> => {
	const rangos = await db.selectFrom('rangoFolio').selectAll().orderBy('modelo').orderBy('desde').execute()
	for (const [i, rango] of rangos.entries()) {
		const anterior = rangos[i - 1]
		if (anterior?.modelo === rango.modelo) ok(rango.desde > anterior.hasta, 'dos rangos se tocan')
	}
	const folios = await db
		.selectFrom('folio as f')
		.innerJoin('asiento as a', 'a.folio', 'f.folio')
		.innerJoin('tramite as t', 't.id', 'f.tramiteId')
		.innerJoin('rangoFolio as r', 'r.id', 'f.rangoId')
		.leftJoin('folioCancelado as c', 'c.folio', 'f.folio')
		.leftJoin('notaMarginal as n', 'n.id', 'c.notaId')
		.select(['f.folio', 'f.rangoId', 'f.modelo', 'f.numero', 'f.tramiteId', 't.modelo as modeloDeTramite'])
		.select(['a.tramiteId as tramiteDeAsiento', 'a.plantelId', 'r.plantelId as plantelDeRango'])
		.select(['a.numero as asiento', 'a.volumen', 'a.foja', 'a.renglon'])
		.select(['t.estado', 't.abierto', 'c.folio as cancelado', 'n.folio as anotado'])
		.orderBy('a.plantelId')
		.orderBy('a.numero')
		.execute()
	equal(folios.length, (await db.selectFrom('folio').select('folio').execute()).length)
	for (const { id, desde, siguiente } of rangos) {
		// En el orden en que se asentaron.
		const dados = folios.filter((uno) => uno.rangoId === id).map((uno) => uno.numero)
		deepEqual(
			dados,
			Array.from({ length: siguiente - desde }, (_, i) => desde + i),
			`el rango ${desde} no se dio seguido`,
		)
	}
	const planteles = await db.selectFrom('plantel').select(['id', 'asientosDados']).execute()
	const tramos = new Map<string, readonly TramoDelLibro[]>()
	for (const { id } of planteles) tramos.set(id, await leerTramos(db, id))
	const cuantos = new Map<string, number>()
	for (const uno of folios) {
		const { plantelId, asiento, volumen, foja, renglon } = uno
		equal(asiento, (cuantos.get(plantelId) ?? 0) + 1)
		cuantos.set(plantelId, asiento)
		equal(uno.folio, componerFolio(uno.modelo, uno.numero))
		deepEqual([uno.tramiteDeAsiento, uno.plantelDeRango], [uno.tramiteId, plantelId])
		equal(uno.modeloDeTramite, uno.modelo)
		if (uno.cancelado === null) equal(uno.estado, 'registrado')
		else deepEqual([uno.anotado, uno.estado, uno.abierto], [uno.folio, 'baja', 0])
		const tramo = tramoDe(asiento, tramos.get(plantelId) ?? [])
		deepEqual({ volumen, foja, renglon }, tramo && colocar(asiento, tramo))
	}
	for (const { id, asientosDados } of planteles) {
		equal(asientosDados, cuantos.get(id) ?? 0)
	}
	return cuantos
}
