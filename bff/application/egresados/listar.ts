import { sql } from 'kysely'
import type { Base, Huella, Lectura, Reloj } from '../ports.ts'
import { rechazoDe } from '../rechazos/intentos.ts'
import { leerInterprete } from '../rechazos/reglas.ts'
import { ultimasDevoluciones } from '../sellado/devoluciones.ts'
import { leerHechos } from './hechos.ts'
import { faltantes, puedeSolicitarse } from './pendientes.ts'
import { anotadosVisibles, egresadosVisibles } from './visibles.ts'
import {
	ESCOGIDOS_MAXIMOS,
	type ConsultaEgresados,
	type EgresadoFila,
	type PaginaEgresados,
	type TodosLosEgresados,
} from '#core/contract/egresado.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { mascaraDe } from '#core/domain/requisitos.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'

type Deps = { readonly base: Base; readonly huella: Huella; readonly reloj: Reloj }

const POR_PAGINA = 50

/**
 * Los egresados que quien pregunta alcanza, filtrados y por páginas. Se cuenta y se pagina sobre lo anotado, que tiene
 * índice; de los egresados sólo se leen los de la página.
 */
export const listarEgresados =
	(deps: Deps) =>
	async ({
		actor,
		consulta,
	}: {
		readonly actor: Actor
		readonly consulta: ConsultaEgresados
	}): Promise<Result<PaginaEgresados, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-egresados')) return rechazo('sin-permiso', { acto: 'ver-egresados' })
		const desde = (consulta.pagina - 1) * POR_PAGINA
		const tramo = await leerTramo(deps, actor, consulta, { cuantos: POR_PAGINA, desde })
		return ok({ pagina: consulta.pagina, porPagina: POR_PAGINA, ...tramo })
	}

/** Todos los que coinciden con los filtros, hasta mil, en una sola petición: para escogerlos. */
export const listarTodos =
	(deps: Deps) =>
	async ({
		actor,
		consulta,
	}: {
		readonly actor: Actor
		readonly consulta: ConsultaEgresados
	}): Promise<Result<TodosLosEgresados, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-egresados')) return rechazo('sin-permiso', { acto: 'ver-egresados' })
		return ok(await leerTramo(deps, actor, consulta, { cuantos: ESCOGIDOS_MAXIMOS, desde: 0 }))
	}

/** Cuántos coinciden con los filtros, y los de ese tramo, en su orden. */
const leerTramo = async (
	deps: Deps,
	actor: Actor,
	consulta: ConsultaEgresados,
	{ cuantos, desde }: { readonly cuantos: number; readonly desde: number },
): Promise<TodosLosEgresados> => {
	const visibles = anotadosVisibles(deps.base.db, actor.ambito, consulta)
	const { total } = await visibles
		.select((e) => e.fn.countAll<number>().as('total'))
		.executeTakeFirstOrThrow()
	const tramo = await enOrden(visibles, consulta.orden)
		.select('v.matricula')
		.limit(cuantos)
		.offset(desde)
		.execute()
	const matriculas = tramo.map(({ matricula }) => matricula)
	return {
		total: Number(total),
		filas: matriculas.length === 0 ? [] : await leerFilas(deps, actor, matriculas),
	}
}

type Consulta = ReturnType<typeof anotadosVisibles>

const enOrden = (consulta: Consulta, orden: ConsultaEgresados['orden']): Consulta => {
	switch (orden) {
		case 'nombre':
			return consulta.orderBy('v.ordenNombre').orderBy('v.matricula')
		case 'matricula':
			return consulta.orderBy('v.matricula')
		case 'folio': {
			const folio = sql<string | null>`(select f.folio from folio f where f.tramite_id = v.tramite_id)`
			return consulta
				.orderBy(sql`case when ${folio} is null then 1 else 0 end`)
				.orderBy(folio)
				.orderBy('v.matricula')
		}
		case '-actualizado':
			return consulta
				.orderBy(
					sql`coalesce((select t.actualizado from tramite t where t.id = v.tramite_id),
						(select e.actualizado from egresado e where e.matricula = v.matricula))`,
					'desc',
				)
				.orderBy('v.matricula')
	}
}

