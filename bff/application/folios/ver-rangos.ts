import { sql } from 'kysely'
import type { Motivo } from '#core/contract/motivo.ts'
import type { Rangos } from '#core/contract/tramite.ts'
import { type Modelo, NUMERO_DE_FOLIO_MAXIMO } from '#core/domain/folio.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import type { Base, Lectura } from '../ports.ts'
import { plantelesVisibles } from './planteles-visibles.ts'

/**
 * Los rangos de los planteles que quien pregunta alcanza (4), con lo que les queda. `aviso`: al plantel le quedan de
 * ese modelo, entre todos sus rangos, tantos folios como su aviso o menos.
 */
export const verRangos =
	(deps: { readonly base: Base }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<Rangos, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-rangos')) return rechazo('sin-permiso', { acto: 'ver-rangos' })
		const { db } = deps.base
		const planteles = await plantelesVisibles(db, actor.ambito)
		const porId = new Map(planteles.map((plantel) => [plantel.id, plantel]))
		const filas =
			porId.size === 0
				? []
				: await db
						.selectFrom('rangoFolio')
						.select(['id', 'plantelId', 'modelo', 'desde', 'hasta', 'siguiente', 'asignado'])
						.where('plantelId', 'in', [...porId.keys()])
						.orderBy('modelo')
						.orderBy('desde')
						.execute()
		const libres = new Map<string, number>()
		for (const { plantelId, modelo, hasta, siguiente } of filas) {
			const clave = `${modelo} ${plantelId}`
			libres.set(clave, (libres.get(clave) ?? 0) + hasta - siguiente + 1)
		}
		return ok({
			rangos: filas.map(({ plantelId, ...rango }) => {
				const plantel = porId.get(plantelId)
				const deModelo = libres.get(`${rango.modelo} ${plantelId}`) ?? 0
				return {
					...rango,
					plantel: { id: plantelId, nombre: plantel?.nombre ?? '' },
					libres: rango.hasta - rango.siguiente + 1,
					aviso: deModelo <= (plantel?.avisoFolios ?? 0),
				}
			}),
			propuesta: { '2008': await numeroLibre(db, '2008'), '2018': await numeroLibre(db, '2018') },
			planteles: planteles.map(({ id, nombre }) => ({ id, nombre })),
		})
	}

/** El número con que empieza el último tramo libre de un modelo en toda la nación; 0 si ya no queda ninguno. */
const numeroLibre = async (db: Lectura, modelo: Modelo): Promise<number> => {
	const ocupados = await db
		.selectFrom('rangoFolio')
		.select('id')
		.where('modelo', '=', modelo)
		.limit(1)
		.execute()
	if (ocupados.length === 0) return 1
	const tramo = await db
		.selectFrom('rangoFolio as r')
		.select(sql<number>`r.hasta + 1`.as('numero'))
		.where('r.modelo', '=', modelo)
		.where('r.hasta', '<', NUMERO_DE_FOLIO_MAXIMO)
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('rangoFolio as o')
						.select('o.id')
						.where('o.modelo', '=', modelo)
						.where('o.desde', '=', sql<number>`r.hasta + 1`),
				),
			),
		)
		.orderBy('r.hasta', 'desc')
		.limit(1)
		.executeTakeFirst()
	if (tramo) return tramo.numero
	const primero = await db
		.selectFrom('rangoFolio')
		.select('desde')
		.where('modelo', '=', modelo)
		.orderBy('desde')
		.limit(1)
		.executeTakeFirst()
	return (primero?.desde ?? 1) > 1 ? 1 : 0
}
