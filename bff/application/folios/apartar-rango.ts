import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { enAmbito } from '../alcance.ts'
import { type Anotacion, anotarVarias, type DepsBitacora } from '../bitacora.ts'
import type { Tx } from '../ports.ts'
import type { TablaRangoSuceso } from '../tablas/folios.ts'

/** Los números del final de un rango de los que se dispone: `desde` en adelante, hasta el último que la persona vio. */
export type ParteDeRango = { readonly rangoId: string; readonly desde: number; readonly hasta: number }

type RangoApartado = Awaited<ReturnType<typeof leer>> & object

/**
 * El rango, con el candado de su plantel puesto y la parte ya revisada: sigue acabando donde la persona lo vio y de
 * `desde` en adelante no se ha dado ningún folio (8). El rango de otra entidad es `no-encontrado`, como el que no existe.
 */
export const apartarRango = async (
	tx: Tx,
	actor: Actor,
	acto: 'partir-rango' | 'recuperar-rango',
	{ rangoId, desde, hasta }: ParteDeRango,
): Promise<Result<RangoApartado, Motivo>> => {
	if (!tienePermiso(actor.perfil, acto)) return rechazo('sin-permiso', { acto, perfil: actor.perfil })
	const visto = await leer(tx, rangoId, actor)
	if (!visto) return rechazo('no-encontrado')
	// El mismo candado de quien registra: mientras lo tenga, nadie toma números de este plantel.
	await tx
		.updateTable('plantel')
		.set((columnas) => ({ asientosDados: columnas.ref('asientosDados') }))
		.where('id', '=', visto.plantelId)
		.execute()
	const rango = await leer(tx, rangoId, actor)
	if (!rango) return rechazo('no-encontrado')
	if (rango.hasta !== hasta) {
		return rechazo('rango-cambiado', { desde: rango.desde, hasta: rango.hasta, sigue: rango.siguiente })
	}
	if (!Number.isInteger(desde) || desde > hasta || desde < rango.desde) {
		return rechazo('rango-no-contiene', { desde: rango.desde, hasta })
	}
	if (desde < rango.siguiente) {
		return rango.siguiente > hasta
			? rechazo('rango-agotado')
			: rechazo('folios-ya-dados', { sigue: rango.siguiente })
	}
	return ok(rango)
}

/** Le quita al rango lo que va de `desde` en adelante; si no queda nada, el rango se borra: nadie usó ninguno. */
export const acortarRango = async (tx: Tx, rango: RangoApartado, desde: number): Promise<void> => {
	if (desde === rango.desde) await tx.deleteFrom('rangoFolio').where('id', '=', rango.id).execute()
	else {
		await tx
			.updateTable('rangoFolio')
			.set({ hasta: desde - 1 })
			.where('id', '=', rango.id)
			.execute()
	}
}

type Suceso = Omit<TablaRangoSuceso, 'id' | 'momento' | 'personaId'>

/** Deja lo que les pasó a los rangos en su historia y en la bitácora, en la transacción del acto. */
export const anotarSucesos = async (
	tx: Tx,
	deps: DepsBitacora,
	orden: { readonly actor: Actor; readonly sucesos: readonly Suceso[]; readonly anotacion: Anotacion },
): Promise<void> => {
	const momento = deps.reloj()
	await tx
		.insertInto('rangoSuceso')
		.values(
			orden.sucesos.map((suceso) => ({
				...suceso,
				id: deps.azar.id(),
				personaId: orden.actor.personaId,
				momento,
			})),
		)
		.execute()
	await anotarVarias(tx, deps, [orden.anotacion])
}

const leer = (tx: Tx, id: string, { ambito }: Actor) =>
	tx
		.selectFrom('rangoFolio')
		.select(['id', 'entidadId', 'plantelId', 'modelo', 'desde', 'hasta', 'siguiente'])
		.where('id', '=', id)
		.where(enAmbito(ambito))
		.executeTakeFirst()
