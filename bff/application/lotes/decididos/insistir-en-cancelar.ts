import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { anotar } from '../../bitacora.ts'
import type { Base } from '../../ports.ts'
import { encargar } from '../../trabajos.ts'
import type { DepsLote } from '../mover-lote.ts'
import { leerParaDecidir } from './leer-para-decidir.ts'

/** SEP negó cancelar un certificado que sobra (11): la DSE pide intentarlo otra vez. */
export const insistirEnCancelar =
	(deps: DepsLote & { readonly base: Base }) =>
	async (orden: {
		readonly actor: Actor
		readonly loteId: string
		readonly folioDigital: string
	}): Promise<Result<true, Motivo>> => {
		const { actor, loteId, folioDigital } = orden
		const leido = await leerParaDecidir(deps.base.db, actor, loteId)
		if (!leido.ok) return leido
		return deps.base.enTransaccion(async (tx) => {
			const movida = await tx
				.updateTable('cancelacionSep')
				.set({ estado: 'pendiente' })
				.where('folioDigital', '=', folioDigital)
				.where('loteId', '=', loteId)
				.where('estado', '=', 'negada')
				.returning('tramiteId')
				.executeTakeFirst()
			if (!movida) return rechazo('no-encontrado')
			await tx.updateTable('lote').set({ pendiente: null }).where('id', '=', loteId).execute()
			await encargar(tx, deps, { clase: 'cancelar-sobrante', clave: folioDigital, carga: { folioDigital } })
			await anotar(tx, deps, {
				autor: actor,
				acto: 'insistir-en-cancelar',
				objeto: `tramite:${movida.tramiteId}`,
				entidadId: leido.valor.entidadId,
				detalle: { lote: loteId, folioDigital },
			})
			return ok(true)
		})
	}
