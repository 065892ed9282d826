/*
 * Seguro dos veces: preguntar a RENAPO no cambia nada allá, la respuesta se escribe por CURP encima de la anterior,
 * y lo que ya se contestó desde el encargo no se vuelve a preguntar.
 */
import { anotarVarias } from '../application/bitacora.ts'
import type { CargaConfronta } from '../application/egresados/encargar-confronta.ts'
import { huellaDeDatos, type DatosConfrontados } from '../application/egresados/datos-confrontados.ts'
import { refrescarEvaluacion } from '../application/egresados/evaluar.ts'
import type { Azar, Base, ConfrontarCurp, Huella, Lectura, Reloj, Tx } from '../application/ports.ts'
import type { Ejecutor, Trabajo } from './worker.ts'

type Deps = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly confrontarCurp: ConfrontarCurp
	/** Preguntas a la vez por trabajo; por omisión 4. */
	readonly aLaVez?: number
}

type Pendiente = DatosConfrontados & {
	readonly matricula: string
	readonly plantelId: string
	readonly entidadId: string
}
type Respuesta = Awaited<ReturnType<ConfrontarCurp>>

/** Confronta con RENAPO las CURP de unas matrículas (6 b) y guarda cada respuesta con la huella de lo que se preguntó. */
export const trabajoConfrontarRenapo = (deps: Deps): Trabajo => ({
	clase: 'confrontar-renapo',
	ejecutar: ejecutar(deps),
})

const ejecutar =
	(deps: Deps): Ejecutor =>
	async (carga) => {
		const { matriculas, desde } = carga as CargaConfronta
		const pendientes = await leerPendientes(deps.base.db, deps.huella, matriculas, desde)
		let sinRespuesta = 0
		const aLaVez = deps.aLaVez ?? 4
		for (let i = 0; i < pendientes.length; i += aLaVez) {
			// Cada tanda se guarda al llegar: si el proceso muere, sólo se repite la que iba a la mitad.
			const tanda = await Promise.all(
				pendientes
					.slice(i, i + aLaVez)
					.map(async (egresado) => ({ egresado, respuesta: await deps.confrontarCurp(egresado) })),
			)
			await guardar(deps, tanda)
			sinRespuesta += tanda.filter(({ respuesta }) => respuesta.resultado === 'no-disponible').length
		}
		return sinRespuesta === 0
			? { resultado: 'hecho' }
			: { resultado: 'reintentar', razon: `RENAPO no respondió en ${sinRespuesta} de ${pendientes.length}` }
	}

/** Los que faltan por contestar: ni confrontados desde el encargo, ni con un «coincide» de estos mismos datos. */
const leerPendientes = async (
	db: Lectura,
	huella: Huella,
	matriculas: readonly string[],
	desde: string,
): Promise<readonly Pendiente[]> => {
	if (matriculas.length === 0) return []
	const filas = await db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.leftJoin('confrontaRenapo as r', 'r.curp', 'e.curp')
		.where('e.matricula', 'in', matriculas)
		.select([
			'e.matricula',
			'e.plantelId',
			'p.entidadId',
			'e.curp',
			'e.nombre',
			'e.primerApellido',
			'e.segundoApellido',
			'e.fechaNacimiento',
			'r.resultado',
			'r.huellaDatos',
			'r.momento',
		])
		.execute()
	return filas.filter(
		(fila) =>
			fila.huellaDatos !== huellaDeDatos(huella, fila) ||
			fila.resultado === 'no-disponible' ||
			(fila.resultado !== 'coincide' && (fila.momento ?? '') < desde),
	)
}

/** La respuesta es por CURP: vale para todas las matrículas que la tengan. */
const conEstasCurp = async (tx: Tx, curps: readonly string[]): Promise<string[]> =>
	(await tx.selectFrom('egresado').select('matricula').where('curp', 'in', curps).execute()).map(
		({ matricula }) => matricula,
	)

const guardar = (
	deps: Deps,
	tanda: readonly { readonly egresado: Pendiente; readonly respuesta: Respuesta }[],
): Promise<void> =>
	deps.base.enTransaccion(async (tx) => {
		const momento = deps.reloj()
		for (const { egresado, respuesta } of tanda) {
			const columnas = {
				resultado: respuesta.resultado,
				campos: JSON.stringify(respuesta.campos),
				huellaDatos: huellaDeDatos(deps.huella, egresado),
				momento,
			}
			await tx
				.insertInto('confrontaRenapo')
				.values({ curp: egresado.curp, ...columnas })
				.onConflict((conflicto) => conflicto.column('curp').doUpdateSet(columnas))
				.execute()
		}
		await refrescarEvaluacion(
			tx,
			deps,
			await conEstasCurp(
				tx,
				tanda.map(({ egresado }) => egresado.curp),
			),
		)
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
