import type { PorSellar } from '#core/contract/sellado.ts'
import type { Lectura } from '../ports.ts'
import { entidadRevisada, planRevisado, plantelRevisado, revisadoDe, type Revisado } from './lo-revisado.ts'

/** Lo revisado de cada trámite, y aparte lo que varios comparten. */
type Revisados = {
	readonly comun: Pick<PorSellar, 'entidad' | 'planteles' | 'planes'>
	readonly porTramite: ReadonlyMap<
		string,
		Pick<PorSellar['certificados'][number], 'folio' | 'matricula' | 'nombreEditado'> & {
			readonly revisado: Revisado
		}
	>
}

/**
 * Lee de los renglones de hoy lo revisado de unos trámites de una entidad (16): si SAE o un catálogo cambió después de armar
 * el documento, se nota. Cinco consultas, sean cuantos sean; hasta mil trámites.
 */
export const leerRevisados = async (
	db: Lectura,
	{ entidadId, tramites }: { readonly entidadId: string; readonly tramites: readonly string[] },
): Promise<Revisados> => {
	const entidad = await db
		.selectFrom('entidad')
		.selectAll()
		.where('id', '=', entidadId)
		.executeTakeFirstOrThrow()
	const comun = { entidad: entidadRevisada(entidad), planteles: {}, planes: {} }
	if (tramites.length === 0) return { comun, porTramite: new Map() }
	const filas = await leerFilas(db, tramites)
	const planes = await leerPlanes(db, [...new Set(filas.map(({ planClave }) => planClave))])
	const planteles = await db
		.selectFrom('plantel')
		.selectAll()
		.where('id', 'in', [...new Set(filas.map(({ plantelDelTramite }) => plantelDelTramite))])
		.execute()
	const cursados = await leerCursados(
		db,
		filas.map(({ matricula }) => matricula),
	)
	return {
		comun: {
			...comun,
			planteles: Object.fromEntries(planteles.map((uno) => [uno.id, plantelRevisado(uno)])),
			planes: Object.fromEntries([...planes].map(([clave, { revisado }]) => [clave, revisado])),
		},
		porTramite: new Map(
			filas.map(({ tramiteId, folio, nombreEditado, tramite, plantelDelTramite, ...egresado }) => [
				tramiteId,
				{
					folio,
					matricula: egresado.matricula,
					nombreEditado: nombreEditado === 1,
					revisado: revisadoDe({
						nombre: tramite,
						plantel: plantelDelTramite,
						egresado,
						calificaciones: (planes.get(egresado.planClave)?.claves ?? []).map(
							(clave) => cursados.get(egresado.matricula)?.get(clave) ?? null,
						),
					}),
				},
			]),
		),
	}
}

const leerFilas = async (db: Lectura, tramites: readonly string[]) => {
	const filas = await db
		.selectFrom('tramite as t')
		.innerJoin('folio as f', 'f.tramiteId', 't.id')
		.innerJoin('egresado as e', 'e.matricula', 't.matricula')
		.selectAll('e')
		.select(['t.id as tramiteId', 't.nombreEditado', 't.plantelId as plantelDelTramite', 'f.folio'])
		.select([
			't.nombre as confirmado',
			't.primerApellido as primerConfirmado',
			't.segundoApellido as segundoConfirmado',
		])
		.where('t.id', 'in', tramites)
		.execute()
	return filas.map(({ confirmado, primerConfirmado, segundoConfirmado, ...resto }) => ({
		...resto,
		tramite: {
			nombre: confirmado ?? '',
			primerApellido: primerConfirmado ?? '',
			segundoApellido: segundoConfirmado,
		},
	}))
}

/** Los planes y las claves de los módulos que el certificado enumera: los de formación para el trabajo. */
const leerPlanes = async (db: Lectura, claves: readonly string[]) => {
	const planes = await db.selectFrom('planEstudios').selectAll().where('clave', 'in', claves).execute()
	const modulos = await db
		.selectFrom('moduloPlan')
		.selectAll()
		.where('planClave', 'in', claves)
		.where('formacionTrabajo', '=', 1)
		.orderBy('orden')
		.orderBy('clave')
		.execute()
	return new Map(
		planes.map((plan) => {
			const suyos = modulos.filter(({ planClave }) => planClave === plan.clave)
			return [
				plan.clave,
				{ revisado: planRevisado(plan, suyos), claves: suyos.map(({ clave }) => clave) },
			] as const
		}),
	)
}

const leerCursados = async (db: Lectura, matriculas: readonly string[]) => {
	const cursados = new Map<string, Map<string, string | null>>()
	for (const { matricula, clave, calificacion } of await db
		.selectFrom('moduloCursado')
		.select(['matricula', 'clave', 'calificacion'])
		.where('matricula', 'in', matriculas)
		.execute()) {
		const suyos = cursados.get(matricula) ?? new Map<string, string | null>()
		suyos.set(clave, calificacion)
		cursados.set(matricula, suyos)
	}
	return cursados
}
