import type { Elegibles } from '#core/contract/suplencia.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede } from '#core/domain/rol.ts'
import type { RolSello } from '#core/domain/suplencia.ts'
import type { Base, Lectura } from '../ports.ts'

/** El cargo que se suple: qué sello y dónde. `plantelId` es null en el estatal. */
export type Asiento = {
	readonly rol: RolSello
	readonly entidadId: string
	readonly plantelId: string | null
}

const ELEGIBLES = 50
/** Más personas con cargo que éstas no tiene ninguna entidad. */
const TOPE = 2000

const personas = (db: Lectura) =>
	db
		.selectFrom('persona as p')
		.leftJoin('plantel as pl', 'pl.id', 'p.plantelId')
		.select(['p.id', 'p.nombre', 'p.primerApellido', 'p.segundoApellido', 'p.curp', 'p.idCargo', 'p.cargo'])
		.select(['p.perfil', 'p.plantelId', 'p.activa', 'pl.nombre as plantel'])
		.select((e) => e.fn.coalesce('pl.entidadId', 'p.entidadId').as('entidadId'))

type PersonaDeEntidad = Awaited<ReturnType<ReturnType<typeof personas>['execute']>>[number]

/** Una persona con la entidad a la que pertenece, por sí o por su plantel. */
export const personaDe = (db: Lectura, id: string): Promise<PersonaDeEntidad | undefined> =>
	personas(db).where('p.id', '=', id).executeTakeFirst()

/** Si esa persona es, por su perfil, quien pone ese sello ahí. */
export const sellaAhi = (
	persona: Pick<PersonaDeEntidad, 'perfil' | 'plantelId' | 'entidadId'>,
	{ rol, entidadId, plantelId }: Asiento,
): boolean =>
	rol === 'plantel'
		? persona.perfil === 'director-plantel' && persona.plantelId === plantelId
		: persona.perfil === 'director-estatal' && persona.entidadId === entidadId

/**
 * Para otorgar (16): a quién se suple en ese lugar y quiénes de la entidad pueden suplirlo, hasta 50 por apellido. El
 * titular se ofrece aunque su cuenta ya no esté activa: de un cargo recién vacante también hace falta suplencia.
 */
export const buscarElegibles =
	({ base: { db } }: { readonly base: Base }) =>
	async (orden: {
		readonly actor: Actor
		readonly rol: RolSello
		readonly plantel?: string | undefined
		readonly busca?: string | undefined
	}): Promise<Result<Elegibles, Motivo>> => {
		const { actor, rol } = orden
		const { ambito } = actor
		const entidadId = ambito.tipo === 'entidad' ? ambito.entidadId : ''
		const permiso = puede(actor, 'otorgar-suplencia', { entidadId })
		if (!permiso.ok) return permiso
		const plantelId = rol === 'plantel' ? (orden.plantel ?? '') : null
		if (plantelId !== null) {
			const plantel = await db
				.selectFrom('plantel')
				.select('entidadId')
				.where('id', '=', plantelId)
				.executeTakeFirst()
			if (plantel?.entidadId !== entidadId) return rechazo('plantel-ajeno')
		}
		const asiento: Asiento = { rol, entidadId, plantelId }
		const todas = await personas(db)
			.where((e) => e(e.fn.coalesce('pl.entidadId', 'p.entidadId'), '=', entidadId))
			.orderBy('p.id')
			.limit(TOPE)
			.execute()
		todas.sort((a, b) => porApellido(a).localeCompare(porApellido(b), 'es'))
		const titulares = todas.filter((una) => sellaAhi(una, asiento))
		const palabras = llano(orden.busca ?? '')
			.split(/\s+/)
			.filter((palabra) => palabra !== '')
		const suplentes = todas.filter(
			(una) =>
				una.activa === 1 &&
				una.curp !== null &&
				una.idCargo !== null &&
				una.id !== actor.personaId &&
				!sellaAhi(una, asiento) &&
				palabras.every((palabra) =>
					llano(`${nombreCompleto(una)} ${una.cargo ?? ''} ${una.plantel ?? ''}`).includes(palabra),
				),
		)
		return ok({
			titulares: titulares
				.filter(({ id }) => id !== actor.personaId)
				.map((una) => ({ ...vista(una), activa: una.activa === 1 })),
			suplentes: suplentes
				.slice(0, ELEGIBLES)
				.map((una) => ({ ...vista(una), lugar: una.plantel ?? 'Oficinas de la entidad' })),
			hayMas: suplentes.length > ELEGIBLES,
		})
	}

const vista = (una: PersonaDeEntidad) => ({ id: una.id, nombre: nombreCompleto(una), cargo: una.cargo })

const porApellido = (una: PersonaDeEntidad): string =>
	`${una.primerApellido} ${una.segundoApellido ?? ''} ${una.nombre}`

/** Sin acentos ni mayúsculas: quien escribe «munoz» encuentra a Muñoz. */
const llano = (texto: string): string =>
	texto
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toLowerCase()