const leerFilas = async (
	{ base: { db }, huella, reloj }: Deps,
	actor: Actor,
	matriculas: readonly string[],
): Promise<EgresadoFila[]> => {
	const leidas = await egresadosVisibles(db, actor.ambito)
		.where('v.matricula', 'in', matriculas)
		.select([
			'v.matricula',
			'v.situacion',
			'v.tradicional',
			'v.mascara',
			'v.avisos',
			'v.devuelto',
			'v.detenido',
			'v.tramiteId',
			'e.nombre',
			'e.primerApellido',
			'e.segundoApellido',
			's.carrera',
			's.modelo',
			'p.nombre as plantel',
			't.razon',
			't.nombre as nombreConfirmado',
			't.primerApellido as primerConfirmado',
			't.segundoApellido as segundoConfirmado',
			'f.folio',
		])
		.execute()
	const porMatricula = new Map(leidas.map((fila) => [fila.matricula, fila]))
	const filas = matriculas.flatMap((matricula) => porMatricula.get(matricula) ?? [])
	// A quien un cambio acaba de dejar por evaluar se le evalúa aquí mismo: lo que se ve es siempre lo de ahora.
	const hechos = await leerHechos(
		db,
		{ huella },
		filas.filter(({ mascara }) => mascara === null).map(({ matricula }) => matricula),
	)
	const confirmados = await conBuzonConfirmado(db, filas)
	const devueltos = await ultimasDevoluciones(
		db,
		filas.filter(({ devuelto }) => devuelto === 1).flatMap(({ tramiteId }) => tramiteId ?? []),
	)
	const hayRechazados = filas.some(({ situacion }) => situacion === 'rechazado')
	const interpretar = hayRechazados ? await leerInterprete(db, reloj) : () => null
	return filas.map((fila) => {
		const suyos = hechos.get(fila.matricula)
		const mascara = fila.mascara ?? (suyos ? mascaraDe(suyos) : 0)
		return {
			matricula: fila.matricula,
			nombre: nombreDe(fila),
			carrera: fila.carrera,
			modelo: fila.modelo,
			plantel: fila.plantel,
			situacion: fila.situacion,
			tramiteId: fila.tramiteId,
			folio: fila.folio,
			faltan: [...faltantes(mascara, fila.situacion)],
			puedeSolicitarse: puedeSolicitarse(fila, mascara),
			curpPorRevisar: fila.avisos !== 0,
			buzonConfirmado: fila.tramiteId !== null && confirmados.has(fila.tramiteId),
			devuelto: devueltos.get(fila.tramiteId ?? '') ?? null,
			detenido: fila.detenido === 1,
			rechazo: fila.situacion === 'rechazado' ? rechazoDe(fila.razon, interpretar) : null,
		}
	})
}

/** El nombre confirmado (17) si lo hay; si no, como viene de SAE. */
const nombreDe = (fila: {
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly nombreConfirmado: string | null
	readonly primerConfirmado: string | null
	readonly segundoConfirmado: string | null
}): string =>
	nombreCompleto(
		fila.nombreConfirmado === null
			? fila
			: {
					nombre: fila.nombreConfirmado,
					primerApellido: fila.primerConfirmado,
					segundoApellido: fila.segundoConfirmado,
				},
	)

const conBuzonConfirmado = async (
	db: Lectura,
	filas: readonly { readonly tramiteId: string | null }[],
): Promise<ReadonlySet<string>> => {
	const tramites = filas.flatMap((fila) => fila.tramiteId ?? [])
	if (tramites.length === 0) return new Set()
	const confirmados = await db
		.selectFrom('buzon')
		.select('tramiteId')
		.distinct()
		.where('tramiteId', 'in', tramites)
		.where('confirmado', 'is not', null)
		.where('anulado', 'is', null)
		.execute()
	return new Set(confirmados.map((buzon) => buzon.tramiteId))
}
