import { sql } from 'kysely'
import type { Modelo } from '#core/domain/folio.ts'
import type { Tx } from '../ports.ts'

/** Un número de folio tomado de su rango. */
export type NumeroTomado = { readonly rangoId: string; readonly numero: number }

/**
 * Toma hasta `cuantos` números de un modelo de los rangos del plantel (4, 8): los siguientes, del rango más bajo que
 * tenga lugar y luego del que sigue. Devuelve los que hubo, en orden; si no alcanzan, vienen menos.
 *
 * Quien llama ya tiene el candado del plantel (lo cambió en esta transacción): así los números salen sin huecos ni
 * repetidos aunque muchos registren a la vez. Si la transacción se deshace, los números vuelven.
 */
export const tomarNumeros = async (
	tx: Tx,
	plantelId: string,
	modelo: Modelo,
	cuantos: number,
): Promise<readonly NumeroTomado[]> =>
	(await tomarDeUno(tx, plantelId, modelo, cuantos)) ?? tomarDeVarios(tx, plantelId, modelo, cuantos)

/** Lo de casi siempre, en un solo viaje a la base: todos caben en el rango más bajo con lugar. */
const tomarDeUno = async (
	tx: Tx,
	plantelId: string,
	modelo: Modelo,
	cuantos: number,
): Promise<NumeroTomado[] | null> => {
	const rango = await tx
		.updateTable('rangoFolio')
		.set({ siguiente: sql<number>`siguiente + ${cuantos}` })
		.where('id', '=', (consulta) =>
			consulta
				.selectFrom('rangoFolio')
				.select('id')
				.where('plantelId', '=', plantelId)
				.where('modelo', '=', modelo)
				.whereRef('siguiente', '<=', 'hasta')
				.orderBy('desde')
				.limit(1),
		)
		.where(sql<boolean>`siguiente + ${cuantos} <= hasta + 1`)
		.returning(['id', 'siguiente'])
		.executeTakeFirst()
	return rango ? seguidos(rango.id, rango.siguiente - cuantos, cuantos) : null
}

const tomarDeVarios = async (
	tx: Tx,
	plantelId: string,
	modelo: Modelo,
	cuantos: number,
): Promise<NumeroTomado[]> => {
	const rangos = await tx
		.selectFrom('rangoFolio')
		.select(['id', 'siguiente', 'hasta'])
		.where('plantelId', '=', plantelId)
		.where('modelo', '=', modelo)
		.whereRef('siguiente', '<=', 'hasta')
		.orderBy('desde')
		.execute()
	const tomados: NumeroTomado[] = []
	for (const { id, siguiente, hasta } of rangos) {
		const toma = Math.min(cuantos - tomados.length, hasta - siguiente + 1)
		if (toma <= 0) break
		const cambio = await tx
			.updateTable('rangoFolio')
			.set({ siguiente: siguiente + toma })
			.where('id', '=', id)
			.where('siguiente', '=', siguiente)
			.returning('id')
			.executeTakeFirst()
		// Sólo pasaría si alguien toca los rangos sin el candado del plantel: antes fallar que repetir un folio.
		if (!cambio) throw new Error(`El rango ${id} cambió mientras se tomaban folios.`)
		tomados.push(...seguidos(id, siguiente, toma))
	}
	return tomados
}

const seguidos = (rangoId: string, desde: number, cuantos: number): NumeroTomado[] =>
	Array.from({ length: cuantos }, (_, i) => ({ rangoId, numero: desde + i }))
