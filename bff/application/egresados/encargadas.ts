import { sql } from 'kysely'
import type { ConsultaTablero, Tablero } from '#core/contract/egresado.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { Lectura } from '../ports.ts'
import { anotadosVisibles } from './visibles.ts'

/**
 * Las confrontas encargadas que RENAPO no ha contestado (6 b), de lo que se alcanza y se filtra. Parte de ellas, que son
 * pocas, y no de los egresados.
 */
export const encargadasVisibles = (db: Lectura, { ambito }: Actor, filtros: ConsultaTablero) =>
	db.selectFrom('confrontaEncargada as c').where(({ exists }) =>
		exists(
			anotadosVisibles(db, ambito, filtros)
				.select('v.matricula')
				.where(sql<boolean>`v.matricula = c.matricula`),
		),
	)

export const contarEncargadas = async (
	db: Lectura,
	actor: Actor,
	filtros: ConsultaTablero,
): Promise<Tablero['renapo']> => {
	const cuentas = await encargadasVisibles(db, actor, filtros)
		.groupBy('c.estado')
		.select((e) => ['c.estado', e.fn.countAll<number>().as('cuantas')])
		.execute()
	const de = (estado: string) => Number(cuentas.find((una) => una.estado === estado)?.cuantas ?? 0)
	return { porPreguntar: de('por-preguntar'), sinRespuesta: de('sin-respuesta') }
}
