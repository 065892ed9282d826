import { sql } from 'kysely'
import type { Motivo } from '#core/contract/motivo.ts'
import type { Reintentados } from '#core/contract/trabajo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import { anotar, type DepsBitacora } from '../bitacora.ts'
import type { Base, Tx } from '../ports.ts'

type Deps = DepsBitacora & { readonly base: Base }
type Orden = { readonly actor: Actor } & ({ readonly id: string } | { readonly clase: string })

/**
 * TI vuelve a la fila lo que no avanza (10): lo fallido empieza de nuevo, con todos sus intentos, y lo que espera después de
 * fallar toca ya. Si de un fallido ya hay otro igual pendiente, no se duplica: ése lo releva. Lo que está corriendo no se
 * toca. Repetirlo no hace nada más.
 */
export const reintentar =
	(deps: Deps) =>
	async (orden: Orden): Promise<Result<Reintentados, Motivo>> => {
		if (!tienePermiso(orden.actor.perfil, 'reintentar-trabajos'))
			return rechazo('sin-permiso', { acto: 'reintentar-trabajos' })
		return deps.base.enTransaccion((tx) => enTurno(tx, deps, orden))
	}

const enTurno = async (tx: Tx, deps: Deps, orden: Orden): Promise<Result<Reintentados, Motivo>> => {
	// Entre ver que no hay otro igual y ponerlo, alguien podría encargarlo. Es a mano y rara vez: se forma.
	if (deps.base.dialecto === 'postgres') await sql`lock table trabajo in share row exclusive mode`.execute(tx)
	const ids = 'id' in orden ? await deUno(tx, orden.id) : null
	if (ids === 'no-hay') return rechazo('no-encontrado')
	const clase = 'clase' in orden ? orden.clase : (ids?.clase ?? '')
	const ahora = deps.reloj()
	const yaEstaban = await relevar(tx, clase, ids?.id ?? null, ahora)
	const reencargados = await volverALaFila(tx, clase, ids?.id ?? null, ahora)
	if (yaEstaban + reencargados > 0) {
		await anotar(tx, deps, {
			autor: orden.actor,
			acto: 'reintentar-trabajos',
			objeto: `trabajos:${clase}`,
			detalle: { reencargados, yaEstaban, ...(ids === null ? {} : { trabajo: ids.id }) },
		})
	}
	return ok({ reencargados, yaEstaban })
}

const deUno = async (tx: Tx, id: string): Promise<{ id: string; clase: string } | 'no-hay'> =>
	(await tx.selectFrom('trabajo').select(['id', 'clase']).where('id', '=', id).executeTakeFirst()) ?? 'no-hay'

/** Los fallidos de los que ya hay otro igual en la fila, u otro fallido más nuevo: dejan de estar por atender. */
const relevar = async (tx: Tx, clase: string, id: string | null, ahora: string): Promise<number> => {
	let relevados = tx
		.updateTable('trabajo')
		.set({ estado: 'hecho', terminado: ahora })
		.where('clase', '=', clase)
		.where('estado', '=', sql.lit('fallido'))
	const otroIgual = sql`select 1 from trabajo o where o.clase = trabajo.clase and o.clave = trabajo.clave`
	relevados =
		id !== null
			? relevados.where('id', '=', id).where(sql<boolean>`exists (${otroIgual} and o.estado = 'pendiente')`)
			: // De dos fallidos iguales vuelve el más nuevo.
				relevados.where(
					sql<boolean>`exists (${otroIgual} and (o.estado = 'pendiente' or (o.estado = 'fallido' and o.id > trabajo.id)))`,
				)
	return Number((await relevados.executeTakeFirst()).numUpdatedRows)
}

const volverALaFila = async (tx: Tx, clase: string, id: string | null, ahora: string): Promise<number> => {
	let fallidos = tx
		.updateTable('trabajo')
		.set({ estado: 'pendiente', noAntes: ahora, intentos: 0, terminado: null })
		.where('clase', '=', clase)
		.where('estado', '=', sql.lit('fallido'))
	let esperando = tx
		.updateTable('trabajo')
		.set({ noAntes: ahora })
		.where('clase', '=', clase)
		.where('estado', '=', sql.lit('pendiente'))
		.where('ultimoError', 'is not', null)
		.where('noAntes', '>', ahora)
	if (id !== null) {
		fallidos = fallidos.where('id', '=', id)
		esperando = esperando.where('id', '=', id)
	}
	const reencargados = (await fallidos.executeTakeFirst()).numUpdatedRows
	return Number(reencargados + (await esperando.executeTakeFirst()).numUpdatedRows)
}
