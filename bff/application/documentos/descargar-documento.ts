import { enAmbito } from '../alcance.ts'
import { anotar } from '../bitacora.ts'
import { type ClaseDocumento, documentosDe } from './emitir-documentos.ts'
import type { Almacen, Azar, Base, Huella, Reloj } from '../ports.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { transicion } from '#core/domain/tramite.ts'

/** Un archivo para bajar, con su nombre sin datos personales. */
export type ParaBajar = {
	readonly nombre: string
	readonly clase: ClaseDocumento
	readonly bytes: Uint8Array
}

/** Descarga de quien puede (12): cada una queda en la bitácora, y la primera mueve el trámite a «descargado». */
export const descargarDocumento =
	(deps: {
		readonly base: Base
		readonly reloj: Reloj
		readonly azar: Azar
		readonly huella: Huella
		readonly almacen: Almacen
	}) =>
	async (orden: {
		readonly actor: Actor
		readonly tramiteId: string
		readonly clase: ClaseDocumento
	}): Promise<Result<ParaBajar, Motivo>> => {
		if (!tienePermiso(orden.actor.perfil, 'descargar')) return rechazo('sin-permiso')
		const tramite = await deps.base.db
			.selectFrom('tramite')
			.select(['id', 'entidadId', 'plantelId'])
			.where('id', '=', orden.tramiteId)
			.where(enAmbito(orden.actor.ambito))
			.executeTakeFirst()
		if (!tramite) return rechazo('no-encontrado')
		const documento = (await documentosDe(deps.base.db, tramite.id)).find((uno) => uno.clase === orden.clase)
		if (!documento) return rechazo('documento-no-disponible')
		const bytes = await leerSano(deps.almacen, documento.sha256)
		if (!bytes.ok) return bytes
		await deps.base.enTransaccion(async (tx) => {
			const { estado } = await tx
				.selectFrom('tramite')
				.select('estado')
				.where('id', '=', tramite.id)
				.executeTakeFirstOrThrow()
			const siguiente = transicion(estado, 'descargar')
			if (siguiente.ok && siguiente.valor !== estado) {
				await tx
					.updateTable('tramite')
					.set({ estado: siguiente.valor, actualizado: deps.reloj() })
					.where('id', '=', tramite.id)
					.where('estado', '=', estado)
					.execute()
			}
			await anotar(tx, deps, {
				autor: orden.actor,
				acto: 'descargar',
				objeto: `tramite:${tramite.id}`,
				entidadId: tramite.entidadId,
				plantelId: tramite.plantelId,
				detalle: { clase: documento.clase, sha256: documento.sha256 },
			})
		})
		return ok({ nombre: documento.nombre, clase: documento.clase, bytes: bytes.valor })
	}

/** Lee del almacén; un archivo dañado es una respuesta clara, no un desplome (14). */
export const leerSano = async (
	almacen: Almacen,
	sha256: string,
): Promise<Result<Uint8Array, 'documento-danado'>> => {
	try {
		return ok(await almacen.leer(sha256))
	} catch (error) {
		if (error instanceof Error && error.name === 'ArchivoDanado') return rechazo('documento-danado')
		throw error
	}
}
