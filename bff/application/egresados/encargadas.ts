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

/** Cuántas son, de lo que se alcanza y se filtra. Sale de las cuentas ya llevadas: una generación entera cuesta lo que una. */
export const contarEncargadas = async (
	db: Lectura,
	{ ambito }: Actor,
	{ entidad, plantel, generacion }: ConsultaTablero,
): Promise<Tablero['renapo']> => {
	let consulta = db.selectFrom('tableroConfronta as c').innerJoin('plantel as p', 'p.id', 'c.plantelId')
	if (ambito.tipo !== 'nacional') consulta = consulta.where('p.entidadId', '=', ambito.entidadId)
	if (ambito.tipo === 'plantel') consulta = consulta.where('p.id', '=', ambito.plantelId)
	if (entidad) consulta = consulta.where('p.entidadId', '=', entidad)
	if (plantel) consulta = consulta.where('p.id', '=', plantel)
	if (generacion) consulta = consulta.where('c.generacion', '=', generacion)
	const suma = await consulta
		.select(({ fn }) => [
			fn.sum<number | null>('c.porPreguntar').as('porPreguntar'),
			fn.sum<number | null>('c.sinRespuesta').as('sinRespuesta'),
		])
		.executeTakeFirstOrThrow()
	return { porPreguntar: Number(suma.porPreguntar ?? 0), sinRespuesta: Number(suma.sinRespuesta ?? 0) }
}
