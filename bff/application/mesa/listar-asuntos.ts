import { sql } from 'kysely'
import type { Asuntos, ConsultaAsuntos, CuentaAsuntos } from '#core/contract/mesa/asunto.ts'
import {
	ACTO_DE_ATENDER,
	CLASES_DE_ASUNTO,
	type EstadoAsunto,
	POR_ATENDER,
} from '#core/domain/mesa/asunto.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import type { Base } from '../ports.ts'
import { asuntosVisibles } from './renglones.ts'

const POR_PAGINA = 50

const ESTADOS: Record<ConsultaAsuntos['ver'], readonly EstadoAsunto[] | null> = {
	'por-atender': POR_ATENDER,
	contestados: ['contestado'],
	cerrados: ['cerrado'],
	todos: null,
}

/** Los asuntos que quien pregunta alcanza (10, 15, 23), por lo último que pasó en ellos. */
export const listarAsuntos =
	({ base: { db } }: { readonly base: Base }) =>
	async ({
		actor,
		ver,
		clase,
		busca = '',
		pagina,
	}: ConsultaAsuntos & { readonly actor: Actor }): Promise<Result<Asuntos, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-mesa')) return rechazo('sin-permiso', { acto: 'ver-mesa' })
		let visibles = asuntosVisibles(db, actor)
		const estados = ESTADOS[ver]
		if (estados) visibles = visibles.where('a.estado', 'in', estados)
		if (clase) visibles = visibles.where('a.clase', '=', clase)
		for (const palabra of busca.toLowerCase().split(/\s+/).filter(Boolean)) {
			const patron = `%${palabra.replace(/[!%_]/g, '!$&')}%`
			visibles = visibles.where(sql<boolean>`lower(a.titulo) like ${patron} escape '!'`)
		}
		const { total } = await visibles
			.select((e) => e.fn.countAll<number>().as('total'))
			.executeTakeFirstOrThrow()
		const filas = await visibles
			.innerJoin('entidad as e', 'e.id', 'a.entidadId')
			.leftJoin('plantel as p', 'p.id', 'a.plantelId')
			.innerJoin('persona as ab', 'ab.id', 'a.abreId')
			.leftJoin('persona as s', 's.id', 'a.asignadoId')
			.select(['a.id', 'a.clase', 'a.titulo', 'a.estado', 'a.creado', 'a.actualizado'])
			.select(['e.nombre as entidad', 'p.nombre as plantel'])
			.select(['ab.nombre', 'ab.primerApellido', 'ab.segundoApellido'])
			.select(['s.nombre as sNombre', 's.primerApellido as sPrimero', 's.segundoApellido as sSegundo'])
			.orderBy('a.actualizado', 'desc')
			.orderBy('a.id', 'desc')
			.limit(POR_PAGINA)
			.offset((pagina - 1) * POR_PAGINA)
			.execute()
		return ok({
			total: Number(total),
			pagina,
			porPagina: POR_PAGINA,
			filas: filas.map(({ entidad, plantel, sNombre, sPrimero, sSegundo, ...fila }) => ({
				...{ id: fila.id, clase: fila.clase, titulo: fila.titulo, estado: fila.estado },
				lugar: plantel ?? entidad,
				abrio: nombreCompleto(fila),
				asignado: sNombre
					? nombreCompleto({ nombre: sNombre, primerApellido: sPrimero, segundoApellido: sSegundo })
					: null,
				...{ creado: fila.creado, actualizado: fila.actualizado },
			})),
		})
	}

/** Cuántos asuntos esperan a quien los atiende; a quien no atiende ninguno, cero. */
export const contarAsuntos =
	({ base: { db } }: { readonly base: Base }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<CuentaAsuntos, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-mesa')) return rechazo('sin-permiso', { acto: 'ver-mesa' })
		const atiende = CLASES_DE_ASUNTO.some((clase) => tienePermiso(actor.perfil, ACTO_DE_ATENDER[clase]))
		if (!atiende) return ok({ porAtender: 0 })
		const { n } = await asuntosVisibles(db, actor)
			.where('a.estado', 'in', POR_ATENDER)
			.select((e) => e.fn.countAll<number>().as('n'))
			.executeTakeFirstOrThrow()
		return ok({ porAtender: Number(n) })
	}
