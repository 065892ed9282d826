/*
 * Seguro dos veces: preguntar a RENAPO no cambia nada allá, la respuesta se escribe encima de la anterior, y lo que ya se
 * contestó desde el encargo no se vuelve a preguntar.
 */
import { leerAjuste } from '../application/ajustes/leer-ajuste.ts'
import type { CargaConfronta } from '../application/egresados/encargar-confronta.ts'
import { encargarVencidas } from '../application/egresados/encargar-vencidas.ts'
import {
	darPorContestadas,
	guardarRespuestas,
	leerPorPreguntar,
	type Contestada,
	type PorPreguntar,
} from '../application/egresados/respuestas-renapo.ts'
import type { Azar, Base, ConfrontarCurp, Huella, Reloj } from '../application/ports.ts'
import { crearCortacircuito, type Cortacircuito } from './cortacircuito.ts'
import type { Ejecutor, Trabajo } from './worker.ts'

type Deps = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly confrontarCurp: ConfrontarCurp
}

/** Respuestas por transacción: si el proceso muere, a lo más éstas se vuelven a preguntar. */
const POR_GUARDAR = 25
/** Con tantas sin respuesta una tras otra, RENAPO no está: se deja de preguntar. */
const SEGUIDAS = 5
const ESPERA_MS = 60_000
const TOPE_MS = 15 * 60_000
const SEIS_HORAS_MS = 6 * 3_600_000

/**
 * Confronta con RENAPO las CURP de unas matrículas (6 b): una fila continua con tantas preguntas vivas como diga el ajuste
 * `renapo-a-la-vez`, repartidas entre los procesos que confrontan. Si RENAPO deja de contestar, el trabajo regresa a la
 * fila con una espera y lo que falta no se pregunta. Además corre solo: lo que venció se vuelve a encargar.
 */
export const trabajoConfrontarRenapo = (deps: Deps): Trabajo => {
	const corte = crearCortacircuito({
		ahoraMs: () => Date.parse(deps.reloj()),
		seguidos: SEGUIDAS,
		esperaMs: ESPERA_MS,
		topeMs: TOPE_MS,
	})
	return {
		clase: 'confrontar-renapo',
		concurrencia: 1,
		cadaMs: SEIS_HORAS_MS,
		ejecutar: ejecutar(deps, corte),
	}
}

const ejecutar =
	(deps: Deps, corte: Cortacircuito): Ejecutor =>
	async (carga) => {
		const { matriculas, desde } = carga as Partial<CargaConfronta>
		if (matriculas === undefined || desde === undefined) {
			await encargarVencidas(deps)
			return { resultado: 'hecho' }
		}
		if (corte.faltan() > 0) return devuelto(corte, matriculas.length)
		const { db } = deps.base
		const pendientes = await leerPorPreguntar(db, deps.huella, {
			matriculas,
			desde,
			vencidoAntesDe: await vencidoAntesDe(deps),
		})
		const porPreguntar = new Set(pendientes.map(({ matricula }) => matricula))
		await darPorContestadas(
			deps.base,
			matriculas.filter((una) => !porPreguntar.has(una)),
		)
		const { sinRespuesta, sinPreguntar } = await preguntarTodas(deps, corte, pendientes, await mias(deps))
		if (sinRespuesta + sinPreguntar === 0) return { resultado: 'hecho' }
		if (corte.faltan() > 0) return devuelto(corte, sinRespuesta + sinPreguntar)
		return {
			resultado: 'reintentar',
			razon: `RENAPO no respondió en ${sinRespuesta} de ${pendientes.length}`,
		}
	}

/** RENAPO no está: la espera no cuenta como intento fallido, porque no se intentó. */
const devuelto = (corte: Cortacircuito, cuantas: number) => ({
	resultado: 'reintentar' as const,
	enMs: corte.faltan(),
	razon: `RENAPO no está respondiendo; ${cuantas} CURP esperan a que vuelva`,
})

/** Una fila: en cuanto una pregunta termina sale la que sigue. Cada tanda de respuestas se guarda al juntarse. */
const preguntarTodas = async (
	deps: Deps,
	corte: Cortacircuito,
	pendientes: readonly PorPreguntar[],
	aLaVez: number,
): Promise<{ readonly sinRespuesta: number; readonly sinPreguntar: number }> => {
	let siguiente = 0
	let sinRespuesta = 0
	let llegadas: Contestada[] = []
	const guardar = async (): Promise<void> => {
		const tanda = llegadas
		llegadas = []
		if (tanda.length > 0) await guardarRespuestas(deps, tanda)
	}
	/** Falso si ya no hay qué preguntar, o a quién. */
	const preguntarUna = async (): Promise<boolean> => {
		const egresado = corte.faltan() > 0 ? undefined : pendientes[siguiente]
		if (egresado === undefined) return false
		siguiente += 1
		const respuesta = await deps.confrontarCurp(egresado)
		const contesto = respuesta.resultado !== 'no-disponible'
		corte.anotar(contesto)
		if (!contesto) sinRespuesta += 1
		llegadas.push({ egresado, respuesta })
		if (llegadas.length >= POR_GUARDAR) await guardar()
		return true
	}
	const enFila = async (): Promise<void> => {
		while (await preguntarUna());
	}
	if (corte.deUnaEnUna()) await preguntarUna()
	const filas = await Promise.allSettled(Array.from({ length: aLaVez }, enFila))
	await guardar()
	const caida = filas.find((fila) => fila.status === 'rejected')
	if (caida) throw caida.reason
	return { sinRespuesta, sinPreguntar: pendientes.length - siguiente }
}

/** Las preguntas vivas que le tocan a este proceso: las del ajuste entre los que están confrontando ahora. */
const mias = async ({ base: { db }, reloj }: Deps): Promise<number> => {
	const { cuantos } = await db
		.selectFrom('trabajo')
		.select((e) => e.fn.countAll<number>().as('cuantos'))
		.where('clase', '=', 'confrontar-renapo')
		.where('estado', '=', 'en-curso')
		.where('arriendoHasta', '>=', reloj())
		.executeTakeFirstOrThrow()
	const todas = await leerAjuste(db, 'renapo-a-la-vez', null)
	return Math.max(1, Math.floor(todas / Math.max(1, Number(cuantos))))
}

const vencidoAntesDe = async ({ base: { db }, reloj }: Deps): Promise<string | null> => {
	const dias = await leerAjuste(db, 'renapo-vigencia-dias', null)
	return dias === 0 ? null : new Date(Date.parse(reloj()) - dias * 86_400_000).toISOString()
}
