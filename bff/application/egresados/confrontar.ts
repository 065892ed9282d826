import { encargarConfronta } from './encargar-confronta.ts'
import { enAmbito } from '../alcance.ts'
import { anotarVarias } from '../bitacora.ts'
import type { Azar, Base, Huella, Lectura, Reloj } from '../ports.ts'
import { frase, type Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'

type Deps = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
}

/**
 * Pide confrontar con RENAPO las CURP de varias matrículas (6 b). La pregunta la hace un trabajo: aquí sólo se
 * encarga, y la respuesta aparece en los requisitos del egresado. Una respuesta por matrícula.
 */
export const confrontar =
	({ base, ...deps }: Deps) =>
	async (orden: {
		readonly actor: Actor
		readonly matriculas: readonly string[]
	}): Promise<ResultadoFila[]> => {
		const { actor } = orden
		const matriculas = [...new Set(orden.matriculas)].sort()
		return base.enTransaccion(async (tx) => {
			if (!tienePermiso(actor.perfil, 'confrontar-renapo')) {
				return matriculas.map((id) => negada(id, 'sin-permiso'))
			}
			const lugares = await leerLugares(tx, matriculas, actor)
			const permitidas: string[] = []
			const filas = matriculas.map((id): ResultadoFila => {
				const lugar = lugares.get(id)
				if (lugar === undefined) return negada(id, 'no-encontrado')
				permitidas.push(id)
				return { id, hecho: true }
			})
			await encargarConfronta(tx, deps, permitidas)
			await anotarVarias(
				tx,
				deps,
				permitidas.map((matricula) => ({
					autor: actor,
					acto: 'confrontar-renapo',
					objeto: `egresado:${matricula}`,
					...lugares.get(matricula),
				})),
			)
			return filas
		})
	}

const negada = (id: string, motivo: Motivo): ResultadoFila => ({
	id,
	hecho: false,
	motivo,
	frase: frase(motivo),
})

const leerLugares = async (
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
