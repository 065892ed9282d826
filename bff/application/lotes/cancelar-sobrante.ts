import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import { anotar } from '../bitacora.ts'
import type { Base, Cosfac } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { SISTEMA, type DepsLote } from './mover-lote.ts'

export type DepsCancelar = DepsLote & { readonly base: Base; readonly cosfac: Pick<Cosfac, 'cancelar'> }

/**
 * Pide a SEP que cancele un certificado que sobró, ya anotado. Devuelve `null` cuando se sabe qué pasó, o por qué hay que
 * insistir. Que SEP diga que ya estaba cancelado también es saberlo: la respuesta anterior se había perdido.
 */
export const cancelarSobrante =
	(deps: DepsCancelar) =>
	async (folioDigital: string): Promise<string | null> => {
		const { db, enTransaccion } = deps.base
		const sobrante = await db
			.selectFrom('cancelacionSep as c')
			.innerJoin('tramite as t', 't.id', 'c.tramiteId')
			.select(['c.estado', 'c.loteId', 'c.tramiteId', 't.entidadId', 't.plantelId', 't.folioDigital'])
			.where('c.folioDigital', '=', folioDigital)
			.executeTakeFirst()
		if (sobrante?.estado !== 'pendiente') return null
		// La base ya lo niega; que se cancele el que vale no depende de una sola línea.
		if (sobrante.folioDigital === folioDigital)
			throw new Error(`El folio digital de tramite:${sobrante.tramiteId} es el que vale y no se cancela.`)
		const respuesta = await deps.cosfac.cancelar(folioDigital)
		if (respuesta.resultado === 'sin-respuesta') return respuesta.razon
		const yaEstaba =
			respuesta.resultado === 'negado' &&
			respuesta.codigo === (await leerAjuste(db, 'lote-codigo-ya-cancelado', null))
		const estado = respuesta.resultado === 'cancelado' || yaEstaba ? 'cancelada' : 'negada'
		await enTransaccion(async (tx) => {
			const movida = await tx
				.updateTable('cancelacionSep')
				.set({
					estado,
					codigo: respuesta.resultado === 'negado' ? respuesta.codigo : 0,
					mensaje: respuesta.mensaje,
					sabida: deps.reloj(),
				})
				.where('folioDigital', '=', folioDigital)
				.where('estado', '=', 'pendiente')
				.returning('folioDigital')
				.executeTakeFirst()
			if (!movida) return
			const { loteId, tramiteId, entidadId, plantelId } = sobrante
			await anotar(tx, deps, {
				autor: SISTEMA,
				acto: 'cancelar-sobrante',
				objeto: `tramite:${tramiteId}`,
				...{ entidadId, plantelId },
				detalle: { lote: loteId, folioDigital, estado },
			})
			await encargar(tx, deps, { clase: 'conciliar-lote', clave: loteId, carga: { loteId } })
		})
		return null
	}
