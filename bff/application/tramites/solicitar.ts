import { sql } from 'kysely'
import type { Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { viaDe } from '#core/domain/folio.ts'
import { evaluarRequisitos, permiteSolicitar, type Requisito } from '#core/domain/requisitos.ts'
import { ok, type Rechazo, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { enAmbito } from '../alcance.ts'
import { anotarVarias } from '../bitacora.ts'
import { leerHechos } from '../egresados/hechos.ts'
import type { Lectura, Tx } from '../ports.ts'
import { enOrden, filaHecha, filaNegada } from './filas.ts'
import type { DepsTramite } from './mover.ts'

/**
 * El plantel solicita la certificación de varias matrículas (5): cumplen todos los requisitos menos el folio, que llega
 * después de autorizar (8); el modelo va por la vía electrónica (1, 22); y no tienen otro trámite en curso. Una
 * respuesta por matrícula; si la base falla, no se solicitó ninguna.
 */
export const solicitar =
	(deps: DepsTramite) =>
	(orden: { readonly actor: Actor; readonly matriculas: readonly string[] }): Promise<ResultadoFila[]> =>
		deps.base.enTransaccion(async (tx) => {
			const matriculas = enOrden(orden.matriculas)
			if (!tienePermiso(orden.actor.perfil, 'solicitar')) {
				return matriculas.map((matricula) => filaNegada(matricula, rechazo('sin-permiso')))
			}
			const candidatas = new Map<string, Solicitable>()
			const negativas = new Map<string, Rechazo<Motivo>>()
			const egresados = await leerEgresados(tx, matriculas, orden.actor)
			const hechos = await leerHechos(tx, deps, [...egresados.keys()])
			for (const matricula of matriculas) {
				const suyos = hechos.get(matricula)
				const vista = revisar(egresados.get(matricula), suyos && evaluarRequisitos(suyos))
				if (vista.ok) candidatas.set(matricula, vista.valor)
				else negativas.set(matricula, vista)
			}
			const abiertos = await abrirTramites(tx, deps, orden.actor, [...candidatas.values()])
			return matriculas.map((matricula) =>
				abiertos.has(matricula)
					? filaHecha(matricula)
					: filaNegada(matricula, negativas.get(matricula) ?? rechazo('tramite-abierto')),
			)
		})

/** Los incisos que faltan, como motivo (6). */
export const incumplidos = (requisitos: readonly Requisito[]): Rechazo<'requisitos-incumplidos'> =>
	rechazo('requisitos-incumplidos', {
		reglas: requisitos
			.filter((requisito) => !requisito.cumple)
			.map((requisito) => `${requisito.numeral} (${enFrase(requisito.titulo)})`)
			.join(', '),
	})

type EgresadoLeido = Awaited<ReturnType<typeof consultarEgresados>>[number]
type Solicitable = Omit<EgresadoLeido, 'modelo'> & { readonly modelo: '2008' | '2018' }

const leerEgresados = async (
	db: Lectura,
	matriculas: readonly string[],
	actor: Actor,
): Promise<ReadonlyMap<string, EgresadoLeido>> =>
	new Map(
		matriculas.length === 0
			? []
			: (await consultarEgresados(db, matriculas, actor)).map((egresado) => [egresado.matricula, egresado]),
	)

/** Lo ajeno no se lee: se contesta como lo que no existe (10). */
const consultarEgresados = (db: Lectura, matriculas: readonly string[], { ambito }: Actor) =>
	db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.innerJoin('planEstudios as s', 's.clave', 'e.planClave')
		.leftJoin('tramite as t', (union) =>
			union.onRef('t.matricula', '=', 'e.matricula').on('t.abierto', '=', 1),
		)
		.select(['e.matricula', 'e.plantelId', 'p.entidadId', 's.modelo', 't.id as tramiteAbierto'])
		.select('e.certificadoFisico')
		.where('e.matricula', 'in', matriculas)
		.where(enAmbito(ambito, { entidad: 'p.entidadId', plantel: 'e.plantelId' }))
		.execute()

const revisar = (
	egresado: EgresadoLeido | undefined,
	requisitos: readonly Requisito[] | undefined,
): Result<Solicitable, Motivo> => {
	if (!egresado || !requisitos) return rechazo('no-encontrado')
	const via = viaDe(egresado)
	if (via === 'modelo-anterior' || egresado.modelo === 'anterior') return rechazo('modelo-no-electronico')
	if (via === 'reposicion') return rechazo('reposicion-no-electronica')
	if (egresado.tramiteAbierto !== null) return rechazo('tramite-abierto')
	if (!permiteSolicitar(requisitos)) {
		return incumplidos(requisitos.filter((requisito) => requisito.regla !== 'd'))
	}
	return ok({ ...egresado, modelo: egresado.modelo })
}

/** Abre los trámites y devuelve las matrículas abiertas: si otro se adelantó, el índice único de la base lo dice. */
const abrirTramites = async (
	tx: Tx,
	deps: DepsTramite,
	autor: Actor,
	candidatas: readonly Solicitable[],
): Promise<ReadonlySet<string>> => {
	if (candidatas.length === 0) return new Set()
	const momento = deps.reloj()
	const abiertos = await tx
		.insertInto('tramite')
		.values(
			candidatas.map(({ matricula, plantelId, entidadId, modelo }) => ({
				id: deps.azar.id(),
				matricula,
				plantelId,
				entidadId,
				modelo,
				estado: 'solicitado' as const,
				creado: momento,
				actualizado: momento,
			})),
		)
		// Literal y no parámetro: SQLite sólo reconoce así el índice parcial.
		.onConflict((conflicto) => conflicto.column('matricula').where('abierto', '=', sql.lit(1)).doNothing())
		.returning(['id', 'matricula', 'plantelId', 'entidadId', 'modelo'])
		.execute()
	await anotarVarias(
		tx,
		deps,
		abiertos.map(({ id, plantelId, entidadId, modelo }) => ({
			autor,
			acto: 'solicitar',
			objeto: `tramite:${id}`,
			entidadId,
			plantelId,
			detalle: { a: 'solicitado', modelo },
		})),
	)
	return new Set(abiertos.map((abierto) => abierto.matricula))
}

// A media frase, «Datos validados» va en minúscula; «CURP» y «RENAPO» se quedan como son.
const enFrase = (titulo: string): string =>
	titulo.replace(/^\p{Lu}(?=\p{Ll})/u, (letra) => letra.toLocaleLowerCase('es-MX'))
