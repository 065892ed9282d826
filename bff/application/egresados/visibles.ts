import { sql, type Expression, type RawBuilder } from 'kysely'
import type { Lectura } from '../ports.ts'
import { detenido, sinComprobar } from '../sellado/detenidos.ts'
import type { Situacion } from '#core/contract/egresado.ts'
import { ESTADOS_DEVUELTO } from '#core/domain/devolucion.ts'
import type { Ambito } from '#core/domain/rol.ts'
import type { EstadoTramite } from '#core/domain/tramite.ts'

export type Filtros = {
	readonly plantel?: string | undefined
	readonly generacion?: string | undefined
	readonly situacion?: Situacion | undefined
	readonly devuelto?: 'si' | undefined
	readonly revocacion?: 'detenido' | 'sin-comprobar' | undefined
	readonly busca?: string | undefined
}

/**
 * Los egresados que un ámbito alcanza (10), con su plantel `p`, su plan `s`, su último trámite `t` y el folio `f` de
 * éste. Todo lo que se lista, se cuenta o se abre sale de aquí: nadie ve fuera de su ámbito.
 */
export const egresadosVisibles = (db: Lectura, ambito: Ambito, filtros: Filtros = {}) => {
	let consulta = db
		.selectFrom('egresado as e')
		.innerJoin('plantel as p', 'p.id', 'e.plantelId')
		.innerJoin('planEstudios as s', 's.clave', 'e.planClave')
		.leftJoin('tramite as t', (union) =>
			union.on('t.id', '=', (e) =>
				e
					.selectFrom('tramite as u')
					.select('u.id')
					.whereRef('u.matricula', '=', 'e.matricula')
					.orderBy('u.abierto', 'desc')
					.orderBy('u.creado', 'desc')
					.orderBy('u.id', 'desc')
					.limit(1),
			),
		)
		.leftJoin('folio as f', 'f.tramiteId', 't.id')
	if (ambito.tipo !== 'nacional') consulta = consulta.where('p.entidadId', '=', ambito.entidadId)
	if (ambito.tipo === 'plantel') consulta = consulta.where('p.id', '=', ambito.plantelId)
	if (filtros.plantel) consulta = consulta.where('p.id', '=', filtros.plantel)
	if (filtros.generacion) consulta = consulta.where('e.generacion', '=', filtros.generacion)
	const { situacion } = filtros
	if (situacion === 'sin-tramite' || situacion === 'via-tradicional') {
		const via = situacion === 'sin-tramite' ? '<>' : '='
		consulta = consulta.where('t.id', 'is', null).where('s.modelo', via, 'anterior')
	} else if (situacion !== undefined) consulta = consulta.where('t.estado', '=', situacion)
	if (filtros.devuelto) {
		consulta = consulta.where('t.estado', 'in', ESTADOS_DEVUELTO).where(({ exists, selectFrom }) =>
			exists(
				selectFrom('devolucion as v')
					.select('v.tramiteId')
					.whereRef('v.tramiteId', '=', 't.id')
					.whereRef('v.intento', '=', sql<number>`t.intento - 1`),
			),
		)
	}
	if (filtros.revocacion === 'detenido') consulta = consulta.where(detenido())
	if (filtros.revocacion === 'sin-comprobar') consulta = consulta.where(sinComprobar())
	for (const palabra of palabrasDe(filtros.busca ?? '')) {
		consulta = consulta.where(sql<boolean>`${llano(BUSCABLE, 'N')} like ${`%${palabra}%`} escape '!'`)
	}
	return consulta
}

/** La situación visible: la de su trámite o, sin trámite, si va por la vía electrónica o por la tradicional (22). */
export const situacionDe = (fila: {
	readonly estado: EstadoTramite | null
	readonly modelo: string
}): Situacion => fila.estado ?? (fila.modelo === 'anterior' ? 'via-tradicional' : 'sin-tramite')

/** Apellidos y nombre en el orden del español, sin acentos y con la Ñ después de la N, igual en las dos bases. */
export const porNombre = (): RawBuilder<string> =>
	// «N}» ordena después de cualquier N.
	llano(sql<string>`e.primer_apellido || ' ' || coalesce(e.segundo_apellido, '') || ' ' || e.nombre`, 'N}')

const BUSCABLE = sql<string>`e.nombre || ' ' || e.primer_apellido || ' ' || coalesce(e.segundo_apellido, '')
	|| ' ' || e.matricula || ' ' || e.curp || ' ' || coalesce(f.folio, '')`

const ACENTOS = [
	['áÁ', 'A'],
	['éÉ', 'E'],
	['íÍ', 'I'],
	['óÓ', 'O'],
	['úÚüÜ', 'U'],
] as const

/** El texto en mayúsculas y sin acentos, dentro de la base: ni SQLite ni PostgreSQL traen lo mismo de fábrica. */
const llano = (texto: Expression<string>, enie: string): RawBuilder<string> =>
	[...ACENTOS, ['ñÑ', enie] as const].reduce(
		(expresion, [letras, llana]) =>
			[...letras].reduce((otra, letra) => sql<string>`replace(${otra}, ${letra}, ${llana})`, expresion),
		sql<string>`upper(${texto})`,
	)

/** Las palabras que se buscan, en la misma forma llana: quien escribe «munoz» encuentra a Muñoz. */
const palabrasDe = (busca: string): readonly string[] =>
	busca
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toUpperCase()
		.split(/\s+/)
		.filter((palabra) => palabra !== '')
		.slice(0, 8)
		.map((palabra) => palabra.replace(/[!%_]/g, '!$&'))
