import type { FijarAjuste } from '#core/contract/ajustes.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import {
	AJUSTES,
	type ClaveAjuste,
	esClaveAjuste,
	leerValorAjuste,
	textoDeAjuste,
} from '#core/domain/ajustes.ts'
import { ok, type Rechazo, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede } from '#core/domain/rol.ts'
import { anotar } from '../bitacora.ts'
import type { Azar, Base, Huella, Reloj, Tx } from '../ports.ts'
import { deJson, leerAjusteConOrigen, ultimoAjuste } from './leer-ajuste.ts'

type Deps = { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }
type Orden = FijarAjuste & { readonly actor: Actor; readonly clave: string }

/**
 * Fija un ajuste en el ámbito de quien lo pide: la entidad el suyo, la nación el de todos. Sólo agrega; queda la razón,
 * quién y cuándo. Si el valor que vale ya no es el que la persona veía, no cambia nada y se le dice cuál es ahora.
 * Repetir la misma orden es inofensivo.
 */
export const fijarAjuste =
	(deps: Deps) =>
	async (orden: Orden): Promise<Result<true, Motivo>> => {
		const { actor, clave, valor } = orden
		const { ambito } = actor
		const entidadId = ambito.tipo === 'nacional' ? null : ambito.entidadId
		const permiso = puede(actor, 'fijar-ajuste', { entidadId: entidadId ?? '' })
		if (!permiso.ok) return permiso
		if (!esClaveAjuste(clave)) return rechazo('no-encontrado')
		if (entidadId !== null && AJUSTES[clave].ambito === 'nacional') {
			return rechazo('fuera-de-ambito', { acto: 'fijar-ajuste' })
		}
		if (valor !== null) {
			const leido = leerValorAjuste(clave, valor)
			if (!leido.ok) return leido
		}
		return deps.base.enTransaccion((tx) => fijarEn(tx, deps, { ...orden, clave, entidadId }))
	}

const fijarEn = async (
	tx: Tx,
	deps: Deps,
	orden: Orden & { readonly clave: ClaveAjuste; readonly entidadId: string | null },
): Promise<Result<true, Motivo>> => {
	const { actor, clave, valor, anterior, razon, entidadId } = orden
	const ultimo = await ultimoAjuste(tx, clave, entidadId)
	// La misma orden que llega dos veces: ya está.
	if ((deJson(ultimo?.valor) ?? null) === valor) return ok(true)
	const antes = await leerAjusteConOrigen(tx, clave, entidadId)
	if (antes.valor !== anterior) return cambiado(clave, antes.valor)
	const id = deps.azar.id()
	const escrito = await tx
		.insertInto('ajuste')
		.values({
			id,
			clave,
			entidadId,
			version: (ultimo?.version ?? 0) + 1,
			valor: valor === null ? null : JSON.stringify(valor),
			razon,
			personaId: actor.personaId,
			momento: deps.reloj(),
		})
		// Otra persona escribió esta misma versión mientras tanto: gana la primera.
		.onConflict((conflicto) => conflicto.doNothing())
		.returning('id')
		.executeTakeFirst()
	if (!escrito) return cambiado(clave, (await leerAjusteConOrigen(tx, clave, entidadId)).valor)
	await anotar(tx, deps, {
		autor: actor,
		acto: 'fijar-ajuste',
		objeto: `ajuste:${clave}`,
		entidadId,
		detalle: { antes: antes.valor, origen: antes.origen, despues: valor, razon },
	})
	return ok(true)
}

const cambiado = (clave: ClaveAjuste, valor: string | number): Rechazo<'ajuste-cambiado'> =>
	rechazo('ajuste-cambiado', { ahora: textoDeAjuste(clave, valor) })
