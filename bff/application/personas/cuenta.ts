import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { puede } from '#core/domain/rol.ts'
import type { Tx } from '../ports.ts'
import { cuentasDe } from '../sesion/persona.ts'
import type { Selectable } from 'kysely'
import type { TablaPersona } from '../tablas/personas.ts'
import type { OrdenDePersona } from './alta.ts'
import { personaDeEntidad } from './leer-personas.ts'

/**
 * La cuenta que se va a cambiar o dar de baja (10), con la entidad apartada: dos cambios de cuentas de la misma entidad van
 * de uno en uno. Es de esa entidad y de los perfiles que ella pide, y nadie se cambia a sí mismo.
 */
export const tomarCuenta = async (
	tx: Tx,
	{ actor, entidadId, personaId }: OrdenDePersona & { readonly personaId: string },
): Promise<Result<Selectable<TablaPersona>, Motivo>> => {
	const permiso = puede(actor, 'administrar-perfiles', { entidadId })
	if (!permiso.ok) return permiso
	await tx
		.updateTable('entidad')
		.set((e) => ({ nombre: e.ref('nombre') }))
		.where('id', '=', entidadId)
		.execute()
	if (!(await personaDeEntidad(tx, entidadId, personaId))) return rechazo('no-encontrado')
	if ((await cuentasDe(tx, actor.personaId)).includes(personaId)) return rechazo('persona-propia')
	return ok(await tx.selectFrom('persona').selectAll().where('id', '=', personaId).executeTakeFirstOrThrow())
}

/** Después del cambio queda quien pida perfiles por la entidad: alguien activo de sus Servicios Escolares (10). */
export const conQuienAdministre = async (
	tx: Tx,
	entidadId: string,
): Promise<Result<true, 'entidad-sin-escolares'>> => {
	const alguien = await tx
		.selectFrom('persona')
		.select('id')
		.where('entidadId', '=', entidadId)
		.where('perfil', '=', 'escolares-estatal')
		.where('activa', '=', 1)
		.executeTakeFirst()
	return alguien ? ok(true) : rechazo('entidad-sin-escolares')
}

/** Cierra todas las sesiones de una persona. */
export const cerrarSesiones = async (tx: Tx, personaId: string): Promise<void> => {
	await tx.deleteFrom('sesion').where('personaId', '=', personaId).execute()
}
