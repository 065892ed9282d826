import type { Motivo } from '#core/contract/motivo.ts'
import type { DatosDePersona } from '#core/contract/mesa/persona.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede } from '#core/domain/rol.ts'
import { anotar, type DepsBitacora } from '../bitacora.ts'
import type { Tx } from '../ports.ts'
import { revisarDatos } from './revisar-datos.ts'

/** Lo que un cambio de perfil pide, dentro de la transacción del asunto (10). */
export type DepsPersona = DepsBitacora & { readonly dominios: readonly string[] }
export type OrdenDePersona = { readonly actor: Actor; readonly entidadId: string; readonly asuntoId: string }

/** TI da de alta una cuenta (10): entra la primera vez que su dueño se identifica con ese correo. */
export const altaDePersona = async (
	tx: Tx,
	deps: DepsPersona,
	{ actor, entidadId, asuntoId, persona }: OrdenDePersona & { readonly persona: DatosDePersona },
): Promise<Result<{ readonly personaId: string }, Motivo>> => {
	const permiso = puede(actor, 'administrar-perfiles', { entidadId })
	if (!permiso.ok) return permiso
	const lugar = await revisarDatos(tx, deps, { entidadId, persona, personaId: null, completo: true })
	if (!lugar.ok) return lugar
	if (await esPropia(tx, actor, persona.curp)) return rechazo('persona-propia')
	const id = deps.azar.id()
	const alta = await tx
		.insertInto('persona')
		.values({ id, tid: null, oid: null, ...persona, ...lugar.valor })
		// Otra alta a la vez, de otra entidad, con el mismo correo.
		.onConflict((conflicto) => conflicto.column('correo').doNothing())
		.returning('id')
		.executeTakeFirst()
	if (!alta) return rechazo('correo-ya-usado')
	await anotar(tx, deps, {
		autor: actor,
		acto: 'alta-de-persona',
		objeto: `persona:${id}`,
		entidadId,
		plantelId: lugar.valor.plantelId,
		detalle: { perfil: persona.perfil, asunto: asuntoId },
	})
	return ok({ personaId: id })
}

/** Nadie se da de alta a sí mismo: ni con otro correo. */
const esPropia = async (tx: Tx, { personaId }: Actor, curp: string | null): Promise<boolean> =>
	curp !== null &&
	(await tx
		.selectFrom('persona')
		.select('id')
		.where('id', '=', personaId)
		.where('curp', '=', curp)
		.executeTakeFirst()) !== undefined
