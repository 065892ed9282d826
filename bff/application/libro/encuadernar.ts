import {
	colocar,
	type Encuadernacion,
	primerTramo,
	siguienteQueAbre,
	type TramoDelLibro,
} from '#core/domain/libro.ts'
import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import type { Lectura, Reloj, Tx } from '../ports.ts'

/** Los tramos del Libro de un plantel, en orden. Un Libro sin asientos no tiene ninguno. */
export const leerTramos = (db: Lectura, plantelId: string): Promise<TramoDelLibro[]> =>
	tramosDe(db, plantelId).orderBy('desdeNumero').execute()

/** Cómo abriría hoy un volumen un plantel de esa entidad. */
export const leerEncuadernacion = async (db: Lectura, entidadId: string): Promise<Encuadernacion> => ({
	asientosPorFoja: await leerAjuste(db, 'libro-asientos-por-foja', entidadId),
	fojasPorVolumen: await leerAjuste(db, 'libro-fojas-por-volumen', entidadId),
})

/**
 * Los tramos en que caen los asientos del `primero` al `ultimo`, que se están dando (8). Al abrir un volumen se mira el
 * ajuste de la entidad: si ya es otro, ahí empieza un tramo; dentro de un volumen la encuadernación no cambia. Quien llama
 * tiene el candado del plantel.
 */
export const encuadernar = async (
	tx: Tx,
	deps: { readonly reloj: Reloj },
	libro: {
		readonly plantelId: string
		readonly entidadId: string
		readonly primero: number
		readonly ultimo: number
	},
): Promise<readonly TramoDelLibro[]> => {
	const { plantelId, entidadId, primero, ultimo } = libro
	const vigente = await tramosDe(tx, plantelId).orderBy('desdeNumero', 'desc').limit(1).executeTakeFirst()
	// El volumen con que empieza el tramo ya se abrió.
	const abre = vigente ? siguienteQueAbre(Math.max(primero, vigente.desdeNumero + 1), vigente) : primero
	if (vigente && abre > ultimo) return [vigente]
	const ahora = await leerEncuadernacion(tx, entidadId)
	if (vigente && igual(vigente, ahora)) return [vigente]
	const nuevo = vigente
		? { ...ahora, desdeNumero: abre, volumen: colocar(abre, vigente).volumen }
		: primerTramo(ahora)
	await tx
		.insertInto('encuadernacion')
		.values({ plantelId, ...nuevo, momento: deps.reloj() })
		.execute()
	return vigente ? [vigente, nuevo] : [nuevo]
}

const igual = (una: Encuadernacion, otra: Encuadernacion): boolean =>
	una.asientosPorFoja === otra.asientosPorFoja && una.fojasPorVolumen === otra.fojasPorVolumen

const tramosDe = (db: Lectura, plantelId: string) =>
	db
		.selectFrom('encuadernacion')
		.select(['desdeNumero', 'volumen', 'asientosPorFoja', 'fojasPorVolumen'])
		.where('plantelId', '=', plantelId)
