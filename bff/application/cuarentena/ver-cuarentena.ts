import type { Motivo } from '#core/contract/motivo.ts'
import type { Cuarentena } from '#core/contract/cuarentena.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import type { Base } from '../ports.ts'

const MAXIMO = 500

/**
 * Lo de un lote que no se creyó (11): los certificados apartados con su porqué, hayan vuelto o no, y los archivos guardados,
 * también los ya resueltos.
 */
export const verCuarentena =
	({ base: { db } }: { readonly base: Base }) =>
	async ({
		actor,
		loteId,
	}: {
		readonly actor: Actor
		readonly loteId: string
	}): Promise<Result<Cuarentena, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-cuarentena'))
			return rechazo('sin-permiso', { acto: 'ver-cuarentena' })
		const lote = await db.selectFrom('lote').select(['estado']).where('id', '=', loteId).executeTakeFirst()
		if (!lote) return rechazo('no-encontrado')
		const certificados = await db
			.selectFrom('loteCertificado as c')
			.innerJoin('tramite as t', 't.id', 'c.tramiteId')
			.leftJoin('folio as f', 'f.tramiteId', 't.id')
			.where('c.loteId', '=', loteId)
			.where('c.estado', '=', 'cuarentena')
			.orderBy('c.archivo')
			.limit(MAXIMO)
			.select(['c.tramiteId', 't.matricula', 'f.folio', 'c.descripcion as razon'])
			.execute()
		const archivos = await db
			.selectFrom('cuarentena')
			.where('loteId', '=', loteId)
			.orderBy('momento', 'desc')
			.orderBy('id')
			.limit(MAXIMO)
			.select(['id', 'tramiteId', 'numeroLote', 'archivo', 'razon', 'bytes', 'momento'])
			.select(['resuelta', 'resolucion'])
			.execute()
		// TI ve qué pasó y no de quién es (10).
		const deQuien = tienePermiso(actor.perfil, 'ver-egresados')
		return ok({
			certificados: certificados.map((uno) => ({ ...uno, matricula: deQuien ? uno.matricula : null })),
			archivos,
			puedeBajar: tienePermiso(actor.perfil, 'bajar-cuarentena'),
			puedeRechazar: tienePermiso(actor.perfil, 'conciliar-lote') && lote.estado === 'cerrado',
			puedeRepedir:
				tienePermiso(actor.perfil, 'repedir-lote') && ['comprobado', 'cerrado'].includes(lote.estado),
		})
	}
