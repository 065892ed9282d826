import type { Motivo } from '#core/contract/motivo.ts'
import { esNumeroDeFolio, FOLIOS_POR_RANGO_MAXIMO, type Modelo } from '#core/domain/folio.ts'
import { ok, type Rechazo, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede } from '#core/domain/rol.ts'
import type { Azar, Base, Huella, Lectura, Reloj } from '../ports.ts'
import { anotarSucesos } from './apartar-rango.ts'

type Rango = {
	readonly plantelId: string
	readonly modelo: Modelo
	readonly desde: number
	readonly hasta: number
}

/**
 * La entidad asigna a un plantel suyo un rango de folios de la serie CE (4, 8), los dos números inclusive. Dos rangos
 * del mismo modelo nunca se tocan, en toda la nación: lo impide la base, también si dos entidades asignan a la vez.
 */
export const asignarRango =
	(deps: { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }) =>
	async (orden: { readonly actor: Actor } & Rango): Promise<Result<{ readonly id: string }, Motivo>> => {
		const { actor, plantelId, modelo, desde, hasta } = orden
		const plantel = await leerPlantel(deps.base.db, plantelId)
		const permiso = puede(actor, 'asignar-rango', { entidadId: plantel?.entidadId ?? '', plantelId })
		if (!permiso.ok && permiso.motivo === 'sin-permiso') return permiso
		if (!plantel || !permiso.ok) return rechazo('plantel-ajeno')
		if (!esNumeroDeFolio(desde) || !esNumeroDeFolio(hasta)) return rechazo('rango-fuera')
		if (desde > hasta) return rechazo('rango-invertido')
		if (hasta - desde >= FOLIOS_POR_RANGO_MAXIMO)
			return rechazo('rango-desmedido', { maximo: FOLIOS_POR_RANGO_MAXIMO.toLocaleString('es-MX') })
		const id = deps.azar.id()
		try {
			await deps.base.enTransaccion(async (tx) => {
				await tx
					.insertInto('rangoFolio')
					.values({
						id,
						entidadId: plantel.entidadId,
						plantelId,
						modelo,
						desde,
						hasta,
						siguiente: desde,
						asignado: deps.reloj(),
						personaId: actor.personaId,
					})
					.execute()
				const { entidadId } = plantel
				await anotarSucesos(tx, deps, {
					actor,
					sucesos: [
						{
							...{ rangoId: id, suceso: 'asignado', entidadId, plantelId, otroPlantelId: null },
							...{ modelo, desde, hasta, razon: null },
						},
					],
					anotacion: {
						autor: actor,
						acto: 'asignar-rango',
						objeto: `rango:${id}`,
						entidadId,
						plantelId,
						detalle: { modelo, desde, hasta },
					},
				})
			})
			return ok({ id })
		} catch (error) {
			if (esTraslape(error)) return traslape(deps.base.db, orden)
			throw error
		}
	}

const leerPlantel = (db: Lectura, id: string) =>
	db.selectFrom('plantel').select(['id', 'entidadId']).where('id', '=', id).executeTakeFirst()

/** Las dos bases nombran la restricción en su error: la de exclusión en PostgreSQL, el disparador en SQLite. */
const esTraslape = (error: unknown): boolean =>
	error instanceof Error && error.message.includes('rango_sin_traslape')

/** Qué números del rango pedido ya están asignados. */
const traslape = async (
	db: Lectura,
	{ modelo, desde, hasta }: Rango,
): Promise<Rechazo<'rango-traslapado'>> => {
	const tocados = await db
		.selectFrom('rangoFolio')
		.select(['desde', 'hasta'])
		.where('modelo', '=', modelo)
		.where('desde', '<=', hasta)
		.where('hasta', '>=', desde)
		.orderBy('desde')
		.execute()
	return rechazo('rango-traslapado', {
		desde: Math.max(desde, tocados[0]?.desde ?? desde),
		hasta: Math.min(hasta, tocados.at(-1)?.hasta ?? hasta),
	})
}
