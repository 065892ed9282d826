import { sql } from 'kysely'
import type { Base } from '../application/ports.ts'
import type { ClaseTrabajo } from '../application/trabajos.ts'
import type { Instante } from '#core/domain/fecha.ts'

// Escritos y no como parámetros: con los índices parciales, SQLite volvería a preparar la consulta cada vez.
const PENDIENTE = sql.lit('pendiente' as const)
const EN_CURSO = sql.lit('en-curso' as const)

/** Un trabajo tomado por este proceso hasta `arriendoHasta`. */
export type Tomado = {
	readonly id: string
	readonly clase: ClaseTrabajo
	readonly clave: string
	readonly carga: string
	readonly intentos: number
	readonly arriendoHasta: string
}

/** Dónde queda el trabajo después de correr. */
export type Desenlace = {
	readonly estado: 'pendiente' | 'hecho' | 'fallido'
	readonly noAntes: Instante | null
	readonly intentos: number
	readonly razon: string | null
	readonly avisa: 'reintentar' | 'fallido' | null
}

/** Las clases, de las dadas, que tienen algo que ya toca. Sólo lee. */
export const clasesConTrabajo = async (
	{ db }: Base,
	clases: readonly ClaseTrabajo[],
	ahora: Instante,
): Promise<readonly ClaseTrabajo[]> => {
	if (clases.length === 0) return []
	const filas = await db
		.selectFrom('trabajo')
		.select('clase')
		.distinct()
		.where('clase', 'in', clases)
		.where((e) =>
			e.or([
				e.and([e('estado', '=', PENDIENTE), e('noAntes', '<=', ahora)]),
				e.and([e('estado', '=', EN_CURSO), e('arriendoHasta', '<', ahora)]),
			]),
		)
		.execute()
	return filas.map((fila) => fila.clase as ClaseTrabajo)
}

/**
 * Toma hasta `cuantos` que ya tocan: los pendientes cuya clave no corre en otro lado, y los que alguien tomó y dejó
 * vencer. El índice único `trabajo_en_curso` es quien garantiza que no corran dos.
 */
export const tomarTrabajos = (
	{ dialecto, enTransaccion }: Base,
	clase: ClaseTrabajo,
	cuantos: number,
	ahora: Instante,
	hasta: Instante,
): Promise<readonly Tomado[]> =>
	enTransaccion(async (tx) => {
		let candidatos = tx
			.selectFrom('trabajo as t')
			.select('t.id')
			.where('t.clase', '=', clase)
			.where((e) =>
				e.or([
					e.and([
						e('t.estado', '=', PENDIENTE),
						e('t.noAntes', '<=', ahora),
						e.not(
							e.exists(
								e
									.selectFrom('trabajo as c')
									.select('c.id')
									.where('c.clase', '=', clase)
									.whereRef('c.clave', '=', 't.clave')
									.where('c.estado', '=', EN_CURSO),
							),
						),
					]),
					e.and([e('t.estado', '=', EN_CURSO), e('t.arriendoHasta', '<', ahora)]),
				]),
			)
			.orderBy('t.noAntes')
			.orderBy('t.id')
			.limit(cuantos)
		if (dialecto === 'postgres') candidatos = candidatos.forUpdate().skipLocked()
		const ids = (await candidatos.execute()).map((fila) => fila.id)
		if (ids.length === 0) return []
		const filas = await tx
			.updateTable('trabajo')
			.set({ estado: 'en-curso', arriendoHasta: hasta, intentos: sql<number>`intentos + 1` })
			.where('id', 'in', ids)
			.returning(['id', 'clase', 'clave', 'carga', 'intentos'])
			.execute()
		return filas.map((fila) => ({ ...fila, clase: fila.clase as ClaseTrabajo, arriendoHasta: hasta }))
	})

/** Alarga el arriendo de un trabajo que sigue corriendo. Si ya lo tomó otro, no hace nada. */
export const renovarArriendo = async (
	{ enTransaccion }: Base,
	id: string,
	arriendo: { hasta: string },
	hasta: Instante,
): Promise<void> => {
	const { numUpdatedRows } = await enTransaccion((tx) =>
		tx
			.updateTable('trabajo')
			.set({ arriendoHasta: hasta })
			.where('id', '=', id)
			.where('estado', '=', EN_CURSO)
			.where('arriendoHasta', '=', arriendo.hasta)
			.executeTakeFirst(),
	)
	if (numUpdatedRows > 0n) arriendo.hasta = hasta
}

/**
 * Escribe el desenlace, sólo si el arriendo sigue siendo nuestro. Si debía volver a la fila y mientras corría se
 * encargó otro igual, ése lo releva.
 */
export const cerrarTrabajo = async (
	base: Base,
	tomado: Tomado,
	arriendo: { readonly hasta: string },
	desenlace: Desenlace,
	ahora: Instante,
): Promise<void> => {
	const cerrar = () => escribirDesenlace(base, tomado, arriendo, desenlace, ahora)
	// Encargaron otro igual entre la mirada y el cambio: al repetir ya se ve, y ése lo releva.
	await cerrar().catch((error: unknown) =>
		esLlaveRepetida(error) ? cerrar() : Promise.reject(error as Error),
	)
}

/** SQLite escribe de uno en uno y nunca choca aquí; PostgreSQL lo dice con 23505 (unique_violation). */
const esLlaveRepetida = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === '23505'

const escribirDesenlace = (
	{ enTransaccion }: Base,
	tomado: Tomado,
	arriendo: { readonly hasta: string },
	{ estado, noAntes, intentos, razon }: Desenlace,
	ahora: Instante,
): Promise<void> =>
	enTransaccion(async (tx) => {
		const relevo =
			estado === 'pendiente' &&
			(await tx
				.selectFrom('trabajo')
				.select('id')
				.where('clase', '=', tomado.clase)
				.where('clave', '=', tomado.clave)
				.where('estado', '=', PENDIENTE)
				.executeTakeFirst()) !== undefined
		const final = relevo ? 'hecho' : estado
		await tx
			.updateTable('trabajo')
			.set({
				estado: final,
				arriendoHasta: null,
				intentos,
				ultimoError: razon,
				terminado: final === 'pendiente' ? null : ahora,
				...(noAntes === null ? {} : { noAntes }),
			})
			.where('id', '=', tomado.id)
			.where('estado', '=', EN_CURSO)
			.where('arriendoHasta', '=', arriendo.hasta)
			.execute()
	})
