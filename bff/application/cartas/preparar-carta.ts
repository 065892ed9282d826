import { leerAjuste } from '../ajustes/leer-ajuste.ts'
import type { Base, Huella, Lectura, Reloj } from '../ports.ts'
import { relacionDe, type Relacion } from './relacion.ts'
import type { CartaPorSellar } from '#core/contract/archivo/carta.ts'
import { type DatosDeCarta, limiteDeCarta } from '#core/domain/carta.ts'
import type { Fecha } from '#core/domain/fecha.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'

type NoSePrepara = 'sin-permiso' | 'fuera-de-ambito' | 'custodio-sin-curp' | 'carta-sin-certificados'

/** Lo que la carta de la entidad de quien pregunta diría en este momento (14). No escribe nada. */
export const prepararCarta =
	(deps: { readonly base: Base; readonly reloj: Reloj; readonly huella: Huella }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<CartaPorSellar, NoSePrepara>> => {
		const armada = await armarCarta(deps.base.db, deps.huella, actor, deps.reloj())
		return armada.ok ? ok(armada.valor.datos) : armada
	}

/**
 * Rearma una carta de los renglones de hoy, hasta `corte`. Quien la firma es quien la resguarda: Servicios Escolares de la
 * entidad, con la CURP de su cuenta, que es la que su e.firma debe llevar.
 */
export const armarCarta = async (
	db: Lectura,
	huella: Huella,
	actor: Actor,
	corte: string,
): Promise<Result<{ readonly datos: DatosDeCarta; readonly relacion: Relacion }, NoSePrepara>> => {
	if (!tienePermiso(actor.perfil, 'sellar-carta')) return rechazo('sin-permiso', { acto: 'sellar-carta' })
	if (actor.ambito.tipo !== 'entidad') return rechazo('fuera-de-ambito')
	const { entidadId } = actor.ambito
	const persona = await db
		.selectFrom('persona')
		.select(['nombre', 'primerApellido', 'segundoApellido', 'curp', 'cargo'])
		.where('id', '=', actor.personaId)
		.where('activa', '=', 1)
		.executeTakeFirst()
	if (!persona) return rechazo('sin-permiso')
	if (persona.curp === null) return rechazo('custodio-sin-curp')
	const { nombre: entidad } = await db
		.selectFrom('entidad')
		.select('nombre')
		.where('id', '=', entidadId)
		.executeTakeFirstOrThrow()
	const relacion = await relacionDe(db, entidadId, corte)
	if (relacion.certificados === 0) return rechazo('carta-sin-certificados')
	const inicio = (await leerAjuste(db, 'inicio-nacional', null)) as Fecha
	return ok({
		relacion,
		datos: {
			...{ entidadId, entidad, numero: await numeroQueSigue(db, entidadId) },
			custodio: {
				nombre: nombreCompleto(persona),
				curp: persona.curp,
				cargo: persona.cargo ?? 'Responsable de Servicios Escolares',
			},
			...{ corte, certificados: relacion.certificados, relacion: huella(relacion.csv) },
			...{ inicio, limite: limiteDeCarta(inicio) },
		},
	})
}

const numeroQueSigue = async (db: Lectura, entidadId: string): Promise<number> => {
	const { ultimo } = await db
		.selectFrom('carta')
		.select((e) => e.fn.max<number | null>('numero').as('ultimo'))
		.where('entidadId', '=', entidadId)
		.executeTakeFirstOrThrow()
	return (ultimo ?? 0) + 1
}
