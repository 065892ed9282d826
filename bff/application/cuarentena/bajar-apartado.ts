import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import { anotar, type DepsBitacora } from '../bitacora.ts'
import { leerSano } from '../documentos/descargar-documento.ts'
import type { Almacen, Base } from '../ports.ts'

/** Los bytes apartados, tal cual volvieron, para quien los investiga (11): llevan datos de personas, y TI no los ve (10). Queda en la bitácora quién los bajó. */
export const bajarApartado =
	(deps: DepsBitacora & { readonly base: Base; readonly almacen: Almacen }) =>
	async ({
		actor,
		id,
	}: {
		readonly actor: Actor
		readonly id: string
	}): Promise<Result<{ readonly nombre: string; readonly bytes: Uint8Array }, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'bajar-cuarentena'))
			return rechazo('sin-permiso', { acto: 'bajar-cuarentena' })
		const apartado = await deps.base.db
			.selectFrom('cuarentena as c')
			.innerJoin('lote as l', 'l.id', 'c.loteId')
			.select(['c.id', 'c.sha256', 'c.loteId', 'l.entidadId'])
			.where('c.id', '=', id)
			.executeTakeFirst()
		if (!apartado) return rechazo('no-encontrado')
		const bytes = await leerSano(deps.almacen, apartado.sha256)
		if (!bytes.ok) return bytes
		await deps.base.enTransaccion((tx) =>
			anotar(tx, deps, {
				autor: actor,
				acto: 'bajar-de-cuarentena',
				objeto: `lote:${apartado.loteId}`,
				entidadId: apartado.entidadId,
				detalle: { cuarentena: id, sha256: apartado.sha256 },
			}),
		)
		// El nombre es nuestro: con el que vino, alguien podría abrirlo sin pensar.
		return ok({ nombre: `cuarentena-${apartado.sha256.slice(0, 16)}.bin`, bytes: bytes.valor })
	}
