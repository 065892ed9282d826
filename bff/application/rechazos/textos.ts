import { sql } from 'kysely'
import type { Lectura } from '../ports.ts'

/** Un texto de SEP tal cual, con cuántos certificados lo llevan. Instantes de cuando salieron. */
type TextoDeSep = {
	readonly dijo: string
	readonly cuantos: number
	readonly abiertos: number
	readonly primero: string
	readonly ultimo: string
}

/** Cuántos textos distintos se miran, los más recientes: acota lo que una página cuesta. */
export const MAXIMO_DE_TEXTOS = 5000

const DIAS = 365

/** Desde cuándo se miran los rechazos: doce meses antes. */
export const ventanaDesde = (ahora: string): string =>
	new Date(Date.parse(ahora) - DIAS * 86_400_000).toISOString()

/** Los textos con que SEP ha rechazado desde un instante, del más reciente al más viejo. */
export const leerTextos = async (db: Lectura, desde: string): Promise<readonly TextoDeSep[]> => {
	const filas = await db
		.selectFrom('loteCertificado as c')
		.innerJoin('lote as l', 'l.id', 'c.loteId')
		.innerJoin('tramite as t', 't.id', 'c.tramiteId')
		// Literal y no parámetro: así se usa el índice de los rechazados.
		.where('c.estado', '=', sql.lit('rechazado'))
		.where('l.creado', '>=', desde)
		.groupBy('c.descripcion')
		.select((e) => [
			'c.descripcion as dijo',
			e.fn.countAll<number>().as('cuantos'),
			e.fn
				.sum<number>(
					e
						.case()
						.when(e.and([e('t.estado', '=', 'rechazado'), e('t.intento', '=', e.ref('c.intento'))]))
						.then(1)
						.else(0)
						.end(),
				)
				.as('abiertos'),
			e.fn.min(e.fn.coalesce('l.enviado', 'l.creado')).as('primero'),
			e.fn.max(e.fn.coalesce('l.enviado', 'l.creado')).as('ultimo'),
		])
		.orderBy('ultimo', 'desc')
		.orderBy('c.descripcion')
		.limit(MAXIMO_DE_TEXTOS)
		.execute()
	return filas.map(({ dijo, cuantos, abiertos, ...fechas }) => ({
		dijo: dijo ?? '',
		cuantos: Number(cuantos),
		abiertos: Number(abiertos),
		...fechas,
	}))
}
