import { anotar } from '../bitacora.ts'
import { apartarTramite } from './apartar-tramite.ts'
import type { Azar, Base, Huella, Reloj } from '../ports.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { BUZON } from '#core/domain/entrega.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { esTerminal } from '#core/domain/tramite.ts'

/**
 * Servicios Escolares abre el buzón del egresado (13): un enlace de un solo uso que vence. Uno nuevo anula los que
 * no se confirmaron; el ya confirmado sigue valiendo hasta que otro se confirme.
 */
export const iniciarBuzon =
	(deps: {
		readonly base: Base
		readonly reloj: Reloj
		readonly azar: Azar
		readonly huella: Huella
		readonly origen: string
	}) =>
	async (orden: {
		readonly actor: Actor
		readonly tramiteId: string
	}): Promise<Result<{ enlace: string; vence: string }, Motivo>> =>
		deps.base.enTransaccion(async (tx) => {
			if (!tienePermiso(orden.actor.perfil, 'iniciar-buzon')) return rechazo('sin-permiso')
			const tramite = await apartarTramite(deps.base, tx, orden.tramiteId, orden.actor.ambito)
			if (!tramite) return rechazo('no-encontrado')
			if (esTerminal(tramite.estado) || tramite.estado === 'acusado') {
				return rechazo('estado-no-permite', { estado: tramite.estado })
			}
			const ahora = deps.reloj()
			const ficha = deps.azar.ficha()
			const vence = new Date(Date.parse(ahora) + BUZON.enlaceMs).toISOString()
			await tx
				.updateTable('buzon')
				.set({ anulado: ahora })
				.where('tramiteId', '=', tramite.id)
				.where('confirmado', 'is', null)
				.where('anulado', 'is', null)
				.execute()
			const id = deps.azar.id()
			await tx
				.insertInto('buzon')
				.values({ id, tramiteId: tramite.id, ficha: deps.huella(ficha), vence, creado: ahora })
				.execute()
			await anotar(tx, deps, {
				autor: orden.actor,
				acto: 'iniciar-buzon',
				objeto: `tramite:${tramite.id}`,
				entidadId: tramite.entidadId,
				plantelId: tramite.plantelId,
				detalle: { buzon: id, vence },
			})
			return ok({ enlace: `${deps.origen}/buzon#${ficha}`, vence })
		})
