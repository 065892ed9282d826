import type { Lectura, Reloj, Tx } from '../ports.ts'
import type { Mapeo } from '../sae/mapeo.ts'

/** Cómo se llaman las columnas en el SAE de una entidad, según lo último que alguien de ahí confirmó. */
export const mapeoRecordado = async (db: Lectura, entidadId: string | null): Promise<Mapeo> => {
	if (entidadId === null) return {}
	const fila = await db
		.selectFrom('mapeoSae')
		.select('mapeo')
		.where('entidadId', '=', entidadId)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst()
	return fila === undefined ? {} : (JSON.parse(fila.mapeo) as Mapeo)
}

/** Lo recuerda para la entidad, si dice algo distinto. Dos a la vez: la segunda choca en la llave y se repite. */
export const recordarMapeo = async (
	tx: Tx,
	{ reloj }: { readonly reloj: Reloj },
	entidadId: string,
	mapeo: Mapeo,
	personaId: string,
): Promise<void> => {
	const ultimo = await tx
		.selectFrom('mapeoSae')
		.select(['version', 'mapeo'])
		.where('entidadId', '=', entidadId)
		.orderBy('version', 'desc')
		.limit(1)
		.executeTakeFirst()
	const texto = JSON.stringify(Object.fromEntries(Object.entries(mapeo).sort(([a], [b]) => (a < b ? -1 : 1))))
	if (ultimo?.mapeo === texto) return
	await tx
		.insertInto('mapeoSae')
		.values({ entidadId, version: (ultimo?.version ?? 0) + 1, mapeo: texto, personaId, momento: reloj() })
		.execute()
}
