import type { Motivo } from '#core/contract/motivo.ts'
import { estadosDeCertificadoQueAdmiten } from '#core/domain/lote.ts'
import { rechazoDeLaDse } from '#core/domain/lotes/rechazo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'
import { anotar } from '../../bitacora.ts'
import { resolverApartados } from '../../cuarentena/apartar.ts'
import type { Base } from '../../ports.ts'
import type { DepsLote } from '../mover-lote.ts'
import { leerParaDecidir } from './leer-para-decidir.ts'

/**
 * SEP dijo que el alumno ya tiene otro certificado vigente, se buscó y no es ninguno de los nuestros: la DSE decide que es
 * un rechazo (15), con las palabras de SEP, y sigue por la mesa de servicio. Sólo cuando el lote ya terminó de buscarse.
 * También de lo apartado, cuando SEP dice que no va a valer: si después volviera bueno, se cancela ante SEP.
 */
export const rechazarDuplicado =
	(deps: DepsLote & { readonly base: Base }) =>
	async (orden: {
		readonly actor: Actor
		readonly loteId: string
		readonly tramiteId: string
		readonly razon: string
	}): Promise<Result<true, Motivo>> => {
		const { actor, loteId, tramiteId, razon } = orden
		const leido = await leerParaDecidir(deps.base.db, actor, loteId)
		if (!leido.ok) return leido
		const lote = leido.valor
		if (lote.estado !== 'cerrado') return rechazo('lote-no-admite', { estado: lote.estado })
		return deps.base.enTransaccion(async (tx) => {
			const suyo = await tx
				.updateTable('loteCertificado')
				.set((e) => ({
					estado: 'rechazado',
					// De lo apartado SEP no dijo nada: vale lo que la DSE averiguó.
					descripcion: e
						.case()
						.when('estado', '=', 'cuarentena')
						.then(rechazoDeLaDse(razon))
						.else(e.ref('descripcion'))
						.end(),
				}))
				.where('loteId', '=', loteId)
				.where('tramiteId', '=', tramiteId)
				.where('estado', 'in', ['duplicado', 'cuarentena'])
				.where('estado', 'in', estadosDeCertificadoQueAdmiten('rechazar'))
				.returning('descripcion')
				.executeTakeFirst()
			if (!suyo) return rechazo('no-encontrado')
			const movido = await tx
				.updateTable('tramite')
				.set({ estado: 'rechazado', razon: suyo.descripcion, actualizado: deps.reloj() })
				.where('id', '=', tramiteId)
				.where('estado', 'in', estadosQueAdmiten('rechazar'))
				.returning('plantelId')
				.executeTakeFirst()
			if (!movido) throw new Error(`tramite:${tramiteId} está por decidir en su lote y ya no está enviado.`)
			await resolverApartados(tx, deps, { loteId, tramiteId }, 'rechazado')
			await anotar(tx, deps, {
				autor: actor,
				acto: 'rechazar-duplicado',
				objeto: `tramite:${tramiteId}`,
				entidadId: lote.entidadId,
				plantelId: movido.plantelId,
				detalle: { de: 'enviado', a: 'rechazado', lote: loteId, razon },
			})
			return ok(true)
		})
	}
