import { sql } from 'kysely'
import type { Base, Huella } from '../ports.ts'
import { SITUACIONES } from '#core/contract/egresado.ts'
import { evaluarPendientes } from './evaluar.ts'

/** Matrículas por transacción. */
const TANDA = 1000

/** Cuántos se anotaron y cuántas cuentas del tablero no cuadraban. */
type Recalculado = { readonly egresados: number; readonly corregidas: number }

/**
 * Vuelve a anotar a todos, a evaluarlos y a sacar las cuentas del tablero. No hace falta de ordinario, porque los
 * disparadores lo llevan al día: es el rescate para cuando alguien tocó la base por fuera. Puede correr con gente
 * trabajando y las veces que sea.
 */
export const recalcularTablero = async (deps: {
	readonly base: Base
	readonly huella: Huella
}): Promise<Recalculado> => {
	const egresados = await volverAAnotar(deps.base)
	await evaluarPendientes(deps)
	const corregidas = await deps.base.enTransaccion(async (tx) => {
		// Nadie cuenta mientras se sacan las cuentas. SQLite ya escribe de uno en uno.
		if (deps.base.dialecto === 'postgres') await sql`lock table evaluacion in share mode`.execute(tx)
		const { mal } = (
			await sql<{ mal: number }>`select count(*) as mal from (
				select plantel_id, generacion from (
					select ${CUENTAS} from tablero_plantel union all
					select ${NEGADAS} from tablero_exacto) juntas
				group by plantel_id, generacion having ${DISTINTAS}) distintas`.execute(tx)
		).rows[0] ?? { mal: 0 }
		await tx.deleteFrom('tableroPlantel').execute()
		await sql`insert into tablero_plantel (ranura, ${CUENTAS}) select 0, ${CUENTAS} from tablero_exacto`.execute(
			tx,
		)
		return Number(mal)
	})
	return { egresados, corregidas }
}

/** Tocar al egresado y a su trámite sin cambiarles nada despierta a los disparadores que los anotan. */
const volverAAnotar = async (base: Base): Promise<number> => {
	let ultima = ''
	for (let todos = 0; ;) {
		const tanda = await base.enTransaccion(async (tx) => {
			const matriculas = (
				await tx
					.selectFrom('egresado')
					.select('matricula')
					.where('matricula', '>', ultima)
					.orderBy('matricula')
					.limit(TANDA)
					.execute()
			).map(({ matricula }) => matricula)
			if (matriculas.length === 0) return matriculas
			await tx
				.updateTable('egresado')
				.set((e) => ({ planClave: e.ref('planClave') }))
				.where('matricula', 'in', matriculas)
				.execute()
			await tx
				.updateTable('tramite')
				.set((e) => ({ estado: e.ref('estado') }))
				.where('matricula', 'in', matriculas)
				.execute()
			return matriculas
		})
		todos += tanda.length
		ultima = tanda.at(-1) ?? ''
		if (tanda.length < TANDA) return todos
	}
}

const COLUMNAS = [
	'cuantos',
	...SITUACIONES.map((situacion) => situacion.replaceAll('-', '_')),
	...[...'abcdefgh'].map((regla) => `regla_${regla}`),
	'por_solicitar',
	'por_evaluar',
	'con_avisos',
	'devueltos',
	'detenidos',
	'sin_comprobar',
]
const LUGAR = ['plantel_id', 'generacion']
const CUENTAS = sql.raw([...LUGAR, ...COLUMNAS].join(', '))
const NEGADAS = sql.raw([...LUGAR, ...COLUMNAS.map((una) => `-${una} as ${una}`)].join(', '))
const DISTINTAS = sql.raw(COLUMNAS.map((una) => `sum(${una}) <> 0`).join(' or '))
