import { enAmbito } from '../alcance.ts'
import { anotarVarias } from '../bitacora.ts'
import type { Azar, Base, Huella, Lectura, Reloj, Tx } from '../ports.ts'
import type { Actor } from '#core/domain/rol.ts'

export type DepsConfronta = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
}

/** Cada confronta encargada, en la bitácora y en su plantel. */
export const anotarEncargo = (
	tx: Tx,
	deps: Omit<DepsConfronta, 'base'>,
	autor: Actor,
	lugares: Awaited<ReturnType<typeof leerLugares>>,
): Promise<void> =>
	anotarVarias(
		tx,
		deps,
		[...lugares].map(([matricula, lugar]) => ({
			autor,
			acto: 'confrontar-renapo',
			objeto: `egresado:${matricula}`,
			...lugar,
		})),
	)

/** Dónde está cada matrícula, de las que esta persona alcanza. */
export const leerLugares = async (
	db: Lectura,
	matriculas: readonly string[],
	{ ambito }: Actor,
): Promise<ReadonlyMap<string, { readonly entidadId: string; readonly plantelId: string }>> => {
	if (matriculas.length === 0) return new Map()
	const filas = await db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.select(['e.matricula', 'e.plantelId', 'p.entidadId'])
		.where('e.matricula', 'in', matriculas)
		.where(enAmbito(ambito, { entidad: 'p.entidadId', plantel: 'e.plantelId' }))
		.execute()
	return new Map(
		filas.map(({ matricula, plantelId, entidadId }) => [matricula, { plantelId, entidadId }] as const),
	)
}
