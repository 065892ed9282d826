import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { anotar } from '../../bitacora.ts'
import type { Base } from '../../ports.ts'
import { leerEnvios } from '../envios.ts'
import type { DepsLote } from '../mover-lote.ts'
import { reenviarLote } from '../reenviar.ts'
import { leerParaDecidir } from './leer-para-decidir.ts'

export type DepsNoEsta = DepsLote & { readonly base: Base; readonly margenMs: number }

/**
 * La DSE dice que, según COSFAC, el último envío de un lote desconocido no está (11), y por qué lo sabe: el lote se envía
 * otra vez. Se niega mientras la petición todavía podría llegar, y si el envío que la persona veía ya no es el último.
 */
export const decirQueNoEsta =
	(deps: DepsNoEsta) =>
	async (orden: {
		readonly actor: Actor
		readonly loteId: string
		readonly vez: number
		readonly razon: string
	}): Promise<Result<true, Motivo>> => {
		const { actor, loteId, vez, razon } = orden
		const { db, enTransaccion } = deps.base
		const leido = await leerParaDecidir(db, actor, loteId)
		if (!leido.ok) return leido
		const lote = leido.valor
		const envio = (await leerEnvios(db, loteId)).find((uno) => uno.vez === vez)
		if (lote.estado !== 'desconocido' || !envio) return rechazo('lote-no-admite', { estado: lote.estado })
		if (Date.parse(deps.reloj()) - Date.parse(envio.salio) <= deps.margenMs)
			return rechazo('lote-muy-reciente', { minutos: Math.ceil(deps.margenMs / 60_000) })
		return enTransaccion(async (tx) => {
			const mensaje = `COSFAC dijo que no lo tiene. ${razon}`
			if (!(await reenviarLote(tx, deps, lote, { vez, mensaje, autor: actor })))
				return rechazo('lote-no-admite', { estado: lote.estado })
			await anotar(tx, deps, {
				autor: actor,
				acto: 'decir-que-no-esta',
				objeto: `lote:${loteId}`,
				entidadId: lote.entidadId,
				detalle: { vez, razon },
			})
			return ok(true)
		})
	}
