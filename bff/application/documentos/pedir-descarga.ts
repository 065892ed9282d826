import { enAmbito } from '../alcance.ts'
import { anotar } from '../bitacora.ts'
import type { Azar, Base, Huella, Lectura, Reloj } from '../ports.ts'
import type { TablaDescarga } from '../tablas/archivo.ts'
import type { Descarga, PedirDescarga } from '#core/contract/archivo/descarga.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'

/** Lo más que lleva un ZIP: su índice se arma en memoria, y más que esto nadie lo abre. */
const MAXIMO = 20_000
/** Lo que se tiene para empezar a bajarla. */
const VIGENCIA_MS = 15 * 60_000
/** Sin avanzar este tiempo se da por cortada: diez certificados pesan dos megabytes. */
const CALLADA_MS = 10 * 60_000

/**
 * Pide bajar los certificados de una generación (12), de lo que quien pide alcanza. Del plantel ajeno y del que no existe
 * se dice lo mismo. Queda en la bitácora qué se pidió; cada certificado queda cuando sale.
 */
export const pedirDescarga =
	(deps: { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }) =>
	async ({
		actor,
		plantelId,
		generacion,
	}: PedirDescarga & { readonly actor: Actor }): Promise<
		Result<
			Descarga,
			'sin-permiso' | 'fuera-de-ambito' | 'no-encontrado' | 'sin-certificados-emitidos' | 'descarga-desmedida'
		>
	> => {
		if (!tienePermiso(actor.perfil, 'descargar')) return rechazo('sin-permiso', { acto: 'descargar' })
		if (actor.ambito.tipo === 'nacional') return rechazo('fuera-de-ambito')
		const { entidadId } = actor.ambito
		const { db } = deps.base
		if (plantelId !== null && !(await alcanzaPlantel(db, actor, plantelId))) return rechazo('no-encontrado')
		const { total } = await descargables(db, actor, { plantelId, generacion })
			.select((e) => e.fn.countAll<number>().as('total'))
			.executeTakeFirstOrThrow()
		if (total === 0) return rechazo('sin-certificados-emitidos')
		if (total > MAXIMO) return rechazo('descarga-desmedida', { total, maximo: MAXIMO })
		const ahora = deps.reloj()
		const fila: TablaDescarga = {
			...{ id: deps.azar.id(), personaId: actor.personaId, entidadId, plantelId, generacion },
			...{ total, hechos: 0, incompletos: 0, estado: 'lista' },
			...{ creado: ahora, vence: despues(ahora, VIGENCIA_MS), actualizado: ahora },
		}
		await deps.base.enTransaccion(async (tx) => {
			await tx.insertInto('descarga').values(fila).execute()
			await anotar(tx, deps, {
				autor: actor,
				acto: 'descargar-generacion',
				objeto: `descarga:${fila.id}`,
				entidadId,
				plantelId: actor.ambito.tipo === 'plantel' ? actor.ambito.plantelId : plantelId,
				detalle: { plantelId, generacion, total },
			})
		})
		return ok(aDescarga(fila, ahora))
	}

/** Cómo va una descarga, a quien la pidió. */
export const verDescarga =
	({ base, reloj }: { readonly base: Base; readonly reloj: Reloj }) =>
	async (orden: {
		readonly actor: Actor
		readonly id: string
	}): Promise<Result<Descarga, 'sin-permiso' | 'no-encontrado'>> => {
		if (!tienePermiso(orden.actor.perfil, 'descargar')) return rechazo('sin-permiso', { acto: 'descargar' })
		const fila = await leerDescarga(base.db, orden.actor, orden.id)
		return fila === undefined ? rechazo('no-encontrado') : ok(aDescarga(fila, reloj()))
	}

/** La descarga, si la pidió esa persona. */
export const leerDescarga = (db: Lectura, actor: Actor, id: string): Promise<TablaDescarga | undefined> =>
	db
		.selectFrom('descarga')
		.selectAll()
		.where('id', '=', id)
		.where('personaId', '=', actor.personaId)
		.executeTakeFirst()

/** Los certificados que se pueden descargar: emitidos o después, dentro de lo que el actor alcanza hoy. */
export const descargables = (
	db: Lectura,
	actor: Actor,
	{ plantelId, generacion }: Pick<TablaDescarga, 'plantelId' | 'generacion'>,
) => {
	let consulta = db
		.selectFrom('tramite as t')
		.innerJoin('certificado as c', 'c.tramiteId', 't.id')
		.innerJoin('egresado as e', 'e.matricula', 't.matricula')
		.innerJoin('plantel as p', 'p.id', 't.plantelId')
		.where('t.estado', 'in', estadosQueAdmiten('descargar'))
		.where(enAmbito(actor.ambito, { entidad: 't.entidadId', plantel: 't.plantelId' }))
	if (plantelId !== null) consulta = consulta.where('t.plantelId', '=', plantelId)
	if (generacion !== null) consulta = consulta.where('e.generacion', '=', generacion)
	return consulta
}

const alcanzaPlantel = async (db: Lectura, actor: Actor, plantelId: string): Promise<boolean> =>
	(await db
		.selectFrom('plantel')
		.select('id')
		.where('id', '=', plantelId)
		.where(enAmbito(actor.ambito, { entidad: 'entidadId', plantel: 'id' }))
		.executeTakeFirst()) !== undefined

const aDescarga = (fila: TablaDescarga, ahora: string): Descarga => {
	const { id, total, hechos, incompletos, vence } = fila
	return { id, total, hechos, incompletos, vence, estado: estadoEn(fila, ahora) }
}

/** Si el proceso que la mandaba murió, nadie anotó que se cortó; y la que no se empezó a tiempo ya no se empieza. */
const estadoEn = ({ estado, vence, actualizado }: TablaDescarga, ahora: string): Descarga['estado'] => {
	const callada = estado === 'en-curso' && despues(actualizado, CALLADA_MS) <= ahora
	return callada || (estado === 'lista' && vence <= ahora) ? 'cortada' : estado
}

const despues = (ahora: string, ms: number): string => new Date(Date.parse(ahora) + ms).toISOString()
