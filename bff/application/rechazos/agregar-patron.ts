import type { Motivo } from '#core/contract/motivo.ts'
import type { PatronNuevo } from '#core/contract/rechazo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import type { DepsCatalogo } from '../catalogos/contra-lo-que-hay.ts'
import { importarCatalogo } from '../catalogos/importar.ts'
import { ordenDePatron } from './patron.ts'

/**
 * La DSE agrega un patrón al catálogo de rechazos (15), por la misma importación que su archivo: con su historia, su
 * bitácora y sobre lo que se vio. Repetirlo no lo duplica.
 */
export const agregarPatron =
	(deps: DepsCatalogo) =>
	async ({
		actor,
		patron,
		vista,
	}: {
		readonly actor: Actor
		readonly patron: PatronNuevo
		readonly vista: string
	}): Promise<Result<true, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'interpretar-rechazos'))
			return rechazo('sin-permiso', { acto: 'interpretar-rechazos' })
		const importado = await importarCatalogo(deps)({ ...ordenDePatron(deps, actor, patron), vista })
		if (!importado.ok) return importado
		const { importado: hecho, errores } = importado.valor
		return hecho ? ok(true) : rechazo('patron-de-rechazo-invalido', { razon: errores[0]?.razon ?? null })
	}
