import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import { anotar } from '../bitacora.ts'
import { leerLote, type DepsLote } from '../lotes/mover-lote.ts'
import { volverAConciliar } from '../lotes/recibir-numero.ts'
import type { Base } from '../ports.ts'
import { resolverApartados } from './apartar.ts'

/**
 * La DSE o TI vuelven a pedir a SEP lo que de un lote quedó en cuarentena (11), con su razón: se pregunta y se descarga otra
 * vez, y se comprueba igual. Lo emitido no cambia. Lo que vuelva mal se aparta de nuevo.
 */
export const volverAPedir =
	(deps: DepsLote & { readonly base: Base }) =>
	async ({
		actor,
		loteId,
		razon,
	}: {
		readonly actor: Actor
		readonly loteId: string
		readonly razon: string
	}): Promise<Result<true, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'repedir-lote')) return rechazo('sin-permiso', { acto: 'repedir-lote' })
		return deps.base.enTransaccion(async (tx) => {
			const lote = await leerLote(tx, loteId)
			if (!lote) return rechazo('no-encontrado')
			const apartado = await tx
				.selectFrom('loteCertificado')
				.select('tramiteId')
				.where('loteId', '=', loteId)
				.where('estado', '=', 'cuarentena')
				.executeTakeFirst()
			// Antes de comprobarse, el lote se sigue descargando solo.
			if (!['comprobado', 'cerrado'].includes(lote.estado) || !apartado || lote.numeroLote === null)
				return rechazo('sin-cuarentena')
			await resolverApartados(tx, deps, { loteId }, 'repedido')
			await anotar(tx, deps, {
				autor: actor,
				acto: 'repedir-lote',
				objeto: `lote:${loteId}`,
				entidadId: lote.entidadId,
				detalle: { numero: lote.numeroLote, razon },
			})
			await volverAConciliar(tx, deps, lote, actor)
			return ok(true)
		})
	}
