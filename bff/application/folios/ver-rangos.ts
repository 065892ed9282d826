import { sql } from 'kysely'
import type { Motivo } from '#core/contract/motivo.ts'
import type { Rangos } from '#core/contract/tramite.ts'
import { type Modelo, NUMERO_DE_FOLIO_MAXIMO } from '#core/domain/folio.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import type { Base, Lectura } from '../ports.ts'
import { plantelesVisibles } from './planteles-visibles.ts'
import { leerQuedan } from './quedan.ts'

/** Cuántos sucesos se muestran. */
const SUCESOS = 50

/**
 * Los rangos de los planteles que quien pregunta alcanza (4), con lo que les queda, lo cancelado y lo último que les pasó.
 * `aviso`: al plantel le quedan de ese modelo, entre todos sus rangos, tantos folios como su ajuste o menos.
 */
export const verRangos =
	(deps: { readonly base: Base }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<Rangos, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-rangos')) return rechazo('sin-permiso', { acto: 'ver-rangos' })
		const { db } = deps.base
		const planteles = await plantelesVisibles(db, actor.ambito)
		const nombres = new Map(planteles.map(({ id, nombre }) => [id, nombre]))
		const plantelDe = (id: string) => ({ id, nombre: nombres.get(id) ?? '' })
		const quedan = (await leerQuedan(db, planteles)).filter((uno) => uno.conRango && uno.aviso)
		const porAcabarse = new Set(quedan.map(({ modelo, plantelId }) => `${modelo} ${plantelId}`))
		const filas = await leerRangos(db, [...nombres.keys()])
		const cancelados = await leerCancelados(db, [...nombres.keys()])
		return ok({
			rangos: filas.map(({ plantelId, ...rango }) => ({
				...rango,
				plantel: plantelDe(plantelId),
				libres: rango.hasta - rango.siguiente + 1,
				aviso: porAcabarse.has(`${rango.modelo} ${plantelId}`),
				cancelados: cancelados.get(rango.id) ?? [],
			})),
			avisos: quedan.map(({ plantelId, modelo, libres }) => ({
				plantel: plantelDe(plantelId),
				modelo,
				libres,
			})),
			sucesos: await leerSucesos(db, [...nombres.keys()]),
			// El tramo libre cuenta los folios de toda la nación: sólo se le dice a quien asigna.
			propuesta: tienePermiso(actor.perfil, 'asignar-rango')
				? { '2008': await numeroLibre(db, '2008'), '2018': await numeroLibre(db, '2018') }
				: null,
			planteles: planteles.map(({ id, nombre }) => ({ id, nombre })),
		})
	}

const leerRangos = async (db: Lectura, planteles: readonly string[]) =>
	planteles.length === 0
		? []
		: db
				.selectFrom('rangoFolio')
				.select(['id', 'plantelId', 'modelo', 'desde', 'hasta', 'siguiente', 'asignado'])
				.where('plantelId', 'in', planteles)
				.orderBy('modelo')
				.orderBy('desde')
				.execute()

/** Los folios cancelados, por rango. */
const leerCancelados = async (
	db: Lectura,
	planteles: readonly string[],
): Promise<ReadonlyMap<string, Rangos['rangos'][number]['cancelados']>> => {
	const porRango = new Map<string, Rangos['rangos'][number]['cancelados']>()
	if (planteles.length === 0) return porRango
	const filas = await db
		.selectFrom('folioCancelado as c')
		.innerJoin('folio as f', 'f.folio', 'c.folio')
		.innerJoin('rangoFolio as r', 'r.id', 'f.rangoId')
		.select(['f.rangoId', 'f.numero', 'c.razon', 'c.momento'])
		.where('r.plantelId', 'in', planteles)
		.orderBy('f.numero')
		.execute()
	for (const { rangoId, ...uno } of filas) porRango.set(rangoId, [...(porRango.get(rangoId) ?? []), uno])
	return porRango
}

const leerSucesos = async (db: Lectura, planteles: readonly string[]): Promise<Rangos['sucesos']> => {
	if (planteles.length === 0) return []
	const filas = await db
		.selectFrom('rangoSuceso as s')
		.innerJoin('plantel as p', 'p.id', 's.plantelId')
		.leftJoin('plantel as o', 'o.id', 's.otroPlantelId')
		.leftJoin('persona as q', 'q.id', 's.personaId')
		.select(['s.id', 's.suceso', 's.modelo', 's.desde', 's.hasta', 's.razon', 's.momento'])
		.select(['s.plantelId', 'p.nombre as plantel', 's.otroPlantelId', 'o.nombre as otroPlantel'])
		.select(['q.nombre', 'q.primerApellido', 'q.segundoApellido'])
		.where('s.plantelId', 'in', planteles)
		.orderBy('s.momento', 'desc')
		.orderBy('s.id', 'desc')
		.limit(SUCESOS)
		.execute()
	return filas.map((fila) => {
		const { id, suceso, modelo, desde, hasta, razon, momento, nombre, primerApellido } = fila
		return {
			...{ id, suceso, modelo, desde, hasta, razon, momento },
			plantel: { id: fila.plantelId, nombre: fila.plantel },
			otroPlantel:
				fila.otroPlantelId === null ? null : { id: fila.otroPlantelId, nombre: fila.otroPlantel ?? '' },
			quien:
				nombre === null || primerApellido === null
					? null
					: nombreCompleto({ nombre, primerApellido, segundoApellido: fila.segundoApellido }),
		}
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
