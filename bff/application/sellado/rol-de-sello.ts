import type { Acto, Actor } from '#core/domain/rol.ts'
import { rechazo, ok, type Result } from '#core/domain/result.ts'
import type { EstadoTramite } from '#core/domain/tramite.ts'

/** Cuál de los dos sellos (16, 20) pone quien entró. */
export type RolSello = 'plantel' | 'estatal'

export type Turno = {
	readonly rol: RolSello
	/** El permiso de `rol.ts`, que es también el acto que mueve el trámite. */
	readonly acto: Extract<Acto, 'sellar-plantel' | 'sellar-estatal'>
	/** El estado de lo que espera este sello: primero plantel, después estado (16). */
	readonly espera: EstadoTramite
	readonly queda: EstadoTramite
}

/** El turno de sello de un perfil; quien no es director no tiene. */
export const turnoDe = (actor: Actor): Result<Turno, 'sin-permiso'> => {
	switch (actor.perfil) {
		case 'director-plantel':
			return ok({
				rol: 'plantel',
				acto: 'sellar-plantel',
				espera: 'nombre-confirmado',
				queda: 'sellado-plantel',
			})
		case 'director-estatal':
			return ok({
				rol: 'estatal',
				acto: 'sellar-estatal',
				espera: 'sellado-plantel',
				queda: 'sellado-estatal',
			})
		case 'escolares-plantel':
		case 'escolares-estatal':
		case 'dse':
		case 'ti':
			return rechazo('sin-permiso', { perfil: actor.perfil })
	}
}
