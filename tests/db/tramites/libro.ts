import { expect } from 'vitest'
import type { Base } from '../../../bff/application/ports.ts'
import { leerTramos } from '../../../bff/application/libro/encuadernar.ts'
import { colocar, tramoDe } from '#core/domain/libro.ts'
import { componerFolio, type Modelo } from '#core/domain/folio.ts'

/**
 * Lo que siempre es cierto de un plantel, haya pasado lo que haya pasado: asientos seguidos desde el 1, cada uno en su
 * lugar; folios sin huecos ni repetidos, tomados de sus rangos en orden; un folio, un asiento y una anotación por cada
 * trámite registrado, y ninguno para los demás. Devuelve cuántos hay registrados.
 */
export const comprobarLibro = async ({ db }: Base, plantelId: string): Promise<number> => {
	const plantel = await db
		.selectFrom('plantel')
		.selectAll()
		.where('id', '=', plantelId)
		.executeTakeFirstOrThrow()
	const asientos = await db
		.selectFrom('asiento as a')
		.innerJoin('folio as f', 'f.folio', 'a.folio')
		.innerJoin('tramite as t', 't.id', 'a.tramiteId')
		.selectAll('a')
		.select(['f.modelo', 'f.numero as numeroDeFolio', 'f.rangoId', 'f.tramiteId as tramiteDeFolio'])
		.select(['t.estado', 't.modelo as modeloDeTramite', 't.plantelId as plantelDeTramite'])
		.where('a.plantelId', '=', plantelId)
		.orderBy('a.numero')
		.execute()
	expect(plantel.asientosDados).toBe(asientos.length)
	expect(asientos.map((a) => a.numero)).toEqual(asientos.map((_, i) => i + 1))
	const tramos = await leerTramos(db, plantelId)
	for (const asiento of asientos) {
		const { volumen, foja, renglon } = asiento
		const tramo = tramoDe(asiento.numero, tramos)
		expect(tramo && colocar(asiento.numero, tramo)).toEqual({ volumen, foja, renglon })
		expect(asiento.folio).toBe(componerFolio(asiento.modelo, asiento.numeroDeFolio))
		expect(asiento.tramiteDeFolio).toBe(asiento.tramiteId)
		expect(asiento.modeloDeTramite).toBe(asiento.modelo)
		expect(asiento.plantelDeTramite).toBe(plantelId)
		expect(asiento.estado).toBe('registrado')
	}
	for (const modelo of ['2008', '2018'] as const) {
		const dados = asientos.filter((a) => a.modelo === modelo).map((a) => a.numeroDeFolio)
		expect(dados).toEqual((await numerosDebidos(db, plantelId, modelo)).slice(0, dados.length))
		const rangos = await rangosDe(db, plantelId, modelo)
		const consumidos = rangos.reduce((suma, rango) => suma + rango.siguiente - rango.desde, 0)
		expect(consumidos).toBe(dados.length)
	}
	const registrados = await db
		.selectFrom('tramite')
		.select('id')
		.where('plantelId', '=', plantelId)
		.where('estado', '=', 'registrado')
		.execute()
	expect(registrados.map(({ id }) => id).sort()).toEqual(asientos.map((a) => a.tramiteId).sort())
	const anotados = await db
		.selectFrom('bitacora')
		.select('objeto')
		.where('plantelId', '=', plantelId)
		.where('acto', '=', 'registrar')
		.execute()
	expect(anotados.map(({ objeto }) => objeto).sort()).toEqual(
		asientos.map((a) => `tramite:${a.tramiteId}`).sort(),
	)
	return asientos.length
}

const rangosDe = (db: Base['db'], plantelId: string, modelo: Modelo) =>
	db
		.selectFrom('rangoFolio')
		.selectAll()
		.where('plantelId', '=', plantelId)
		.where('modelo', '=', modelo)
		.orderBy('desde')
		.execute()

const numerosDebidos = async (db: Base['db'], plantelId: string, modelo: Modelo): Promise<number[]> =>
	(await rangosDe(db, plantelId, modelo)).flatMap(({ desde, hasta }) =>
		Array.from({ length: hasta - desde + 1 }, (_, i) => desde + i),
	)
