import type { Base, Huella, Lectura } from '../ports.ts'
import { plantelesVisibles } from '../folios/planteles-visibles.ts'
import { leerQuedan } from '../folios/quedan.ts'
import { sinComprobarDesde } from '../sellado/detenidos.ts'
import { leerHechos } from './hechos.ts'
import { cuentanRequisitos, detiene, puedeSolicitarse } from './pendientes.ts'
import { egresadosVisibles, situacionDe } from './visibles.ts'
import { SITUACIONES, type ConsultaTablero, type Situacion, type Tablero } from '#core/contract/egresado.ts'
import { evaluarRequisitos, REGLAS, type Regla, type Requisito } from '#core/domain/requisitos.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'

/**
 * El tablero de la generación: cuántos hay en cada paso, qué inciso del numeral 6 detiene al resto y dónde se
 * corrige, y los folios que le quedan al plantel (4).
 */
export const leerTablero =
	({ base: { db }, huella }: { readonly base: Base; readonly huella: Huella }) =>
	async ({
		actor,
		consulta,
	}: {
		readonly actor: Actor
		readonly consulta: ConsultaTablero
	}): Promise<Result<Tablero, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-egresados')) return rechazo('sin-permiso', { acto: 'ver-egresados' })
		const filas = await egresadosVisibles(db, actor.ambito, consulta)
			.select(['e.matricula', 's.modelo', 't.estado'])
			.execute()
		const porSituacion = new Map<Situacion, number>()
		for (const fila of filas) {
			const situacion = situacionDe(fila)
			porSituacion.set(situacion, (porSituacion.get(situacion) ?? 0) + 1)
		}
		const revocacion = await contarRevocaciones(db, actor, consulta)
		const { devueltos } = await egresadosVisibles(db, actor.ambito, { ...consulta, devuelto: 'si' })
			.select((e) => e.fn.countAll<number>().as('devueltos'))
			.executeTakeFirstOrThrow()
		const pendientes = filas.filter((fila) => cuentanRequisitos(situacionDe(fila)))
		const hechos = await leerHechos(
			db,
			{ huella },
			pendientes.map((fila) => fila.matricula),
		)
		const porRegla = new Map<Regla, Requisito[]>()
		let porSolicitar = 0
		for (const fila of pendientes) {
			const suyos = hechos.get(fila.matricula)
			if (suyos === undefined) continue
			const requisitos = evaluarRequisitos(suyos)
			if (puedeSolicitarse(fila, requisitos)) porSolicitar += 1
			for (const requisito of requisitos) {
				if (requisito.cumple || !detiene(requisito.regla, situacionDe(fila))) continue
				const otros = porRegla.get(requisito.regla)
				if (otros === undefined) porRegla.set(requisito.regla, [requisito])
				else otros.push(requisito)
			}
		}
		const planteles = await plantelesVisibles(db, actor.ambito)
		const generaciones = await egresadosVisibles(db, actor.ambito)
			.select('e.generacion')
			.distinct()
			.orderBy('e.generacion', 'desc')
			.execute()
		const elegido = actor.ambito.tipo === 'plantel' ? actor.ambito.plantelId : consulta.plantel
		const plantel = planteles.find(({ id }) => id === elegido)
		return ok({
			total: filas.length,
			porSolicitar,
			devueltos: Number(devueltos),
			...revocacion,
			situaciones: SITUACIONES.flatMap((situacion) => {
				const cuantos = porSituacion.get(situacion)
				return cuantos === undefined ? [] : [{ situacion, cuantos }]
			}),
			reglas: REGLAS.flatMap((regla) => {
				const detenidos = porRegla.get(regla)
				const titulo = detenidos?.[0]?.titulo
				if (detenidos === undefined || titulo === undefined) return []
				const lugares = [...new Set(detenidos.map((requisito) => requisito.lugar))]
				return [{ regla, titulo, cuantos: detenidos.length, lugar: lugares.join(', ') }]
			}),
			folios: (await leerQuedan(db, plantel ? [plantel] : [])).map(({ modelo, libres, aviso }) => ({
				modelo,
				libres,
				aviso,
			})),
			planteles: planteles.map(({ id, nombre }) => ({ id, nombre })),
			generaciones: generaciones.map((fila) => fila.generacion),
		})
	}

/** Los trámites que un certificado revocado detiene o marca, y los que esperan que el SAT conteste (16). */
const contarRevocaciones = async (
	db: Lectura,
	actor: Actor,
	consulta: ConsultaTablero,
): Promise<Pick<Tablero, 'detenidos' | 'sinComprobar'>> => {
	const { detenidos } = await egresadosVisibles(db, actor.ambito, { ...consulta, revocacion: 'detenido' })
		.select((e) => e.fn.countAll<number>().as('detenidos'))
		.executeTakeFirstOrThrow()
	const esperan = await egresadosVisibles(db, actor.ambito, { ...consulta, revocacion: 'sin-comprobar' })
		.select(sinComprobarDesde().as('desde'))
		.execute()
	const desde = esperan.flatMap((uno) => uno.desde ?? []).sort()[0] ?? null
	return { detenidos: Number(detenidos), sinComprobar: { cuantos: esperan.length, desde } }
}
