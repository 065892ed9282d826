import type { VolumenesLibro } from '#core/contract/libro.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { Base } from '../ports.ts'
import { elegirPlantel, nombrePropio } from './elegir-plantel.ts'

/** El índice del Libro de un plantel (8): cuánto lleva cada volumen, de qué folio a cuál y entre qué fechas. */
export const verVolumenes =
	({ base: { db } }: { readonly base: Base }) =>
	async (orden: {
		readonly actor: Actor
		readonly plantel?: string | undefined
	}): Promise<Result<VolumenesLibro, Motivo>> => {
		const elegido = await elegirPlantel(db, orden.actor, orden.plantel)
		if (!elegido.ok) return elegido
		const { plantel, planteles } = elegido.valor
		const filas = await db
			.selectFrom('asiento as a')
			.leftJoin('folioCancelado as c', 'c.folio', 'a.folio')
			.where('a.plantelId', '=', plantel.id)
			.groupBy('a.volumen')
			.orderBy('a.volumen')
			.select('a.volumen')
			.select((e) => [
				e.fn.max('a.foja').as('fojas'),
				e.fn.countAll<number>().as('asientos'),
				e.fn.count<number>('c.folio').as('cancelados'),
				e.fn.min('a.numero').as('primero'),
				e.fn.max('a.numero').as('ultimo'),
			])
			.execute()
		const orillas = await db
			.selectFrom('asiento')
			.select(['numero', 'folio', 'fecha'])
			.where('plantelId', '=', plantel.id)
			.where(
				'numero',
				'in',
				filas.flatMap(({ primero, ultimo }) => [primero, ultimo]),
			)
			.execute()
		const deNumero = new Map(orillas.map((fila) => [fila.numero, fila]))
		return ok({
			plantel: nombrePropio(plantel),
			planteles: planteles.map(nombrePropio),
			volumenes: filas.map(({ volumen, fojas, asientos, cancelados, primero, ultimo }) => ({
				...{ volumen, fojas, asientos, cancelados },
				desde: deNumero.get(primero)?.fecha ?? '',
				hasta: deNumero.get(ultimo)?.fecha ?? '',
				primerFolio: deNumero.get(primero)?.folio ?? '',
				ultimoFolio: deNumero.get(ultimo)?.folio ?? '',
			})),
		})
	}
