import { anotarEncargo, leerLugares, type DepsConfronta } from './anotar-confronta.ts'
import { encargadasVisibles } from './encargadas.ts'
import { encargarConfronta } from './encargar-confronta.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'

/** Cuántas se vuelven a preguntar de un jalón; si hay más, se pide otra vez. */
const DE_UN_JALON = 5_000

/**
 * Vuelve a encargar, de un jalón, las que RENAPO dejó sin respuesta en el ámbito de quien lo pide y lo que se filtre (6 b).
 * Devuelve cuántas. Cada una queda en la bitácora.
 */
export const confrontarSinRespuesta =
	({ base, ...deps }: DepsConfronta) =>
	async ({
		actor,
		...filtros
	}: {
		readonly actor: Actor
		readonly entidad?: string | undefined
		readonly plantel?: string | undefined
		readonly generacion?: string | undefined
	}): Promise<Result<{ readonly encargadas: number }, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'confrontar-renapo')) {
			return rechazo('sin-permiso', { acto: 'confrontar-renapo', perfil: actor.perfil })
		}
		return base.enTransaccion(async (tx) => {
			const filas = await encargadasVisibles(tx, actor, filtros)
				.where('c.estado', '=', 'sin-respuesta')
				.select('c.matricula')
				.orderBy('c.matricula')
				.limit(DE_UN_JALON)
				.execute()
			const matriculas = filas.map(({ matricula }) => matricula)
			for (let i = 0; i < matriculas.length; i += TANDA) {
				const tanda = matriculas.slice(i, i + TANDA)
				await encargarConfronta(tx, deps, tanda)
				await anotarEncargo(tx, deps, actor, await leerLugares(tx, tanda, actor))
			}
			return ok({ encargadas: matriculas.length })
		})
	}

/** Cuántas se leen y anotan por consulta. */
const TANDA = 1_000
