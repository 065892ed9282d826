import type { Persona, Personas } from '#core/contract/mesa/persona.ts'
import { PERFILES_DE_ENTIDAD, type PerfilDeEntidad } from '#core/domain/mesa/asunto.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import type { Base, Lectura, Tx } from '../ports.ts'

const HASTA = 50
/** Más personas con perfil que éstas no tiene la nación: unas cuatro por plantel. */
const TOPE = 5000

/** Las cuentas que una entidad pide y TI administra (10), con la entidad a la que pertenecen por sí o por su plantel. */
const cuentas = (db: Lectura | Tx) =>
	db
		.selectFrom('persona as p')
		.leftJoin('plantel as pl', 'pl.id', 'p.plantelId')
		.innerJoin('entidad as e', (u) =>
			u.on((x) => x('e.id', '=', x.fn.coalesce('pl.entidadId', 'p.entidadId'))),
		)
		.select(['p.id', 'p.correo', 'p.nombre', 'p.primerApellido', 'p.segundoApellido', 'p.curp', 'p.idCargo'])
		.select(['p.cargo', 'p.perfil', 'p.plantelId', 'p.activa', 'pl.nombre as plantel', 'e.nombre as entidad'])
		.select('e.id as entidadId')
		.where('p.perfil', 'in', PERFILES_DE_ENTIDAD)

type Cuenta = Awaited<ReturnType<ReturnType<typeof cuentas>['execute']>>[number]

/** Una cuenta de esa entidad; undefined si no existe, es de otra o no es de los perfiles que la entidad pide. */
export const personaDeEntidad = async (
	db: Lectura | Tx,
	entidadId: string,
	personaId: string,
): Promise<Persona | undefined> => {
	const cuenta = await cuentas(db)
		.where('p.id', '=', personaId)
		.where('e.id', '=', entidadId)
		.executeTakeFirst()
	return cuenta && vista(cuenta)
}

/** Los planteles de una entidad, por su nombre. */
export const plantelesDe = (db: Lectura | Tx, entidadId: string) =>
	db
		.selectFrom('plantel')
		.select(['id', 'nombre'])
		.where('entidadId', '=', entidadId)
		.orderBy('nombre')
		.execute()

/** Las cuentas (10) que quien pregunta alcanza: la entidad, las suyas; TI, todas. Hasta 50, por apellido. */
export const leerPersonas =
	({ base: { db } }: { readonly base: Base }) =>
	async ({
		actor,
		busca = '',
	}: {
		readonly actor: Actor
		readonly busca?: string | undefined
	}): Promise<Result<Personas, 'sin-permiso'>> => {
		const { ambito } = actor
		if (!tienePermiso(actor.perfil, 'ver-personas') || ambito.tipo === 'plantel')
			return rechazo('sin-permiso', { acto: 'ver-personas' })
		const suyas = ambito.tipo === 'entidad' ? cuentas(db).where('e.id', '=', ambito.entidadId) : cuentas(db)
		const palabras = llano(busca).split(/\s+/).filter(Boolean)
		const halladas = (await suyas.orderBy('p.id').limit(TOPE).execute())
			.filter((una) => {
				const texto = llano(`${nombreCompleto(una)} ${una.correo} ${una.plantel ?? una.entidad}`)
				return palabras.every((palabra) => texto.includes(palabra))
			})
			.sort((a, b) => porApellido(a).localeCompare(porApellido(b), 'es'))
		return ok({
			personas: halladas.slice(0, HASTA).map(vista),
			hayMas: halladas.length > HASTA,
			planteles: ambito.tipo === 'entidad' ? await plantelesDe(db, ambito.entidadId) : [],
		})
	}

const vista = ({ plantel, entidad, entidadId: _, activa, perfil, ...una }: Cuenta): Persona => ({
	...una,
	perfil: perfil as PerfilDeEntidad,
	lugar: plantel ?? entidad,
	activa: activa === 1,
})

const porApellido = (una: Cuenta): string =>
	`${una.primerApellido} ${una.segundoApellido ?? ''} ${una.nombre}`

/** Sin acentos ni mayúsculas: quien escribe «munoz» encuentra a Muñoz. */
const llano = (texto: string): string =>
	texto
		.normalize('NFD')
		.replace(/[\u0300-\u036f]/g, '')
		.toLowerCase()
