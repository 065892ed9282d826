import * as v from 'valibot'
import { type CambioDeNombre, Partes } from '#core/contract/nombre.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import type { Lectura } from '../ports.ts'

/** Lo que la bitácora guarda de una confirmación: antes y después, y si fue con otros. */
const Detalle = v.object({
	antes: Partes,
	despues: Partes,
	editado: v.boolean(),
	enLote: v.optional(v.boolean(), false),
})

/** Las veces que se confirmó el nombre de una matrícula, en todos sus trámites, de la primera a la última (17). */
export const historiaDelNombre = async (db: Lectura, matricula: string): Promise<CambioDeNombre[]> => {
	const tramites = await db.selectFrom('tramite').select('id').where('matricula', '=', matricula).execute()
	if (tramites.length === 0) return []
	const renglones = await db
		.selectFrom('bitacora as b')
		.leftJoin('persona as p', 'p.id', 'b.quien')
		.where(
			'b.objeto',
			'in',
			tramites.map(({ id }) => `tramite:${id}`),
		)
		.where('b.acto', '=', 'confirmar-nombre')
		.orderBy('b.momento')
		.orderBy('b.id')
		.select(['b.momento', 'b.detalle', 'p.nombre', 'p.primerApellido', 'p.segundoApellido'])
		.execute()
	return renglones.map(({ momento, detalle, ...persona }) => ({
		momento,
		quien: nombreCompleto(persona) || 'Servicios Escolares',
		...v.parse(Detalle, JSON.parse(detalle)),
	}))
}
