import type { Base } from '../../application/ports.ts'
import { asignarRango } from '../../application/folios/asignar-rango.ts'
import { autorizar } from '../../application/tramites/autorizar.ts'
import { cargar } from '../../application/tramites/cargar.ts'
import { confirmarNombre } from '../../application/tramites/confirmar-nombre.ts'
import { registrar } from '../../application/tramites/registrar.ts'
import { solicitar } from '../../application/tramites/solicitar.ts'
import { ENTIDADES, PLANTELES } from '../../simuladores/mundo/catalogo.ts'
import { proponerNombre } from '#core/domain/nombre.ts'
import type { Actor } from '#core/domain/rol.ts'
import { exigir } from '#core/domain/result.ts'

/** Cuántos de los que pueden llegan a cada paso, por plantel: para que cada pantalla tenga algo que hacer. */
const PASOS = { solicitados: 30, autorizados: 24, registrados: 20, cargados: 16, confirmados: 12 } as const

type Deps = Parameters<typeof registrar>[0]

/** Lleva parte de la generación por los actos de verdad, con las personas de verdad de la demostración. */
export const avanzarDemo = async (deps: Deps): Promise<void> => {
	for (const entidad of ENTIDADES) {
		const estatal = await actorDe(deps.base, `${entidad.id}-escolares`, {
			tipo: 'entidad',
			entidadId: entidad.id,
		})
		for (const plantel of PLANTELES.filter((uno) => uno.entidadId === entidad.id)) {
			await asignarRangos(deps, estatal, plantel.id)
			await avanzarPlantel(deps, estatal, entidad.id, plantel.id)
		}
	}
}

const asignarRangos = async (deps: Deps, estatal: Actor, plantelId: string): Promise<void> => {
	const desde = PLANTELES.findIndex((plantel) => plantel.id === plantelId) * 500 + 1
	for (const modelo of ['2018', '2008'] as const) {
		exigir(await asignarRango(deps)({ actor: estatal, plantelId, modelo, desde, hasta: desde + 199 }))
	}
}

const avanzarPlantel = async (
	deps: Deps,
	estatal: Actor,
	entidadId: string,
	plantelId: string,
): Promise<void> => {
	const actor = await actorDe(deps.base, `${plantelId}-escolares`, { tipo: 'plantel', entidadId, plantelId })
	const egresados = await deps.base.db
		.selectFrom('egresado')
		.select('matricula')
		.where('plantelId', '=', plantelId)
		.orderBy('matricula', 'desc')
		.execute()
	await solicitar(deps)({
		actor,
		matriculas: egresados.slice(0, PASOS.solicitados).map((uno) => uno.matricula),
	})
	const tramites = (
		await deps.base.db
			.selectFrom('tramite')
			.select('id')
			.where('plantelId', '=', plantelId)
			.where('estado', '=', 'solicitado')
			.orderBy('id')
			.execute()
	).map((tramite) => tramite.id)
	await autorizar(deps)({ actor: estatal, tramites: tramites.slice(0, PASOS.autorizados) })
	await registrar(deps)({ actor, tramites: tramites.slice(0, PASOS.registrados) })
	await cargar(deps)({ actor, tramites: tramites.slice(0, PASOS.cargados) })
	for (const tramiteId of tramites.slice(0, PASOS.confirmados)) {
		const sae = await deps.base.db
			.selectFrom('tramite as t')
			.innerJoin('egresado as e', 'e.matricula', 't.matricula')
			.select(['e.nombre', 'e.primerApellido', 'e.segundoApellido'])
			.where('t.id', '=', tramiteId)
			.executeTakeFirstOrThrow()
		await confirmarNombre(deps)({ actor, tramiteId, nombre: proponerNombre(sae) })
	}
}

const actorDe = async (base: Base, id: string, ambito: Actor['ambito']): Promise<Actor> => {
	const persona = await base.db
		.selectFrom('persona')
		.select(['id', 'perfil'])
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return { personaId: persona.id, perfil: persona.perfil, ambito }
}
