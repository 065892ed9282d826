import type { OpcionesDeFiltro } from '#core/contract/egresado.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { enAmbito } from '../alcance.ts'
import { plantelesVisibles } from '../folios/planteles-visibles.ts'
import type { Base } from '../ports.ts'

/** Por qué se puede filtrar la lista (5–7), en el ámbito de quien pregunta: lo ajeno no se ofrece. */
export const leerOpciones =
	({ base: { db } }: { readonly base: Base }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<OpcionesDeFiltro, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-egresados')) return rechazo('sin-permiso', { acto: 'ver-egresados' })
		const planteles = await plantelesVisibles(db, actor.ambito)
		const ids = new Set(planteles.map(({ entidadId }) => entidadId))
		const entidades = await db.selectFrom('entidad').select(['id', 'nombre']).orderBy('nombre').execute()
		const carreras = await db
			.selectFrom('planEstudios')
			.select('carrera')
			.distinct()
			.orderBy('carrera')
			.execute()
		const generaciones = await db
			.selectFrom('tableroPlantel as c')
			.innerJoin('plantel as p', 'p.id', 'c.plantelId')
			.where(enAmbito(actor.ambito, { entidad: 'p.entidadId', plantel: 'p.id' }))
			.select('c.generacion')
			.groupBy('c.generacion')
			.having((e) => e(e.fn.sum<number>('c.cuantos'), '<>', 0))
			.orderBy('c.generacion', 'desc')
			.execute()
		return ok({
			entidades: entidades.filter(({ id }) => ids.has(id)),
			planteles: planteles.map(({ id, nombre, entidadId }) => ({ id, nombre, entidadId })),
			carreras: carreras.map(({ carrera }) => carrera),
			generaciones: generaciones.map(({ generacion }) => generacion),
		})
	}
