import { anotar } from '../bitacora.ts'
import { encargar } from '../trabajos.ts'
import { leerBuzon } from './buzon.ts'
import type { Azar, Base, Huella, Reloj, Tx } from '../ports.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { BUZON } from '#core/domain/entrega.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'

/**
 * El código prueba que el buzón es de quien lo manifestó (13). Cinco intentos por código; al confirmar, si el
 * certificado ya está emitido, se encarga su entrega en la misma transacción.
 */
export const confirmarCodigo =
	(deps: { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }) =>
	async (orden: { readonly ficha: string; readonly codigo: string }): Promise<Result<true, Motivo>> =>
		deps.base.enTransaccion(async (tx) => {
			const ahora = deps.reloj()
			const leido = await leerBuzon(tx, { huella: deps.huella, ahora }, orden.ficha)
			if (!leido.ok) return leido
			const buzon = leido.valor
			if (buzon.confirmado !== null) return ok(true)
			if (buzon.codigo === null || (buzon.codigoVence ?? '') <= ahora) return rechazo('codigo-vencido')
			const contado = await tx
				.updateTable('buzon')
				.set((eb) => ({ intentosCodigo: eb('intentosCodigo', '+', 1) }))
				.where('id', '=', buzon.id)
				.where('intentosCodigo', '<', BUZON.intentosCodigo)
				.returning('intentosCodigo')
				.executeTakeFirst()
			if (!contado) return rechazo('codigo-vencido')
			if (buzon.codigo !== deps.huella(`${orden.ficha}:${orden.codigo}`)) {
				return rechazo('codigo-incorrecto', { quedan: BUZON.intentosCodigo - contado.intentosCodigo })
			}
			const confirmado = await tx
				.updateTable('buzon')
				.set({ confirmado: ahora, codigo: null, codigoVence: null })
				.where('id', '=', buzon.id)
				.where('codigo', '=', buzon.codigo)
				.where('anulado', 'is', null)
				.returning('id')
				.executeTakeFirst()
			// Entre leer y escribir, otro confirmó (y es lo mismo), pidió otro código o anuló el enlace.
			if (!confirmado) return releer(tx, buzon.id)
			await anotar(tx, deps, {
				autor: { egresado: buzon.matricula },
				acto: 'confirmar-buzon',
				objeto: `tramite:${buzon.tramiteId}`,
				entidadId: buzon.entidadId,
				plantelId: buzon.plantelId,
				detalle: { buzon: buzon.id },
			})
			if (buzon.estado === 'emitido' || buzon.estado === 'descargado') {
				await encargarEntrega(tx, deps, buzon.tramiteId)
			}
			return ok(true)
		})

const releer = async (tx: Tx, id: string): Promise<Result<true, 'codigo-vencido'>> => {
	const { confirmado } = await tx
		.selectFrom('buzon')
		.select('confirmado')
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return confirmado === null ? rechazo('codigo-vencido') : ok(true)
}

/** Encarga documentos y entrega de un trámite emitido; sin buzón confirmado, el trabajo sólo prepara los documentos. */
export const encargarEntrega = (
	tx: Tx,
	deps: { readonly reloj: Reloj; readonly azar: Azar },
	tramiteId: string,
): Promise<void> => encargar(tx, deps, { clase: 'entregar', clave: tramiteId, carga: { tramiteId } })
