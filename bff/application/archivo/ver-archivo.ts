import type { Base } from '../ports.ts'
import { leerHallazgos } from './hallazgos.ts'
import { leerTarea } from './tarea.ts'
import type { EstadoDelArchivo } from '#core/contract/archivo/estado.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'

/** Cómo está lo guardado (14): el repaso, el barrido, la rotación y lo que falta o está dañado. Para TI y la DSE. */
export const verArchivo =
	({ base: { db } }: { readonly base: Base }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<EstadoDelArchivo, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-archivo')) return rechazo('sin-permiso', { acto: 'ver-archivo' })
		const [repaso, barrido, rotacion] = await Promise.all(
			(['repasar', 'barrer', 'rotar'] as const).map(async (clase) => (await leerTarea(db, clase)) ?? null),
		)
		return ok({
			...{ repaso: repaso ?? null, barrido: barrido ?? null, rotacion: rotacion ?? null },
			hallazgos: (await leerHallazgos(db)).map(({ id, folio, plantel, clase, problema, hallado, visto }) => ({
				...{ id, folio, plantel, clase, problema, hallado, visto },
			})),
		})
	}
