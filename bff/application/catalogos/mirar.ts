import type { ImportacionCatalogo } from '#core/contract/catalogo.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, type Result } from '#core/domain/result.ts'
import { abrir, informe, mirar, type DepsCatalogo, type OrdenDeCatalogo } from './contra-lo-que-hay.ts'

/** Qué cambiaría un archivo en un catálogo, sin cambiar nada. */
export const mirarCatalogo =
	(deps: DepsCatalogo) =>
	async (orden: OrdenDeCatalogo): Promise<Result<ImportacionCatalogo, Motivo>> => {
		const leido = await abrir(orden)
		if (!leido.ok) return leido
		return ok(informe(await mirar(deps, deps.base.db, orden, leido.valor), false))
	}
