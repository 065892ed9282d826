import type { Motivo } from '#core/contract/motivo.ts'
import { ok, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { Azar, Base, Huella, Reloj } from '../ports.ts'
import { acortarRango, anotarSucesos, apartarRango, type ParteDeRango } from './apartar-rango.ts'

/**
 * La entidad recupera lo que un plantel no ha usado de un rango (4), de `desde` en adelante: esos números quedan sin
 * asignar y cualquier entidad puede asignarlos. Lo ya dado no se recupera. Devuelve cuántos fueron.
 */
export const recuperarRango =
	(deps: { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }) =>
	(
		orden: ParteDeRango & { readonly actor: Actor; readonly razon: string },
	): Promise<Result<{ readonly recuperados: number }, Motivo>> =>
		deps.base.enTransaccion(async (tx) => {
			const { actor, desde, hasta, razon } = orden
			const apartado = await apartarRango(tx, actor, 'recuperar-rango', orden)
			if (!apartado.ok) return apartado
			const rango = apartado.valor
			await acortarRango(tx, rango, desde)
			const { entidadId, plantelId, modelo } = rango
			await anotarSucesos(tx, deps, {
				actor,
				sucesos: [
					{
						...{ rangoId: rango.id, suceso: 'recuperado', entidadId, plantelId, otroPlantelId: null },
						...{ modelo, desde, hasta, razon },
					},
				],
				anotacion: {
					autor: actor,
					acto: 'recuperar-rango',
					objeto: `rango:${rango.id}`,
					entidadId,
					plantelId,
					detalle: { modelo, desde, hasta, razon },
				},
			})
			return ok({ recuperados: hasta - desde + 1 })
		})
