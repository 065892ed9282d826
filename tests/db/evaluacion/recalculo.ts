/**
 * Lo mismo que llevan los disparadores, sacado de cero y por otro camino: un egresado a la vez, con las reglas y sin
 * `evaluacion`. Es la vara con que se mide si de verdad está al día.
 */
import { huella } from '../../../bff/adapters/huella.ts'
import { leerHechos } from '../../../bff/application/egresados/hechos.ts'
import { cuentanRequisitos } from '../../../bff/application/egresados/pendientes.ts'
import type { Base } from '../../../bff/application/ports.ts'
import type { Situacion } from '../../../src/core/contract/egresado.ts'
import { evaluarRequisitos, permiteSolicitar } from '../../../src/core/domain/requisitos.ts'
import { esTerminal } from '../../../src/core/domain/tramite.ts'

export type Esperado = {
	readonly matricula: string
	readonly plantelId: string
	readonly entidadId: string
	readonly generacion: string
	readonly situacion: Situacion
	readonly tramiteId: string | null
	readonly faltan: string
	readonly puede: boolean
	readonly devuelto: boolean
	readonly detenido: boolean
	readonly sinComprobarDesde: string | null
}

export const recalcular = async ({ db }: Base): Promise<Esperado[]> => {
	const egresados = await db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.innerJoin('planEstudios as s', 's.clave', 'e.planClave')
		.selectAll('e')
		.select(['p.entidadId', 's.modelo'])
		.orderBy('e.matricula')
		.execute()
	const [tramites, devoluciones, sellos, comprobadas] = [
		await db.selectFrom('tramite').selectAll().execute(),
		await db.selectFrom('devolucion').selectAll().execute(),
		await db.selectFrom('sello').selectAll().execute(),
		await db.selectFrom('revocacionComprobada').selectAll().execute(),
	]
	const hechos = await leerHechos(
		db,
		{ huella },
		egresados.map(({ matricula }) => matricula),
	)
	return egresados.map((egresado): Esperado => {
		const suyo = tramites
			.filter((tramite) => tramite.matricula === egresado.matricula)
			.sort((a, b) => b.abierto - a.abierto || (a.creado + a.id < b.creado + b.id ? 1 : -1))[0]
		const tradicional = egresado.modelo === 'anterior' || egresado.certificadoFisico === 1
		const situacion = suyo?.estado ?? (tradicional ? 'via-tradicional' : 'sin-tramite')
		const propios = hechos.get(egresado.matricula)
		const requisitos = propios ? evaluarRequisitos(propios) : []
		const delIntento = <F extends { tramiteId: string; intento: number }>(filas: readonly F[], menos = 0) =>
			filas.filter(({ tramiteId, intento }) => tramiteId === suyo?.id && intento === suyo.intento - menos)
		const dichos = new Set(delIntento(comprobadas).map(({ rol }) => rol))
		return {
			matricula: egresado.matricula,
			plantelId: egresado.plantelId,
			entidadId: egresado.entidadId,
			generacion: egresado.generacion,
			situacion,
			tramiteId: suyo?.id ?? null,
			faltan: requisitos
				.filter(
					({ regla, cumple }) =>
						!cumple && cuentanRequisitos(situacion) && (regla !== 'd' || situacion === 'autorizado'),
				)
				.map(({ regla }) => regla)
				.join(''),
			puede: !tradicional && (!suyo || esTerminal(suyo.estado)) && permiteSolicitar(requisitos),
			devuelto: ['registrado', 'cargado'].includes(situacion) && delIntento(devoluciones, 1).length > 0,
			detenido: delIntento(comprobadas).some(({ resultado }) => resultado === 'revocado-antes'),
			sinComprobarDesde:
				delIntento(sellos)
					.filter(({ rol, revocacion }) => revocacion === 'no-comprobado' && !dichos.has(rol))
					.map(({ momento }) => momento)
					.sort()[0] ?? null,
		}
	})
}
