import { encargadasVisibles } from './encargadas.ts'
import { encargarConfronta } from './encargar-confronta.ts'
import { enAmbito } from '../alcance.ts'
import { anotarVarias } from '../bitacora.ts'
import type { Azar, Base, Huella, Lectura, Reloj, Tx } from '../ports.ts'
import { frase, type Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
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
			await anotarEncargo(tx, deps, actor, lugares)
			return filas
		})
	}

/** Cuántas se vuelven a preguntar de un jalón; si hay más, se pide otra vez. */
const DE_UN_JALON = 5_000

/**
 * Vuelve a encargar, de un jalón, las que RENAPO dejó sin respuesta en el ámbito de quien lo pide y lo que se filtre (6 b).
 * Devuelve cuántas. Cada una queda en la bitácora.
 */
export const confrontarSinRespuesta =
	({ base, ...deps }: Deps) =>
	async ({
		actor,
		...filtros
	}: {
		readonly actor: Actor
		readonly entidad?: string | undefined
		readonly plantel?: string | undefined
		readonly generacion?: string | undefined
	}): Promise<Result<{ readonly encargadas: number }, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'confrontar-renapo')) {
			return rechazo('sin-permiso', { acto: 'confrontar-renapo', perfil: actor.perfil })
		}
		return base.enTransaccion(async (tx) => {
			const filas = await encargadasVisibles(tx, actor, filtros)
				.where('c.estado', '=', 'sin-respuesta')
				.select('c.matricula')
				.orderBy('c.matricula')
				.limit(DE_UN_JALON)
				.execute()
			const matriculas = filas.map(({ matricula }) => matricula)
			for (let i = 0; i < matriculas.length; i += TANDA) {
				const tanda = matriculas.slice(i, i + TANDA)
				await encargarConfronta(tx, deps, tanda)
				await anotarEncargo(tx, deps, actor, await leerLugares(tx, tanda, actor))
			}
			return ok({ encargadas: matriculas.length })
		})
	}

/** Cuántas se leen y anotan por consulta. */
const TANDA = 1_000

const anotarEncargo = (
	tx: Tx,
	deps: Omit<Deps, 'base'>,
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
