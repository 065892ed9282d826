import type { Base, Huella, Tx } from '../ports.ts'
import { leerHechosYDuenos } from './hechos.ts'
import { mascaraDeAvisos, revisarCurp } from '#core/domain/curp.ts'
import { mascaraDe } from '#core/domain/requisitos.ts'

/** Cuántas matrículas por transacción: pocas, para que nadie espere; bastantes, para que cien mil no tarden. */
const TANDA = 500

type Deps = { readonly base: Base; readonly huella: Huella }

/**
 * Escribe qué incisos del 6 no cumplen hoy estas matrículas y en qué no casa su CURP, dentro de la transacción que cambió
 * un hecho suyo. Primero toma sus renglones y después lee: de dos que cambian hechos a la vez, el segundo ve lo del
 * primero. Si RENAPO ya dijo que coincide (6 b), la CURP no lleva avisos: quien decide es RENAPO.
 */
export const refrescarEvaluacion = async (
	tx: Tx,
	{ base, huella }: Deps,
	matriculas: readonly string[],
): Promise<void> => {
	const ordenadas = [...new Set(matriculas)].sort()
	for (let i = 0; i < ordenadas.length; i += TANDA) {
		const tanda = ordenadas.slice(i, i + TANDA)
		if (base.dialecto === 'postgres') await apartar(tx, tanda)
		const iguales = new Map<string, { mascara: number; avisos: number; suyas: string[] }>()
		for (const [matricula, { hechos, dueno }] of await leerHechosYDuenos(tx, { huella }, tanda)) {
			const mascara = mascaraDe(hechos)
			const avisos =
				hechos.renapo.resultado === 'coincide' ? 0 : mascaraDeAvisos(revisarCurp(dueno.curp, dueno))
			const grupo = iguales.get(`${mascara}/${avisos}`)
			if (grupo === undefined) iguales.set(`${mascara}/${avisos}`, { mascara, avisos, suyas: [matricula] })
			else grupo.suyas.push(matricula)
		}
		for (const { mascara, avisos, suyas } of iguales.values()) {
			await tx.updateTable('evaluacion').set({ mascara, avisos }).where('matricula', 'in', suyas).execute()
		}
	}
}

/** Evalúa a quienes un cambio dejó por evaluar, de tanda en tanda, hasta que no quede nadie. Devuelve cuántos fueron. */
export const evaluarPendientes = async (deps: Deps): Promise<number> => {
	for (let todos = 0; ;) {
		const evaluadas = await deps.base.enTransaccion(async (tx) => {
			let pendientes = tx
				.selectFrom('evaluacion')
				.select('matricula')
				.where('mascara', 'is', null)
				.orderBy('matricula')
				.limit(TANDA)
			// A quien otro está cambiando lo evalúa ese otro.
			if (deps.base.dialecto === 'postgres') pendientes = pendientes.forUpdate().skipLocked()
			const matriculas = (await pendientes.execute()).map(({ matricula }) => matricula)
			await refrescarEvaluacion(tx, deps, matriculas)
			return matriculas.length
		})
		todos += evaluadas
		if (evaluadas < TANDA) return todos
	}
}

const apartar = (tx: Tx, matriculas: readonly string[]) =>
	tx
		.selectFrom('evaluacion')
		.select('matricula')
		.where('matricula', 'in', matriculas)
		.orderBy('matricula')
		.forUpdate()
		.execute()
