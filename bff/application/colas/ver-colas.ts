import { sql } from 'kysely'
import type { Motivo } from '#core/contract/motivo.ts'
import type { Colas } from '#core/contract/trabajo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import type { Base, Lectura, Reloj } from '../ports.ts'

/** Cuántos detenidos se enseñan; los demás sólo se cuentan. */
const DETENIDOS = 100

/** Con lo hecho no se topa: literal y no parámetro, para que las dos bases usen el índice de lo vivo. */
const VIVO = sql<boolean>`estado <> 'hecho'`

/**
 * Cómo van los trabajos y los servicios de afuera (10: integraciones y salud). Cuesta por lo que está vivo y no por lo que
 * ya se hizo; de afuera se dice lo que se sabe por lo que se les pidió.
 */
export const verColas =
	({ base: { db }, reloj }: { readonly base: Base; readonly reloj: Reloj }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<Colas, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-trabajos')) return rechazo('sin-permiso', { acto: 'ver-trabajos' })
		const ahora = reloj()
		return ok({
			ahora,
			servicios: await db.selectFrom('servicio').selectAll().orderBy('nombre').execute(),
			colas: await leerColas(db, ahora),
			detenidos: await leerDetenidos(db, ahora),
			puedeReintentar: tienePermiso(actor.perfil, 'reintentar-trabajos'),
		})
	}

const leerColas = async (db: Lectura, ahora: string): Promise<Colas['colas']> => {
	const filas = await db
		.selectFrom('trabajo')
		.where(VIVO)
		.groupBy(['clase', 'estado'])
		.select((e) => [
			'clase',
			'estado',
			e.fn.countAll<number>().as('cuantos'),
			sql<number>`sum(case when ultimo_error is null then 0 else 1 end)`.as('conError'),
			sql<number>`sum(case when arriendo_hasta < ${ahora} then 1 else 0 end)`.as('vencidos'),
			sql<string | null>`min(case when no_antes <= ${ahora} then no_antes end)`.as('esperaDesde'),
			sql<string | null>`min(case when no_antes > ${ahora} then no_antes end)`.as('siguiente'),
		])
		.execute()
	const errores = await ultimosErrores(db)
	return [...new Set(filas.map(({ clase }) => clase))].sort().map((clase) => {
		const de = (estado: string) => filas.find((fila) => fila.clase === clase && fila.estado === estado)
		const pendientes = de('pendiente')
		return {
			clase,
			pendientes: Number(pendientes?.cuantos ?? 0),
			enCurso: Number(de('en-curso')?.cuantos ?? 0),
			fallidos: Number(de('fallido')?.cuantos ?? 0),
			atorados: Number(de('en-curso')?.vencidos ?? 0),
			conError: Number(pendientes?.conError ?? 0),
			esperaDesde: pendientes?.esperaDesde ?? null,
			siguiente: pendientes?.siguiente ?? null,
			ultimoError: errores.get(clase) ?? null,
		}
	})
}

/** El error más reciente de cada clase, entre lo que sigue vivo. */
const ultimosErrores = async (db: Lectura): Promise<ReadonlyMap<string, string>> => {
	const filas = await db
		.selectFrom('trabajo as t')
		.innerJoin(
			(e) =>
				e
					.selectFrom('trabajo')
					.where(VIVO)
					.where('ultimoError', 'is not', null)
					.groupBy('clase')
					.select((x) => ['clase', x.fn.max('noAntes').as('noAntes')])
					.as('u'),
			(u) => u.onRef('u.clase', '=', 't.clase').onRef('u.noAntes', '=', 't.noAntes'),
		)
		.where(sql<boolean>`t.estado <> 'hecho'`)
		.where('t.ultimoError', 'is not', null)
		.select(['t.clase', 't.ultimoError'])
		.limit(500)
		.execute()
	return new Map(filas.map(({ clase, ultimoError }) => [clase, sinPersonales(ultimoError ?? '')]))
}

const leerDetenidos = async (db: Lectura, ahora: string): Promise<Colas['detenidos']> => {
	const filas = await db
		.selectFrom('trabajo')
		.where(VIVO)
		.where((e) =>
			e.or([
				e('estado', '=', 'fallido'),
				e.and([e('estado', '=', 'en-curso'), e('arriendoHasta', '<', ahora)]),
			]),
		)
		.select(['id', 'clase', 'estado', 'intentos', 'creado', 'terminado', 'arriendoHasta', 'ultimoError'])
		.orderBy('noAntes', 'desc')
		.orderBy('id')
		.limit(DETENIDOS)
		.execute()
	return filas.map(({ id, clase, estado, intentos, creado, terminado, arriendoHasta, ultimoError }) => ({
		...{ id, clase, intentos, creado },
		que: estado === 'fallido' ? 'fallido' : 'atorado',
		desde: terminado ?? arriendoHasta ?? creado,
		razon: ultimoError === null ? null : sinPersonales(ultimoError),
	}))
}

/** La razón ya no debe traer nada de nadie; si algo de afuera se coló (una CURP, un correo), aquí se tapa. */
const sinPersonales = (razon: string): string =>
	razon.slice(0, 500).replace(/\b[A-Z]{4}\d{6}[A-Z\d]{8}\b|[^\s@]{1,64}@[^\s@]{1,255}/g, '*')
