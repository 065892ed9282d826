import type { Motivo } from '#core/contract/motivo.ts'
import type { FojaLibro } from '#core/contract/libro.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { leerAsientos } from '../libro/asientos.ts'
import { elegirPlantel, nombrePropio } from '../libro/elegir-plantel.ts'
import { leerEncuadernacion, leerTramos } from '../libro/encuadernar.ts'
import { leerPuntoDelLibro } from '../libro/punto.ts'
import type { Base, Lectura } from '../ports.ts'

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
		const { db } = deps.base
		const elegido = await elegirPlantel(db, orden.actor, orden.plantel)
		if (!elegido.ok) return elegido
		const { plantel, planteles } = elegido.valor
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
			plantel: nombrePropio(plantel),
			planteles: planteles.map(nombrePropio),
			volumen,
			foja,
			ultimoVolumen: ultimo.volumen,
			ultimaFoja: ultimo.foja,
			fojasPorVolumen,
			asientos: (await leerAsientos(db, { plantelId: plantel.id, volumen, foja })).map(
				({ asiento }) => asiento,
			),
			punto: await leerPuntoDelLibro(db),
		})
	}

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
