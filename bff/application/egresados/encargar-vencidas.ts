import { SITUACIONES } from '#core/contract/egresado.ts'
import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import type { Azar, Base, Huella, Reloj } from '../ports.ts'
import { encargarConfronta } from './encargar-confronta.ts'
import { cuentanRequisitos } from './pendientes.ts'

/** Cuántas se encargan de una vez; las demás, la siguiente. */
const TOPE = 5_000

/**
 * Encarga confrontar otra vez (6 b) lo que RENAPO contestó hace más días que los del ajuste, de quienes todavía no se
 * cargan: mientras contesta, vale lo que dijo. Devuelve cuántas.
 */
export const encargarVencidas = async (deps: {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
}): Promise<number> =>
	deps.base.enTransaccion(async (tx) => {
		const dias = await leerAjuste(tx, 'renapo-vigencia-dias', null)
		if (dias === 0) return 0
		const limite = new Date(Date.parse(deps.reloj()) - dias * 86_400_000).toISOString()
		const vencidas = await tx
			.selectFrom('confrontaRenapo as r')
			.innerJoin('egresado as e', (union) =>
				union.onRef('e.curp', '=', 'r.curp').onRef('e.plantelId', '=', 'r.plantelId'),
			)
			.innerJoin('evaluacion as v', 'v.matricula', 'e.matricula')
			.leftJoin('confrontaEncargada as c', 'c.matricula', 'e.matricula')
			.select('e.matricula')
			.where('r.momento', '<', limite)
			.where('r.resultado', '=', 'coincide')
			.where('v.situacion', 'in', SITUACIONES.filter(cuentanRequisitos))
			.where('c.matricula', 'is', null)
			.orderBy('r.momento')
			.limit(TOPE)
			.execute()
		const matriculas = vencidas.map(({ matricula }) => matricula).sort()
		await encargarConfronta(tx, deps, matriculas)
		return matriculas.length
	})
