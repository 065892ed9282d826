import { sql } from 'kysely'
import type { Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { type Rechazo, rechazo, type Result } from '#core/domain/result.ts'
import { type Acto, type Actor, tienePermiso } from '#core/domain/rol.ts'
import {
	type ActoTramite,
	type EstadoTramite,
	esTerminal,
	estadosQueAdmiten,
	transicion,
} from '#core/domain/tramite.ts'
import { type Anotacion, anotarVarias } from '../bitacora.ts'
import type { Azar, Base, Huella, Reloj, Tx } from '../ports.ts'
import { enOrden, filaHecha, filaNegada, leerTramites, type TramiteLeido } from './filas.ts'

export type DepsTramite = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
}

/** Lo que un acto en lote mira además del estado: los trámites que no pasan, con su porqué. */
export type Revisar = (
	tx: Tx,
	tramites: readonly TramiteLeido[],
) => Promise<ReadonlyMap<string, Rechazo<Motivo>>>

type Orden = {
	readonly actor: Actor
	readonly acto: Acto & ActoTramite
	readonly ids: readonly string[]
	/** Por qué se deniega o se retira; se guarda en el trámite. */
	readonly razon?: string
	/** Abre otro intento: los sellos de antes quedan en el registro y ya no cuentan (20). */
	readonly otroIntento?: true
	readonly revisar?: Revisar
}

/**
 * Pasa varios trámites de un estado al que sigue, en una transacción: cada uno se hace o dice por qué no; si la base
 * falla, no se hizo ninguno. El cambio es condicional, así que dos personas a la vez no lo hacen dos veces.
 */
export const moverTramites = (
	deps: DepsTramite,
	{ actor, acto, ids, razon, otroIntento, revisar }: Orden,
): Promise<ResultadoFila[]> =>
	deps.base.enTransaccion(async (tx) => {
		const ordenados = enOrden(ids)
		const tramites = await leerTramites(tx, ordenados, actor.ambito)
		const admitidos = [...tramites.values()].filter((tramite) => admite(actor, acto, tramite).ok)
		const reparos = (await revisar?.(tx, admitidos)) ?? new Map<string, Rechazo<Motivo>>()
		const actualizado = deps.reloj()
		const filas: ResultadoFila[] = []
		const anotaciones: Anotacion[] = []
		for (const id of ordenados) {
			const tramite = tramites.get(id)
			const destino = admite(actor, acto, tramite)
			const reparo = destino.ok ? reparos.get(id) : destino
			if (!destino.ok || !tramite || reparo) {
				filas.push(filaNegada(id, reparo ?? rechazo('no-encontrado')))
				continue
			}
			const cambio = await tx
				.updateTable('tramite')
				.set({
					estado: destino.valor,
					actualizado,
					...(razon === undefined ? {} : { razon }),
					...(otroIntento ? { intento: sql<number>`intento + 1` } : {}),
					...(esTerminal(destino.valor) ? { abierto: 0 } : {}),
				})
				.where('id', '=', id)
				.where('estado', 'in', estadosQueAdmiten(acto))
				.returning('id')
				.executeTakeFirst()
			if (!cambio) {
				// Alguien lo movió entre la lectura y el cambio: se dice cómo quedó.
				const ahora = (await leerTramites(tx, [id], actor.ambito)).get(id)
				filas.push(filaNegada(id, rechazo('estado-no-permite', { estado: ahora?.estado ?? tramite.estado })))
				continue
			}
			filas.push(filaHecha(id))
			anotaciones.push(anotacionDe(actor, acto, tramite, destino.valor, razon))
		}
		await anotarVarias(tx, deps, anotaciones)
		return filas
	})

/**
 * El estado al que pasaría, o por qué no puede: permiso antes que existencia, existencia antes que estado. Lo ajeno no se
 * leyó: es lo mismo que lo que no existe (10).
 */
const admite = (
	actor: Actor,
	acto: Acto & ActoTramite,
	tramite: TramiteLeido | undefined,
): Result<EstadoTramite, Motivo> => {
	if (!tienePermiso(actor.perfil, acto)) return rechazo('sin-permiso', { acto, perfil: actor.perfil })
	return tramite ? transicion(tramite.estado, acto) : rechazo('no-encontrado')
}

const anotacionDe = (
	autor: Actor,
	acto: Acto,
	tramite: TramiteLeido,
	estado: EstadoTramite,
	razon: string | undefined,
): Anotacion => ({
	autor,
	acto,
	objeto: `tramite:${tramite.id}`,
	entidadId: tramite.entidadId,
	plantelId: tramite.plantelId,
	detalle: { de: tramite.estado, a: estado, ...(razon === undefined ? {} : { razon }) },
})
