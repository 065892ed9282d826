import type { Modelo } from '#core/domain/folio.ts'
import type { Tx } from '../ports.ts'

/** Un número de folio tomado de su rango. */
export type NumeroTomado = { readonly rangoId: string; readonly numero: number }

/**
 * Toma hasta `cuantos` números de los rangos que el plantel tiene de cada modelo (4, 8): los siguientes, del rango más
 * bajo que tenga lugar y luego del que sigue. Devuelve los que hubo, en orden; si no alcanzan, vienen menos.
 *
 * Quien llama ya tiene el candado del plantel (lo cambió en esta transacción): así los números salen sin huecos ni
 * repetidos aunque muchos registren a la vez. Si la transacción se deshace, los números vuelven.
 */
export const tomarNumeros = async (
	tx: Tx,
	plantelId: string,
	cuantos: ReadonlyMap<Modelo, number>,
): Promise<ReadonlyMap<Modelo, readonly NumeroTomado[]>> => {
	const rangos = await tx
		.selectFrom('rangoFolio')
		.select(['id', 'modelo', 'siguiente', 'hasta'])
		.where('plantelId', '=', plantelId)
		.where('modelo', 'in', [...cuantos.keys()])
		.whereRef('siguiente', '<=', 'hasta')
		.orderBy('modelo')
		.orderBy('desde')
		.execute()
	const tomados = new Map<Modelo, NumeroTomado[]>([...cuantos.keys()].map((modelo) => [modelo, []]))
	for (const { id, modelo, siguiente, hasta } of rangos) {
		const lista = tomados.get(modelo) ?? []
		const toma = Math.min((cuantos.get(modelo) ?? 0) - lista.length, hasta - siguiente + 1)
		if (toma <= 0) continue
		const cambio = await tx
			.updateTable('rangoFolio')
			.set({ siguiente: siguiente + toma })
			.where('id', '=', id)
			.where('siguiente', '=', siguiente)
			.returning('id')
			.executeTakeFirst()
		// Sólo pasaría si alguien toca los rangos sin el candado del plantel: antes fallar que repetir un folio.
		if (!cambio) throw new Error(`El rango ${id} cambió mientras se tomaban folios.`)
		for (let i = 0; i < toma; i += 1) lista.push({ rangoId: id, numero: siguiente + i })
	}
	return tomados
}
