import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { Azar, Base, Huella, Reloj } from '../ports.ts'
import { acortarRango, anotarSucesos, apartarRango, type ParteDeRango } from './apartar-rango.ts'

/**
 * La entidad parte un rango (4): lo que va de `desde` en adelante, que nadie ha usado, pasa a otro plantel suyo. Lo ya
 * dado se queda donde está. Quien registra al mismo tiempo espera o hace esperar: un número nunca queda en los dos.
 */
export const partirRango =
	(deps: { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }) =>
	(
		orden: ParteDeRango & { readonly actor: Actor; readonly plantelId: string; readonly razon: string },
	): Promise<Result<{ readonly id: string }, Motivo>> =>
		deps.base.enTransaccion(async (tx) => {
			const { actor, plantelId, desde, hasta, razon } = orden
			const apartado = await apartarRango(tx, actor, 'partir-rango', orden)
			if (!apartado.ok) return apartado
			const rango = apartado.valor
			if (plantelId === rango.plantelId) return rechazo('mismo-plantel')
			const destino = await tx
				.selectFrom('plantel')
				.select('entidadId')
				.where('id', '=', plantelId)
				.executeTakeFirst()
			if (destino?.entidadId !== rango.entidadId) return rechazo('plantel-ajeno')
			await acortarRango(tx, rango, desde)
			const id = deps.azar.id()
			const { entidadId, modelo } = rango
			await tx
				.insertInto('rangoFolio')
				.values({
					...{ id, entidadId, plantelId, modelo, desde, hasta, siguiente: desde },
					...{ asignado: deps.reloj(), personaId: actor.personaId },
				})
				.execute()
			const comun = { entidadId, modelo, desde, hasta, razon }
			await anotarSucesos(tx, deps, {
				actor,
				sucesos: [
					{
						...comun,
						...{ rangoId: rango.id, suceso: 'partido', plantelId: rango.plantelId, otroPlantelId: plantelId },
					},
					{ ...comun, ...{ rangoId: id, suceso: 'recibido', plantelId, otroPlantelId: rango.plantelId } },
				],
				anotacion: {
					autor: actor,
					acto: 'partir-rango',
					objeto: `rango:${rango.id}`,
					entidadId,
					plantelId: rango.plantelId,
					detalle: { modelo, desde, hasta, a: plantelId, rango: id, razon },
				},
			})
			return ok({ id })
		})
