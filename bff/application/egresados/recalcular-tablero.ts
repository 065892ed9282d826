import { sql } from 'kysely'
import type { Base, Huella, Tx } from '../ports.ts'
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
		if (deps.base.dialecto === 'postgres')
			await sql`lock table evaluacion, confronta_encargada in share mode`.execute(tx)
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
		return Number(mal) + (await recontarConfrontas(tx))
	})
	return { egresados, corregidas }
}

/** Las confrontas que faltan, contadas una por una. Devuelve cuántas cuentas no cuadraban. */
const recontarConfrontas = async (tx: Tx): Promise<number> => {
	const exactas = sql`select e.plantel_id, e.generacion,
		sum(case c.estado when 'por-preguntar' then 1 else 0 end) as por_preguntar,
		sum(case c.estado when 'sin-respuesta' then 1 else 0 end) as sin_respuesta
		from confronta_encargada c join egresado e on e.matricula = c.matricula group by e.plantel_id, e.generacion`
	const { rows } = await sql<{ mal: number }>`select count(*) as mal from (
		select plantel_id, generacion from (
			select plantel_id, generacion, por_preguntar, sin_respuesta from tablero_confronta union all
			select plantel_id, generacion, -por_preguntar, -sin_respuesta from (${exactas}) exactas) juntas
		group by plantel_id, generacion having sum(por_preguntar) <> 0 or sum(sin_respuesta) <> 0) distintas`.execute(
		tx,
	)
	await tx.deleteFrom('tableroConfronta').execute()
	await sql`insert into tablero_confronta (plantel_id, generacion, por_preguntar, sin_respuesta, ranura)
		select exactas.*, 0 from (${exactas}) exactas`.execute(tx)
	return Number(rows[0]?.mal ?? 0)
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
