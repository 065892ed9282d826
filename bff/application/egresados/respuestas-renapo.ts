import { anotarVarias } from '../bitacora.ts'
import type { Azar, Base, ConfrontarCurp, Huella, Lectura, Reloj, Tx } from '../ports.ts'
import { huellaDeDatos, type DatosConfrontados } from './datos-confrontados.ts'
import { refrescarEvaluacion } from './evaluar.ts'

export type PorPreguntar = DatosConfrontados & {
	readonly matricula: string
	readonly plantelId: string
	readonly entidadId: string
}
export type Contestada = {
	readonly egresado: PorPreguntar
	readonly respuesta: Awaited<ReturnType<ConfrontarCurp>>
}

type Encargo = {
	readonly matriculas: readonly string[]
	/** Lo contestado después de este momento no se pregunta otra vez. */
	readonly desde: string
	/** Un «coincide» de antes de este momento ya venció; null si no vencen. */
	readonly vencidoAntesDe: string | null
}

/** De las encargadas, las que hay que preguntar: lo ya contestado de estos mismos datos y vigente no se repite. */
export const leerPorPreguntar = async (
	db: Lectura,
	huella: Huella,
	{ matriculas, desde, vencidoAntesDe }: Encargo,
): Promise<readonly PorPreguntar[]> => {
	if (matriculas.length === 0) return []
	const filas = await db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.leftJoin('confrontaRenapo as r', (union) =>
			union.onRef('r.curp', '=', 'e.curp').onRef('r.plantelId', '=', 'e.plantelId'),
		)
		.where('e.matricula', 'in', matriculas)
		.select(['e.matricula', 'e.plantelId', 'p.entidadId', 'e.curp', 'e.nombre', 'e.primerApellido'])
		.select(['e.segundoApellido', 'e.fechaNacimiento', 'e.sexo', 'e.entidadNacimiento'])
		.select(['r.resultado', 'r.huellaDatos', 'r.momento'])
		.orderBy('e.matricula')
		.execute()
	return filas.filter(
		(fila) =>
			fila.huellaDatos !== huellaDeDatos(huella, fila) ||
			fila.resultado === 'no-disponible' ||
			(fila.resultado !== 'coincide' && (fila.momento ?? '') < desde) ||
			(vencidoAntesDe !== null && (fila.momento ?? '') < vencidoAntesDe),
	)
}

/** Las que no hace falta preguntar dejan de estar por contestar. */
export const darPorContestadas = async (
	{ enTransaccion }: Base,
	matriculas: readonly string[],
): Promise<void> => {
	if (matriculas.length === 0) return
	await enTransaccion((tx) =>
		tx.deleteFrom('confrontaEncargada').where('matricula', 'in', matriculas).execute(),
	)
}

/**
 * Guarda lo que RENAPO contestó, con la huella de lo que se preguntó y la fecha. Que RENAPO no esté no borra lo que ya
 * había dicho de estos mismos datos.
 */
export const guardarRespuestas = (
	deps: { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella },
	tanda: readonly Contestada[],
): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		const momento = deps.reloj()
		// En orden de CURP: dos trabajos que guardan a la vez toman los renglones en el mismo.
		for (const { egresado, respuesta } of tanda.toSorted((a, b) =>
			a.egresado.curp < b.egresado.curp ? -1 : 1,
		)) {
			await guardarUna(tx, deps.huella, { egresado, respuesta }, momento)
		}
		await refrescarEvaluacion(tx, deps, await conEstasCurp(tx, tanda))
		await seguirEncargadas(tx, tanda, momento)
		await anotarVarias(
			tx,
			deps,
			tanda.map(({ egresado, respuesta }) => ({
				autor: { sistema: 'confrontar-renapo' },
				acto: 'responder-renapo',
				objeto: `egresado:${egresado.matricula}`,
				entidadId: egresado.entidadId,
				plantelId: egresado.plantelId,
				detalle: { resultado: respuesta.resultado, campos: respuesta.campos },
			})),
		)
	})

const guardarUna = async (
	tx: Tx,
	huella: Huella,
	{ egresado, respuesta }: Contestada,
	momento: string,
): Promise<void> => {
	const columnas = {
		resultado: respuesta.resultado,
		campos: JSON.stringify(respuesta.campos),
		huellaDatos: huellaDeDatos(huella, egresado),
		momento,
	}
	const alta = tx
		.insertInto('confrontaRenapo')
		.values({ curp: egresado.curp, plantelId: egresado.plantelId, ...columnas })
	await alta
		.onConflict((conflicto) => {
			const cambio = conflicto.columns(['curp', 'plantelId']).doUpdateSet(columnas)
			return respuesta.resultado === 'no-disponible'
				? cambio.where((e) =>
						e.or([
							e('confrontaRenapo.resultado', '=', 'no-disponible'),
							e('confrontaRenapo.huellaDatos', '<>', columnas.huellaDatos),
						]),
					)
				: cambio
		})
		.execute()
}

/** La respuesta es por CURP y plantel: vale para todas las matrículas de ahí que la tengan. */
const conEstasCurp = async (tx: Tx, tanda: readonly Contestada[]): Promise<string[]> => {
	const lugares = new Map<string, string[]>()
	for (const { egresado } of tanda) {
		lugares.set(egresado.plantelId, [...(lugares.get(egresado.plantelId) ?? []), egresado.curp])
	}
	const matriculas: string[] = []
	for (const [plantelId, curps] of lugares) {
		const filas = await tx
			.selectFrom('egresado')
			.select('matricula')
			.where('curp', 'in', curps)
			.where('plantelId', '=', plantelId)
			.execute()
		matriculas.push(...filas.map(({ matricula }) => matricula))
	}
	return matriculas
}

const seguirEncargadas = async (tx: Tx, tanda: readonly Contestada[], momento: string): Promise<void> => {
	const de = (sinRespuesta: boolean) =>
		tanda
			.filter(({ respuesta }) => (respuesta.resultado === 'no-disponible') === sinRespuesta)
			.map(({ egresado }) => egresado.matricula)
	const contestadas = de(false)
	if (contestadas.length > 0) {
		await tx.deleteFrom('confrontaEncargada').where('matricula', 'in', contestadas).execute()
	}
	const faltan = de(true)
	if (faltan.length > 0) {
		await tx
			.insertInto('confrontaEncargada')
			.values(faltan.map((matricula) => ({ matricula, estado: 'sin-respuesta' as const, momento })))
			.onConflict((conflicto) =>
				conflicto.column('matricula').doUpdateSet({ estado: 'sin-respuesta', momento }),
			)
			.execute()
	}
}
