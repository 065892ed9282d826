import { sql } from 'kysely'
import type { Base, Huella, Lectura } from '../ports.ts'
import { ultimasDevoluciones } from '../sellado/devoluciones.ts'
import { losDetenidos } from '../sellado/detenidos.ts'
import { leerHechos } from './hechos.ts'
import { cuentanRequisitos, detiene, puedeSolicitarse } from './pendientes.ts'
import { egresadosVisibles, porNombre, situacionDe } from './visibles.ts'
import type { ConsultaEgresados, EgresadoFila, PaginaEgresados } from '#core/contract/egresado.ts'
import { ESTADOS_DEVUELTO } from '#core/domain/devolucion.ts'
import { evaluarRequisitos, type Regla, type Requisito } from '#core/domain/requisitos.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { tienePermiso, type Actor } from '#core/domain/rol.ts'
import type { EstadoTramite } from '#core/domain/tramite.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

const POR_PAGINA = 50

/**
 * Los egresados que quien pregunta alcanza, filtrados y por páginas. Los filtros de requisitos (`regla`, `puede`) se
 * evalúan en memoria con los hechos de ahora; los demás, en la base.
 */
export const listarEgresados =
	({ base: { db }, huella }: { readonly base: Base; readonly huella: Huella }) =>
	async ({
		actor,
		consulta,
	}: {
		readonly actor: Actor
		readonly consulta: ConsultaEgresados
	}): Promise<Result<PaginaEgresados, 'sin-permiso'>> => {
		if (!tienePermiso(actor.perfil, 'ver-egresados')) return rechazo('sin-permiso', { acto: 'ver-egresados' })
		const visibles = egresadosVisibles(db, actor.ambito, consulta)
		const ordenados = enOrden(visibles, consulta.orden)
		const desde = (consulta.pagina - 1) * POR_PAGINA
		const pagina = { pagina: consulta.pagina, porPagina: POR_PAGINA }

		if (consulta.regla === undefined && consulta.puede === undefined) {
			const { total } = await visibles
				.select((e) => e.fn.countAll<number>().as('total'))
				.executeTakeFirstOrThrow()
			const filas = await ordenados.select(COLUMNAS).limit(POR_PAGINA).offset(desde).execute()
			return ok({ ...pagina, total, filas: await completar(db, huella, filas) })
		}
		const candidatas = await ordenados.select(COLUMNAS).execute()
		const requisitos = await requisitosDe(db, huella, candidatas)
		const filtradas = candidatas.filter((fila) => {
			const suyos = requisitos.get(fila.matricula) ?? []
			if (consulta.puede !== undefined && !puedeSolicitarse(fila, suyos)) return false
			return consulta.regla === undefined || faltantes(fila, suyos).includes(consulta.regla)
		})
		const visible = filtradas.slice(desde, desde + POR_PAGINA)
		return ok({ ...pagina, total: filtradas.length, filas: await completar(db, huella, visible) })
	}

const COLUMNAS = [
	'e.matricula',
	'e.nombre',
	'e.primerApellido',
	'e.segundoApellido',
	's.carrera',
	's.modelo',
	'p.nombre as plantel',
	't.id as tramiteId',
	't.estado',
	't.nombre as nombreConfirmado',
	't.primerApellido as primerConfirmado',
	't.segundoApellido as segundoConfirmado',
	'f.folio',
] as const

type Consulta = ReturnType<typeof egresadosVisibles>

const enOrden = (consulta: Consulta, orden: ConsultaEgresados['orden']): Consulta => {
	switch (orden) {
		case 'nombre':
			return consulta.orderBy(porNombre()).orderBy('e.matricula')
		case 'matricula':
			return consulta.orderBy('e.matricula')
		case 'folio':
			return consulta
				.orderBy(sql`case when f.folio is null then 1 else 0 end`)
				.orderBy('f.folio')
				.orderBy('e.matricula')
		case '-actualizado':
			return consulta.orderBy(sql`coalesce(t.actualizado, e.actualizado)`, 'desc').orderBy('e.matricula')
	}
}

type Fila = {
	readonly matricula: string
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly carrera: string
	readonly modelo: string
	readonly plantel: string
	readonly tramiteId: string | null
	readonly estado: EstadoTramite | null
	readonly nombreConfirmado: string | null
	readonly primerConfirmado: string | null
	readonly segundoConfirmado: string | null
	readonly folio: string | null
}

const completar = async (db: Lectura, huella: Huella, filas: readonly Fila[]): Promise<EgresadoFila[]> => {
	const requisitos = await requisitosDe(db, huella, filas)
	const confirmados = await conBuzonConfirmado(db, filas)
	const detenidos = await losDetenidos(
		db,
		filas.flatMap((fila) => fila.tramiteId ?? []),
	)
	const devueltos = await ultimasDevoluciones(
		db,
		filas.filter(porCorregir).flatMap(({ tramiteId }) => tramiteId ?? []),
	)
	return filas.map((fila) => {
		const suyos = requisitos.get(fila.matricula) ?? []
		return {
			matricula: fila.matricula,
			nombre: nombreDe(fila),
			carrera: fila.carrera,
			modelo: fila.modelo,
			plantel: fila.plantel,
			situacion: situacionDe(fila),
			tramiteId: fila.tramiteId,
			folio: fila.folio,
			faltan: [...faltantes(fila, suyos)],
			puedeSolicitarse: puedeSolicitarse(fila, suyos),
			buzonConfirmado: fila.tramiteId !== null && confirmados.has(fila.tramiteId),
			devuelto: devueltos.get(fila.tramiteId ?? '') ?? null,
			detenido: detenidos.has(fila.tramiteId ?? ''),
		}
	})
}

/** Si lo que se devolvió, en caso de haberse devuelto, sigue en manos de Servicios Escolares. */
const porCorregir = ({ estado }: Fila): boolean => ESTADOS_DEVUELTO.some((uno) => uno === estado)

/** El nombre confirmado (17) si lo hay; si no, como viene de SAE. */
const nombreDe = (fila: Fila): string =>
	nombreCompleto(
		fila.nombreConfirmado === null
			? fila
			: {
					nombre: fila.nombreConfirmado,
					primerApellido: fila.primerConfirmado,
					segundoApellido: fila.segundoConfirmado,
				},
	)

const requisitosDe = async (
	db: Lectura,
	huella: Huella,
	filas: readonly Fila[],
): Promise<ReadonlyMap<string, readonly Requisito[]>> => {
	const hechos = await leerHechos(
		db,
		{ huella },
		filas.filter((fila) => cuentanRequisitos(situacionDe(fila))).map((fila) => fila.matricula),
	)
	return new Map([...hechos].map(([matricula, suyos]) => [matricula, evaluarRequisitos(suyos)]))
}

const faltantes = (fila: Fila, requisitos: readonly Requisito[]): readonly Regla[] =>
	requisitos
		.filter((requisito) => !requisito.cumple && detiene(requisito.regla, situacionDe(fila)))
		.map((requisito) => requisito.regla)

const conBuzonConfirmado = async (db: Lectura, filas: readonly Fila[]): Promise<ReadonlySet<string>> => {
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
