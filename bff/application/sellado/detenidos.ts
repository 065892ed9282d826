import { expressionBuilder, type Expression, type SqlBool } from 'kysely'
import type { Lectura } from '../ports.ts'
import type { Tablas } from '../tablas.ts'
import type { TablaTramite } from '../tablas/tramites.ts'

/*
 * Un trámite está detenido si un sello de su intento en curso se puso con un certificado que ya estaba revocado (16). No
 * es un estado: se lee del registro, y deja de estarlo cuando se devuelve y se sella otra vez, en otro intento.
 */

/** Condición de una consulta en la que el trámite es `t`. */
export const detenido = (): Expression<SqlBool> => {
	const e = expressionBuilder<Tablas & { t: TablaTramite }, 't'>()
	return e.exists(
		e
			.selectFrom('revocacionComprobada as rc')
			.select('rc.tramiteId')
			.whereRef('rc.tramiteId', '=', 't.id')
			.whereRef('rc.intento', '=', 't.intento')
			.where('rc.resultado', '=', 'revocado-antes'),
	)
}

/**
 * De esos trámites, los detenidos. Dentro de una transacción, llámese con el candado de los trámites ya tomado: quien
 * anota una revocación toma el mismo, y así ninguno se le escapa al otro.
 */
export const losDetenidos = async (
	db: Lectura,
	tramites: readonly string[],
): Promise<ReadonlySet<string>> => {
	if (tramites.length === 0) return new Set()
	const filas = await db
		.selectFrom('tramite as t')
		.select('t.id')
		.where('t.id', 'in', tramites)
		.where(detenido())
		.execute()
	return new Set(filas.map(({ id }) => id))
}
