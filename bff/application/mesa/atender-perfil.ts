import * as v from 'valibot'
import { type DatosDePersona, PeticionDePerfil } from '#core/contract/mesa/persona.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { altaDePersona } from '../personas/alta.ts'
import { bajaDePersona } from '../personas/baja.ts'
import { cambioDePersona } from '../personas/cambio.ts'
import { conAsunto } from './con-asunto.ts'
import { type DepsMesa, moverAsunto } from './renglones.ts'

const DICHO = {
	alta: 'Se dio de alta la cuenta.',
	cambio: 'Se cambió la cuenta.',
	baja: 'Se dio de baja la cuenta.',
} as const

/**
 * TI hace desde el asunto lo que la entidad pidió de un perfil (10), con los datos que confirmó: el acto, su renglón y la
 * respuesta van en la misma transacción. Ni más ni a otra persona: sólo lo que se pidió.
 */
export const atenderPerfil =
	(deps: DepsMesa) =>
	(orden: {
		readonly actor: Actor
		readonly id: string
		readonly persona: DatosDePersona | null
		readonly texto: string
	}): Promise<Result<true, Motivo>> => {
		const { actor, persona } = orden
		if (!tienePermiso(actor.perfil, 'administrar-perfiles'))
			return Promise.resolve(rechazo('sin-permiso', { acto: 'administrar-perfiles' }))
		return conAsunto(deps, orden, async (tx, asunto) => {
			if (asunto.papel !== 'atiende' || asunto.peticion === null) return rechazo('no-encontrado')
			if (asunto.estado === 'cerrado') return rechazo('asunto-cerrado')
			const hecha = await tx
				.selectFrom('asuntoSuceso')
				.select('orden')
				.where('asuntoId', '=', asunto.id)
				.where('suceso', '=', 'ejecutado')
				.executeTakeFirst()
			if (hecha) return rechazo('asunto-ya-hecho')
			const peticion = v.parse(PeticionDePerfil, JSON.parse(asunto.peticion))
			const { entidadId } = asunto
			if ((persona === null) !== (peticion.cambio === 'baja')) return rechazo('peticion-invalida')
			if (persona !== null && peticion.cambio !== 'baja' && !esLoPedido(persona, peticion.persona))
				return rechazo('perfil-no-pedido')
			const acto =
				peticion.cambio === 'baja' || persona === null
					? await bajaDePersona(tx, deps, {
							...{ actor, entidadId, asuntoId: asunto.id },
							personaId: peticion.cambio === 'alta' ? '' : peticion.personaId,
						})
					: peticion.cambio === 'alta'
						? await altaDePersona(tx, deps, { actor, entidadId, asuntoId: asunto.id, persona })
						: await cambioDePersona(tx, deps, {
								...{ actor, entidadId, asuntoId: asunto.id, persona },
								personaId: peticion.personaId,
							})
			if (!acto.ok) return acto
			const nombre = `${peticion.cambio}-de-persona`
			const objeto = `persona:${acto.valor.personaId}`
			const movido = await moverAsunto(tx, deps, {
				...{ actor, asunto, acto: 'contestar' },
				suceso: {
					suceso: 'ejecutado',
					texto: `${DICHO[peticion.cambio]} ${orden.texto}`,
					acto: nombre,
					objeto,
				},
				detalle: { hecho: nombre, objeto },
			})
			return movido.ok ? ok(true) : movido
		})
	}

/** TI completa o corrige los demás datos; a quién, con qué perfil y dónde, lo dice la entidad. */
const esLoPedido = (dada: DatosDePersona, pedida: DatosDePersona): boolean =>
	dada.correo === pedida.correo && dada.perfil === pedida.perfil && dada.plantelId === pedida.plantelId
