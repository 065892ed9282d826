import { sql } from 'kysely'
import type { Lectura } from '../ports.ts'
import type { ConsultaEgresados } from '#core/contract/egresado.ts'
import { REGLAS } from '#core/domain/requisitos.ts'
import type { Ambito } from '#core/domain/rol.ts'

export type Filtros = Partial<Omit<ConsultaEgresados, 'pagina' | 'orden'>>

/**
 * Los renglones de `evaluacion` que un ámbito alcanza (10) y los filtros dejan: de aquí se cuenta y se pagina, sin leer a
 * nadie. Todo lo que se lista o se cuenta sale de aquí: nadie ve fuera de su ámbito.
 */
export const anotadosVisibles = (db: Lectura, ambito: Ambito, filtros: Filtros = {}) => {
	let consulta = db.selectFrom('evaluacion as v')
	if (ambito.tipo !== 'nacional') consulta = consulta.where('v.entidadId', '=', ambito.entidadId)
	if (ambito.tipo === 'plantel') consulta = consulta.where('v.plantelId', '=', ambito.plantelId)
	if (filtros.entidad) consulta = consulta.where('v.entidadId', '=', filtros.entidad)
	if (filtros.plantel) consulta = consulta.where('v.plantelId', '=', filtros.plantel)
	if (filtros.generacion) consulta = consulta.where('v.generacion', '=', filtros.generacion)
	if (filtros.situacion) consulta = consulta.where('v.situacion', '=', filtros.situacion)
	if (filtros.regla) {
		consulta = consulta.where(sql<number>`v.detiene & ${1 << REGLAS.indexOf(filtros.regla)}`, '<>', 0)
	}
	if (filtros.puede) consulta = consulta.where('v.puede', '=', 1)
	if (filtros.aviso) consulta = consulta.where('v.avisos', '<>', 0)
	if (filtros.devuelto) consulta = consulta.where('v.devuelto', '=', 1)
	if (filtros.revocacion === 'detenido') consulta = consulta.where('v.detenido', '=', 1)
	if (filtros.revocacion === 'sin-comprobar') {
		consulta = consulta.where('v.sinComprobarDesde', 'is not', null)
	}
	if (filtros.matriculas) consulta = consulta.where('v.matricula', 'in', ['', ...filtros.matriculas])
	if (filtros.carrera) {
		const { carrera } = filtros
		consulta = consulta.where('v.planClave', 'in', ({ selectFrom }) =>
			selectFrom('planEstudios as s').select('s.clave').where('s.carrera', '=', carrera),
		)
	}
	if (filtros.renapo) {
		const { renapo } = filtros
		consulta = consulta.where('v.matricula', 'in', ({ selectFrom }) =>
			selectFrom('confrontaEncargada as c').select('c.matricula').where('c.estado', '=', renapo),
		)
	}
	for (const palabra of palabrasDe(filtros.busca ?? '')) {
		consulta = consulta.where(({ or, exists, selectFrom }) => {
			const enSusDatos = sql<boolean>`v.buscable like ${`%${palabra}%`} escape '!'`
			if (!/\d/.test(palabra)) return enSusDatos
			return or([
				enSusDatos,
				exists(
					selectFrom('folio as f')
						.select('f.folio')
						.whereRef('f.tramiteId', '=', 'v.tramiteId')
						.where(sql<boolean>`f.folio like ${`%${palabra}%`} escape '!'`),
				),
			])
		})
	}
	return consulta
}

/**
 * Los egresados que un ámbito alcanza (10), con lo anotado `v`, su plantel `p`, su plan `s`, su último trámite `t` y el
 * folio `f` de éste.
 */
export const egresadosVisibles = (db: Lectura, ambito: Ambito) => {
	const todos = db
		.selectFrom('evaluacion as v')
		.innerJoin('egresado as e', 'e.matricula', 'v.matricula')
		.innerJoin('plantel as p', 'p.id', 'v.plantelId')
		.innerJoin('planEstudios as s', 's.clave', 'e.planClave')
		.leftJoin('tramite as t', 't.id', 'v.tramiteId')
		.leftJoin('folio as f', 'f.tramiteId', 'v.tramiteId')
	switch (ambito.tipo) {
		case 'nacional':
			return todos
		case 'entidad':
			return todos.where('v.entidadId', '=', ambito.entidadId)
		case 'plantel':
			return todos.where('v.entidadId', '=', ambito.entidadId).where('v.plantelId', '=', ambito.plantelId)
	}
}

/** Las palabras que se buscan, llanas como lo anotado: quien escribe «munoz» encuentra a Muñoz. */
export const palabrasDe = (busca: string): readonly string[] =>
	busca
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toUpperCase()
		.split(/\s+/)
		.filter((palabra) => palabra !== '')
		.slice(0, 8)
		.map((palabra) => palabra.replace(/[!%_]/g, '!$&'))
