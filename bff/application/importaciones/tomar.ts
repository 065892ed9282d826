import type { Tx } from '../ports.ts'
import { aContrato, leerPropia, type FilaDeImportacion } from './filas.ts'
import type { DepsSubir } from './subir.ts'
import type { EstadoImportacion, Importacion } from '#core/contract/importacion.ts'
import { rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'

/** Por qué no se decide: no es suya, o no está en un estado que lo admita. */
export type SinPoder = 'sin-permiso' | 'no-encontrado' | 'importacion-no-admite'

/** La importación propia, si está en un estado desde el que se puede decidir esto. */
export const tomar = async (
	tx: Tx,
	{ base }: Pick<DepsSubir, 'base'>,
	actor: Actor,
	id: string,
	desde: readonly EstadoImportacion[],
): Promise<Result<FilaDeImportacion, SinPoder>> => {
	// Dos que deciden a la vez se forman aquí.
	if (base.dialecto === 'postgres') {
		await tx.selectFrom('importacion').select('id').where('id', '=', id).forUpdate().execute()
	}
	const propia = await leerPropia(tx, actor, id)
	if (!propia.ok) return propia
	const { estado } = propia.valor
	return desde.includes(estado) ? propia : rechazo('importacion-no-admite', { estado })
}

/** Como quedó, para la pantalla. */
export const vista = async (tx: Tx, fila: FilaDeImportacion): Promise<Importacion> => {
	const [importacion] = await aContrato(
		tx,
		[await tx.selectFrom('importacion').selectAll().where('id', '=', fila.id).executeTakeFirstOrThrow()],
		true,
	)
	if (importacion === undefined) throw new Error('La importación que se acaba de cambiar no está.')
	return importacion
}
