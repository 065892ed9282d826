import { expect } from 'vitest'
import { leerTramos } from '../../../bff/application/libro/encuadernar.ts'
import type { Base } from '../../../bff/application/ports.ts'
import { componerFolio } from '#core/domain/folio.ts'
import { colocar, tramoDe } from '#core/domain/libro.ts'

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
		if (anterior?.modelo === rango.modelo) expect(rango.desde).toBeGreaterThan(anterior.hasta)
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
	expect(folios).toHaveLength((await db.selectFrom('folio').select('folio').execute()).length)
	for (const { id, desde, siguiente } of rangos) {
		// En el orden en que se asentaron.
		const dados = folios.filter((uno) => uno.rangoId === id).map((uno) => uno.numero)
		expect(dados).toEqual(Array.from({ length: siguiente - desde }, (_, i) => desde + i))
	}
	const cuantos = new Map<string, number>()
	for (const uno of folios) {
		const { plantelId, asiento, volumen, foja, renglon } = uno
		expect(asiento).toBe((cuantos.get(plantelId) ?? 0) + 1)
		cuantos.set(plantelId, asiento)
		expect(uno.folio).toBe(componerFolio(uno.modelo, uno.numero))
		expect([uno.tramiteDeAsiento, uno.plantelDeRango]).toEqual([uno.tramiteId, plantelId])
		expect(uno.modeloDeTramite).toBe(uno.modelo)
		if (uno.cancelado === null) expect(uno.estado).toBe('registrado')
		else expect([uno.anotado, uno.estado, uno.abierto]).toEqual([uno.folio, 'baja', 0])
		expect({ plantelId, asiento, volumen, foja, renglon }).toEqual({
			plantelId,
			asiento,
			...(await lugarDebido(db, plantelId, asiento)),
		})
	}
	for (const { id, asientosDados } of await db
		.selectFrom('plantel')
		.select(['id', 'asientosDados'])
		.execute()) {
		expect(asientosDados).toBe(cuantos.get(id) ?? 0)
	}
	return cuantos
}

const lugarDebido = async (db: Base['db'], plantelId: string, numero: number) => {
	const tramo = tramoDe(numero, await leerTramos(db, plantelId))
	return tramo && colocar(numero, tramo)
}
