import {
	ajusteVigente,
	type ClaveAjuste,
	type OrigenDeAjuste,
	type ValorAjuste,
} from '#core/domain/ajustes.ts'
import type { Lectura } from '../ports.ts'

/** El valor que vale de un ajuste para una entidad (null: el de la nación): el suyo, si no el nacional, si no el de omisión. */
export const leerAjuste = async <C extends ClaveAjuste>(
	db: Lectura,
	clave: C,
	entidadId: string | null,
): Promise<ValorAjuste<C>> => (await leerAjusteConOrigen(db, clave, entidadId)).valor

/** El que vale para cada una de esas entidades, en una sola lectura. */
export const leerAjustePorEntidad = async <C extends ClaveAjuste>(
	db: Lectura,
	clave: C,
	entidades: Iterable<string>,
): Promise<ReadonlyMap<string, ValorAjuste<C>>> => {
	const renglones = await db
		.selectFrom('ajuste')
		.select(['entidadId', 'valor'])
		.where('clave', '=', clave)
		.orderBy('version')
		.execute()
	const ultimos = new Map(renglones.map(({ entidadId, valor }) => [entidadId, deJson(valor)]))
	const nacional = ultimos.get(null)
	return new Map(
		[...entidades].map((id) => [id, ajusteVigente(clave, { nacional, entidad: ultimos.get(id) }).valor]),
	)
}

/** Lo mismo que {@link leerAjuste}, con de dónde sale, y el que valdría sin el propio. */
export const leerAjusteConOrigen = async <C extends ClaveAjuste>(
	db: Lectura,
	clave: C,
	entidadId: string | null,
): Promise<{
	readonly valor: ValorAjuste<C>
	readonly origen: OrigenDeAjuste
	readonly sinPropio: ValorAjuste<C>
}> => {
	const nacional = (await ultimoAjuste(db, clave, null))?.valor
	const propio = entidadId === null ? undefined : (await ultimoAjuste(db, clave, entidadId))?.valor
	const guardados = { nacional: deJson(nacional), entidad: deJson(propio) }
	return {
		...ajusteVigente(clave, guardados),
		sinPropio: ajusteVigente(clave, entidadId === null ? {} : { nacional: guardados.nacional }).valor,
	}
}

/** El último renglón de una clave en una entidad o en la nación. */
export const ultimoAjuste = (db: Lectura, clave: ClaveAjuste, entidadId: string | null) => {
	const deClave = db.selectFrom('ajuste').select(['version', 'valor']).where('clave', '=', clave)
	return (
		entidadId === null ? deClave.where('entidadId', 'is', null) : deClave.where('entidadId', '=', entidadId)
	)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst()
}

/** El valor guardado; undefined si no hay o se quitó. */
export const deJson = (json: string | null | undefined): string | number | undefined =>
	json === null || json === undefined ? undefined : (JSON.parse(json) as string | number)
