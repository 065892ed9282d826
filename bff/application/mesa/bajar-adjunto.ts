import type { Motivo } from '#core/contract/motivo.ts'
import { extensionDe, type TipoDeAdjunto } from '#core/domain/mesa/adjunto.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { type DepsMesa, leerAsunto } from './renglones.ts'

type AdjuntoParaBajar = { readonly nombre: string; readonly tipo: string; readonly bytes: Uint8Array }

/** Un adjunto, para guardar. Del ajeno y del que no existe se dice lo mismo. El nombre del archivo es nuestro. */
export const bajarAdjunto =
	({ base: { db }, almacen }: Pick<DepsMesa, 'base' | 'almacen'>) =>
	async (orden: {
		readonly actor: Actor
		readonly id: string
		readonly adjuntoId: string
	}): Promise<Result<AdjuntoParaBajar, Motivo>> => {
		const asunto = await leerAsunto(db, orden.actor, orden.id)
		if (!asunto.ok) return asunto
		const fila = await db
			.selectFrom('asuntoAdjunto')
			.select(['sha256', 'tipo', 'orden'])
			.where('id', '=', orden.adjuntoId)
			.where('asuntoId', '=', asunto.valor.id)
			.executeTakeFirst()
		if (!fila) return rechazo('no-encontrado')
		const bytes = await almacen.leer(fila.sha256).catch((error: unknown) => {
			if (error instanceof Error && error.name === 'ArchivoDanado') return null
			throw error
		})
		if (bytes === null) return rechazo('documento-danado')
		const nombre = `adjunto-${fila.orden}.${extensionDe(fila.tipo as TipoDeAdjunto)}`
		return ok({ nombre, tipo: fila.tipo, bytes })
	}
