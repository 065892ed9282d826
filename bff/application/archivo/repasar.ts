import { sql } from 'kysely'
import { anotar } from '../bitacora.ts'
import {
	AlmacenNoDisponible,
	ArchivoDanado,
	type Almacen,
	type Azar,
	type Base,
	type Huella,
	type Reloj,
} from '../ports.ts'
import type { TablaArchivoHallazgo } from '../tablas/archivo.ts'
import {
	cuantosSeRepasan,
	SE_REPASAN,
	siguientes,
	sigueNombrado,
	type ClaveDeFuente,
	type Nombrado,
} from './nombrados.ts'
import { avanzarTarea, empezarTarea, leerTarea } from './tarea.ts'

export type DepsRepasar = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly almacen: Pick<Almacen, 'leer'>
}

export type Avance = {
	/** Si con esta tanda acabó la vuelta. */
	readonly termino: boolean
	readonly vistos: number
	readonly total: number
	/** Archivos con problema hallados en la vuelta. */
	readonly hallazgos: number
}

type Cursor = { readonly fuente: ClaveDeFuente; readonly renglon: string }

/** Cuántos se releen de una vez; en memoria nunca hay más que uno. */
const POR_TANDA = 200

/**
 * Repasa (14) la siguiente tanda: relee cada archivo que un renglón nombra y lo compara con su huella y su tamaño. Lo
 * dañado o faltante queda anotado; lo que volvió a leerse bien, resuelto. El avance se guarda al final de cada tanda: si el
 * proceso muere, se repite una. Lanza `AlmacenNoDisponible` sin dar nada por dañado.
 */
export const repasarTanda =
	(deps: DepsRepasar) =>
	async (cuantos = POR_TANDA): Promise<Avance> => {
		const { db } = deps.base
		let tarea = await leerTarea(db, 'repasar')
		if (tarea === undefined || tarea.terminada !== null) {
			await empezarTarea(deps, 'repasar', await cuantosSeRepasan(db))
			tarea = await leerTarea(db, 'repasar')
		}
		if (tarea === undefined) throw new Error('La tarea del repaso no quedó anotada.')
		const cursor: Cursor =
			tarea.cursor === null
				? { fuente: SE_REPASAN[0] ?? 'archivo', renglon: '' }
				: (JSON.parse(tarea.cursor) as Cursor)
		const tanda = await siguientes(db, cursor.fuente, cursor.renglon, cuantos)
		let hallazgos = 0
		try {
			for (const nombrado of tanda) {
				if (await repasarUno(deps, cursor.fuente, nombrado)) hallazgos += 1
			}
		} catch (error) {
			if (error instanceof AlmacenNoDisponible) {
				await avanzarTarea(deps, 'repasar', { error: error.message })
			}
			throw error
		}
		const sigue = cursorQueSigue(cursor, tanda, cuantos)
		const avance = { vistos: tarea.vistos + tanda.length, hechos: tarea.hechos + hallazgos }
		await avanzarTarea(deps, 'repasar', {
			...avance,
			cursor: sigue === null ? null : JSON.stringify(sigue),
			terminada: sigue === null ? deps.reloj() : null,
			error: null,
		})
		return {
			termino: sigue === null,
			vistos: avance.vistos,
			total: Math.max(tarea.total ?? 0, avance.vistos),
			hallazgos: avance.hechos,
		}
	}

const cursorQueSigue = ({ fuente }: Cursor, tanda: readonly Nombrado[], cuantos: number): Cursor | null => {
	const ultimo = tanda.at(-1)
	if (ultimo !== undefined && tanda.length === cuantos) return { fuente, renglon: ultimo.renglon }
	const otra = SE_REPASAN[SE_REPASAN.indexOf(fuente) + 1]
	return otra === undefined ? null : { fuente: otra, renglon: '' }
}

/** Relee uno; dice si tiene problema. */
const repasarUno = async (deps: DepsRepasar, fuente: ClaveDeFuente, nombrado: Nombrado): Promise<boolean> => {
	const problema = await problemaDe(deps.almacen, nombrado)
	const abierto = await deps.base.db
		.selectFrom('archivoHallazgo')
		.select('id')
		.where('fuente', '=', fuente)
		.where('renglon', '=', nombrado.renglon)
		.where('resuelto', 'is', null)
		.executeTakeFirst()
	if (problema === null) {
		if (abierto !== undefined) await resolver(deps, abierto.id)
		return false
	}
	// Entre listarlo y leerlo pudieron borrarlo, con su renglón.
	if (!(await sigueNombrado(deps.base.db, fuente, nombrado))) return false
	await anotarHallazgo(deps, fuente, nombrado, problema)
	return true
}

const problemaDe = async (
	almacen: DepsRepasar['almacen'],
	{ sha256, bytes }: Nombrado,
): Promise<TablaArchivoHallazgo['problema'] | null> => {
	try {
		const { length } = await almacen.leer(sha256)
		return bytes === null || Number(bytes) === length ? null : 'tamano'
	} catch (error) {
		if (error instanceof ArchivoDanado) return error.problema
		throw error
	}
}

const resolver = async ({ base, reloj }: DepsRepasar, id: string): Promise<void> => {
	await base.db.updateTable('archivoHallazgo').set({ resuelto: reloj() }).where('id', '=', id).execute()
}

/** El que ya estaba sólo se ve otra vez; del nuevo queda, además, constancia en la bitácora. */
const anotarHallazgo = (
	deps: DepsRepasar,
	fuente: ClaveDeFuente,
	{ renglon, sha256, tramiteId, clase }: Nombrado,
	problema: TablaArchivoHallazgo['problema'],
): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		const ahora = deps.reloj()
		const id = deps.azar.id()
		const puesto = await tx
			.insertInto('archivoHallazgo')
			.values({
				...{ id, fuente, renglon, sha256, tramiteId, clase, problema },
				...{ hallado: ahora, visto: ahora, resuelto: null },
			})
			.onConflict((conflicto) =>
				conflicto
					.columns(['fuente', 'renglon'])
					.where('resuelto', 'is', sql.lit(null))
					.doUpdateSet({ visto: ahora, problema, sha256 }),
			)
			.returning('id')
			.executeTakeFirstOrThrow()
		if (puesto.id !== id) return
		const lugar =
			tramiteId === null
				? undefined
				: await tx
						.selectFrom('tramite')
						.select(['entidadId', 'plantelId'])
						.where('id', '=', tramiteId)
						.executeTakeFirst()
		await anotar(tx, deps, {
			autor: { sistema: 'repasar-archivo' },
			acto: 'hallar-danado',
			objeto: tramiteId === null ? `${fuente}:${renglon}` : `tramite:${tramiteId}`,
			...lugar,
			detalle: { clase, problema, sha256 },
		})
	})
