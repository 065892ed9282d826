import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { cancelarFolio } from '../folios/cancelar-folio.ts'
import { darDeBaja } from '../tramites/dar-de-baja.ts'
import { conAsunto } from './con-asunto.ts'
import { type DepsMesa, moverAsunto } from './renglones.ts'

/**
 * La DSE hace desde el asunto la baja que se le pidió (15): el acto, su renglón en el asunto y la respuesta van en la misma
 * transacción. Con `cancelar`, además cancela el folio y el trámite termina.
 */
export const atenderBaja =
	(deps: DepsMesa) =>
	(orden: {
		readonly actor: Actor
		readonly id: string
		readonly razon: string
		readonly cancelar: boolean
	}): Promise<Result<true, Motivo>> => {
		const { actor, razon, cancelar } = orden
		const acto = cancelar ? 'cancelar-folio' : 'dar-de-baja'
		if (!tienePermiso(actor.perfil, acto)) return Promise.resolve(rechazo('sin-permiso', { acto }))
		return conAsunto(deps, orden, async (tx, asunto) => {
			const { tramiteId } = asunto
			// De una duda no se da de baja nada.
			if (asunto.papel !== 'atiende' || tramiteId === null) return rechazo('no-encontrado')
			if (asunto.estado === 'cerrado') return rechazo('asunto-cerrado')
			const hecho = await (cancelar ? cancelarFolio : darDeBaja)(tx, deps, { actor, tramiteId, razon })
			if (!hecho.ok) return hecho
			const texto = cancelar
				? `Se canceló el folio ${hecho.valor.folio} y el trámite terminó. Si procede, solicítelo otra vez: llevará otro folio. ${razon}`
				: `Se dio de baja el registro. El trámite volvió a los requisitos y conserva su folio ${hecho.valor.folio}: corrija en SAE y cárguelo otra vez. ${razon}`
			const movido = await moverAsunto(tx, deps, {
				...{ actor, asunto, acto: 'contestar' },
				suceso: {
					suceso: 'ejecutado',
					texto,
					acto,
					objeto: `tramite:${tramiteId}`,
				},
				detalle: { hecho: acto, objeto: `tramite:${tramiteId}` },
			})
			return movido.ok ? ok(true) : movido
		})
	}
