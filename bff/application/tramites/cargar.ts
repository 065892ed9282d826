import type { ResultadoFila } from '#core/contract/problema.ts'
import { evaluarRequisitos, permiteCargar } from '#core/domain/requisitos.ts'
import { rechazo } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { leerHechos } from '../egresados/hechos.ts'
import { apartarTramites } from '../sae/reabrir-tramites.ts'
import { fueraDeVia } from './misma-via.ts'
import { type DepsTramite, moverTramites, type Revisar } from './mover.ts'
import { incumplidos } from './solicitar.ts'

/** Carga trámites registrados al aplicativo (6): con los datos de SAE de este momento, los ocho requisitos se cumplen. */
export const cargar =
	(deps: DepsTramite) =>
	(orden: { readonly actor: Actor; readonly tramites: readonly string[] }): Promise<ResultadoFila[]> =>
		moverTramites(deps, {
			actor: orden.actor,
			acto: 'cargar',
			ids: orden.tramites,
			revisar: revisarRequisitos(deps),
		})

const revisarRequisitos =
	(deps: DepsTramite): Revisar =>
	async (tx, tramites) => {
		// Quien importa los toma antes de cambiar a nadie: lo que se lee aquí es lo que se carga.
		if (deps.base.dialecto === 'postgres') await apartarTramites(tx, tramites)
		const hechos = await leerHechos(
			tx,
			deps,
			tramites.map((tramite) => tramite.matricula),
		)
		const reparos = await fueraDeVia(tx, tramites)
		for (const { id, matricula } of tramites) {
			if (reparos.has(id)) continue
			const suyos = hechos.get(matricula)
			if (!suyos) {
				reparos.set(id, rechazo('no-encontrado'))
				continue
			}
			const requisitos = evaluarRequisitos(suyos)
			if (!permiteCargar(requisitos)) reparos.set(id, incumplidos(requisitos))
		}
		return reparos
	}
