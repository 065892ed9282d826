import { rechazo, ok, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { plantelesVisibles } from '../folios/planteles-visibles.ts'
import type { Lectura } from '../ports.ts'

type PlantelVisible = { readonly id: string; readonly nombre: string; readonly entidadId: string }

/**
 * El plantel cuyo Libro se abre: el pedido o, sin pedir, el primero que alcanza quien pregunta. Uno que no alcanza es como
 * uno que no existe: `no-encontrado`.
 */
export const elegirPlantel = async (
	db: Lectura,
	actor: Actor,
	pedido: string | undefined,
): Promise<
	Result<
		{ readonly plantel: PlantelVisible; readonly planteles: readonly PlantelVisible[] },
		'sin-permiso' | 'no-encontrado'
	>
> => {
	if (!tienePermiso(actor.perfil, 'ver-libro')) return rechazo('sin-permiso', { acto: 'ver-libro' })
	const planteles = await plantelesVisibles(db, actor.ambito)
	const plantel = pedido === undefined ? planteles[0] : planteles.find(({ id }) => id === pedido)
	return plantel ? ok({ plantel, planteles }) : rechazo('no-encontrado')
}

/** Lo que de un plantel cruza la red. */
export const nombrePropio = ({ id, nombre }: PlantelVisible) => ({ id, nombre })
