import { anotar } from '../bitacora.ts'
import type { DepsSubir } from './subir.ts'
import { tomar, vista, type SinPoder } from './tomar.ts'
import { purgarTrozos } from './trozos.ts'
import type { Importacion } from '#core/contract/importacion.ts'
import { ok, type Rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'

/** La persona no la quiere: no se aplica nada y se borra todo lo que trajo. */
export const descartarImportacion =
	(deps: DepsSubir) =>
	async (orden: { readonly actor: Actor; readonly id: string }): Promise<Result<Importacion, SinPoder>> => {
		const { actor, id } = orden
		const descartada = await deps.base.enTransaccion(async (tx) => {
			const tomada = await tomar(tx, deps, actor, id, ['trayendo', 'revisando', 'columnas', 'revisada'])
			if (!tomada.ok) return tomada
			await tx
				.updateTable('importacion')
				.set({ estado: 'descartada', columnas: null, mapeo: null })
				.where('id', '=', id)
				.execute()
			await anotar(tx, deps, {
				autor: actor,
				acto: 'descartar-importacion',
				objeto: `importacion:${id}`,
				entidadId: tomada.valor.entidadId,
				plantelId: tomada.valor.plantelId,
			})
			return ok(tomada.valor)
		})
		if (!descartada.ok) return descartada satisfies Rechazo<SinPoder>
		// Si el proceso muere aquí, `vence` sigue puesto y la purga acaba.
		await borrarLoTraido(deps, id)
		return deps.base.enTransaccion(async (tx) => ok(await vista(tx, descartada.valor)))
	}

/** Borra de una importación todo lo que son datos de alguien. Se repite sin daño. */
export const borrarLoTraido = async (
	deps: Pick<DepsSubir, 'base' | 'almacen'>,
	id: string,
): Promise<void> => {
	await purgarTrozos(deps, id, 'archivo')
	await purgarTrozos(deps, id, 'malos')
	await deps.base.enTransaccion(async (tx) => {
		await tx.deleteFrom('importacionError').where('importacionId', '=', id).execute()
		await tx.deleteFrom('importacionCambio').where('importacionId', '=', id).execute()
		await tx
			.updateTable('importacion')
			.set({ columnas: null, mapeo: null, vence: null })
			.where('id', '=', id)
			.execute()
	})
}
