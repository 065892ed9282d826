import type { Motivo } from '#core/contract/motivo.ts'
import type { FojaLibro } from '#core/contract/tramite.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede, tienePermiso } from '#core/domain/rol.ts'
import { leerEncuadernacion, leerTramos } from '../libro/encuadernar.ts'
import type { Base, Lectura } from '../ports.ts'
import { plantelesVisibles } from './planteles-visibles.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

/**
 * Una foja del Libro Electrónico de un plantel (8), con sus notas marginales: la pedida o, si no se pide, la última
 * escrita. Sin plantel, el primero que alcanza quien pregunta. Una foja que todavía no existe es `no-encontrado`.
 */
export const verLibro =
	(deps: { readonly base: Base }) =>
	async (orden: {
		readonly actor: Actor
		readonly plantel?: string | undefined
		readonly volumen?: number | undefined
		readonly foja?: number | undefined
	}): Promise<Result<FojaLibro, Motivo>> => {
		if (!tienePermiso(orden.actor.perfil, 'ver-libro')) return rechazo('sin-permiso', { acto: 'ver-libro' })
		const { db } = deps.base
		const planteles = await plantelesVisibles(db, orden.actor.ambito)
		const plantel = orden.plantel === undefined ? planteles[0] : await leerPlantel(db, orden.plantel)
		if (!plantel) return rechazo('no-encontrado')
		const permiso = puede(orden.actor, 'ver-libro', { entidadId: plantel.entidadId, plantelId: plantel.id })
		if (!permiso.ok) return permiso
		const ultimo = await leerUltimo(db, plantel.id)
		const fojasPorVolumen = await leerFojas(db, plantel, ultimo.volumen)
		const volumen = orden.volumen ?? ultimo.volumen
		const foja = orden.foja ?? (volumen === ultimo.volumen ? ultimo.foja : 1)
		const existe =
			volumen < ultimo.volumen
				? foja <= (fojasPorVolumen[volumen - 1] ?? 0)
				: volumen === ultimo.volumen && foja <= ultimo.foja
		if (!existe) return rechazo('no-encontrado')
		return ok({
			plantel: { id: plantel.id, nombre: plantel.nombre },
			planteles: planteles.map(({ id, nombre }) => ({ id, nombre })),
			volumen,
			foja,
			ultimoVolumen: ultimo.volumen,
			ultimaFoja: ultimo.foja,
			fojasPorVolumen,
			asientos: await leerAsientos(db, plantel.id, volumen, foja),
		})
	}

const leerPlantel = (db: Lectura, id: string) =>
	db.selectFrom('plantel').select(['id', 'nombre', 'entidadId']).where('id', '=', id).executeTakeFirst()

/** Cuántas fojas lleva cada volumen, del primero al último: lo dice la encuadernación con que se abrió (8). */
const leerFojas = async (
	db: Lectura,
	plantel: { readonly id: string; readonly entidadId: string },
	ultimo: number,
): Promise<number[]> => {
	const tramos = await leerTramos(db, plantel.id)
	if (tramos.length === 0) return [(await leerEncuadernacion(db, plantel.entidadId)).fojasPorVolumen]
	return Array.from(
		{ length: ultimo },
		(_, i) => tramos.findLast((tramo) => tramo.volumen <= i + 1)?.fojasPorVolumen ?? 0,
	)
}

/** Dónde quedó el último asiento; un Libro sin asientos está abierto en su primera foja. */
const leerUltimo = async (db: Lectura, plantelId: string): Promise<{ volumen: number; foja: number }> =>
	(await db
		.selectFrom('asiento')
		.select(['volumen', 'foja'])
		.where('plantelId', '=', plantelId)
		.orderBy('numero', 'desc')
		.limit(1)
		.executeTakeFirst()) ?? { volumen: 1, foja: 1 }

const leerAsientos = async (
	db: Lectura,
	plantelId: string,
	volumen: number,
	foja: number,
): Promise<FojaLibro['asientos']> => {
	const filas = await db
		.selectFrom('asiento as a')
		.innerJoin('tramite as t', 't.id', 'a.tramiteId')
		.innerJoin('egresado as e', 'e.matricula', 'a.matricula')
		.select(['a.renglon', 'a.folio', 'a.cuv', 'a.matricula', 'a.fecha'])
		.select(['t.nombre', 't.primerApellido', 't.segundoApellido'])
		.select([
			'e.nombre as saeNombre',
			'e.primerApellido as saePrimerApellido',
			'e.segundoApellido as saeSegundoApellido',
		])
		.where('a.plantelId', '=', plantelId)
		.where('a.volumen', '=', volumen)
		.where('a.foja', '=', foja)
		.orderBy('a.renglon')
		.execute()
	const notas = await leerNotas(
		db,
		filas.map((fila) => fila.folio),
	)
	return filas.map((fila) => ({
		renglon: fila.renglon,
		folio: fila.folio,
		cuv: fila.cuv,
		matricula: fila.matricula,
		// El nombre confirmado (17) o, mientras no lo hay, el de SAE tal cual.
		nombre: nombreCompleto(
			fila.nombre === null
				? {
						nombre: fila.saeNombre,
						primerApellido: fila.saePrimerApellido,
						segundoApellido: fila.saeSegundoApellido,
					}
				: fila,
		),
		fecha: fila.fecha,
		notas: notas.get(fila.folio) ?? [],
	}))
}

const leerNotas = async (db: Lectura, folios: readonly string[]): Promise<ReadonlyMap<string, string[]>> => {
	const porFolio = new Map<string, string[]>()
	if (folios.length === 0) return porFolio
	const notas = await db
		.selectFrom('notaMarginal')
		.select(['folio', 'texto'])
		.where('folio', 'in', folios)
		.orderBy('momento')
		.orderBy('id')
		.execute()
	for (const { folio, texto } of notas) porFolio.set(folio, [...(porFolio.get(folio) ?? []), texto])
	return porFolio
}
