import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { hojaDeAsiento } from '#core/registro/hoja-de-libro.ts'
import type { Base, Huella, PintarLibro } from '../ports.ts'
import { leerAsientos } from './asientos.ts'
import { elegirPlantel } from './elegir-plantel.ts'
import { leerPuntoDelLibro } from './punto.ts'

/** Más que esto es otro Libro: se imprime por fojas. */
const ASIENTOS_MAXIMOS = 5_000

/**
 * El PDF de una foja o de un volumen entero (8), con sus notas al margen, la huella de cada asiento y el punto de control
 * que lo ampara. Lo que no existe o no se alcanza es `no-encontrado`.
 */
export const imprimirLibro =
	(deps: { readonly base: Base; readonly huella: Huella; readonly pintarLibro: PintarLibro }) =>
	async (orden: {
		readonly actor: Actor
		readonly volumen: number
		readonly plantel?: string | undefined
		readonly foja?: number | undefined
	}): Promise<Result<{ readonly nombre: string; readonly bytes: Uint8Array }, Motivo>> => {
		const { db } = deps.base
		const elegido = await elegirPlantel(db, orden.actor, orden.plantel)
		if (!elegido.ok) return elegido
		const { plantel } = elegido.valor
		const { volumen, foja } = orden
		const donde = { plantelId: plantel.id, volumen, foja }
		if (foja === undefined && (await contarAsientos(deps.base, donde)) > ASIENTOS_MAXIMOS) {
			return rechazo('demasiado-grande', { maximo: `${ASIENTOS_MAXIMOS} asientos` })
		}
		const asientos = await leerAsientos(db, donde)
		if (asientos.length === 0) return rechazo('no-encontrado')
		const bytes = await deps.pintarLibro({
			plantel: plantel.nombre,
			volumen,
			asientos: asientos.map(({ fila, asiento }) => ({
				...asiento,
				foja: fila.foja,
				hoja: hojaDeAsiento(deps.huella, fila),
			})),
			punto: await leerPuntoDelLibro(db),
		})
		const deFoja = foja === undefined ? '' : `-foja-${foja}`
		return ok({ nombre: `libro-volumen-${volumen}${deFoja}.pdf`, bytes })
	}

const contarAsientos = async (
	{ db }: Base,
	{ plantelId, volumen }: { readonly plantelId: string; readonly volumen: number },
): Promise<number> => {
	const { cuantos } = await db
		.selectFrom('asiento')
		.select((e) => e.fn.countAll<number>().as('cuantos'))
		.where('plantelId', '=', plantelId)
		.where('volumen', '=', volumen)
		.executeTakeFirstOrThrow()
	return cuantos
}
