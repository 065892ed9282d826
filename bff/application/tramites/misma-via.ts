import type { Motivo } from '#core/contract/motivo.ts'
import { viaDe } from '#core/domain/folio.ts'
import { type Rechazo, rechazo } from '#core/domain/result.ts'
import type { Lectura, Tx } from '../ports.ts'
import type { TramiteLeido } from './filas.ts'

/**
 * Los trámites que ya no van por donde se solicitaron (1, 8, 22), con su porqué: SAE o el catálogo de planes cambiaron
 * después. El folio es de un modelo; con un plan de otro no se da, y con el que ya se dio no se carga.
 */
export const fueraDeVia = async (
	db: Lectura | Tx,
	tramites: readonly Pick<TramiteLeido, 'id' | 'matricula' | 'modelo'>[],
): Promise<Map<string, Rechazo<Motivo>>> => {
	const reparos = new Map<string, Rechazo<Motivo>>()
	if (tramites.length === 0) return reparos
	const planes = new Map(
		(
			await db
				.selectFrom('egresado as e')
				.innerJoin('planEstudios as p', 'p.clave', 'e.planClave')
				.select(['e.matricula', 'e.certificadoFisico', 'p.modelo'])
				.where(
					'e.matricula',
					'in',
					tramites.map(({ matricula }) => matricula),
				)
				.execute()
		).map((una) => [una.matricula, una]),
	)
	for (const { id, matricula, modelo } of tramites) {
		const plan = planes.get(matricula)
		const via = plan && viaDe(plan)
		if (via === 'modelo-anterior') reparos.set(id, rechazo('modelo-no-electronico'))
		else if (via === 'reposicion') reparos.set(id, rechazo('reposicion-no-electronica'))
		else if (plan && plan.modelo !== modelo)
			reparos.set(id, rechazo('modelo-distinto', { tramite: modelo, plan: plan.modelo }))
	}
	return reparos
}
