import type { Suplencias } from '#core/contract/suplencia.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede, tienePermiso } from '#core/domain/rol.ts'
import {
	actoQueResponde,
	enVigor,
	estadoDeSuplencia,
	puedeResponder,
	sucesosQueAdmite,
} from '#core/domain/suplencia.ts'
import { plantelesVisibles } from '../folios/planteles-visibles.ts'
import type { Base, Lectura, Reloj } from '../ports.ts'
import {
	enDominio,
	lugarDe,
	otorganteDe,
	puedeSuplir,
	sucesosDe,
	suplencias,
	suplenteDe,
	titularDe,
	type FilaSuplencia,
	type Suceso,
} from './filas.ts'

const TOPE = 200

/** Las suplencias que quien pregunta alcanza (16), con lo que puede hacer de cada una, y dónde puede otorgar. */
export const listarSuplencias =
	({ base: { db }, reloj }: { readonly base: Base; readonly reloj: Reloj }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<Suplencias, Motivo>> => {
		if (!tienePermiso(actor.perfil, 'ver-suplencias'))
			return rechazo('sin-permiso', { acto: 'ver-suplencias' })
		const { ambito } = actor
		let consulta = suplencias(db).orderBy('s.otorgada', 'desc').orderBy('s.id', 'desc').limit(TOPE)
		if (ambito.tipo !== 'nacional') consulta = consulta.where('s.entidadId', '=', ambito.entidadId)
		if (ambito.tipo === 'plantel') consulta = consulta.where('s.plantelId', '=', ambito.plantelId)
		const filas = await consulta.execute()
		const sucesos = await sucesosDe(
			db,
			filas.map(({ id }) => id),
		)
		const hoy = fechaEnMexico(reloj())
		return ok({
			suplencias: filas.map((fila) => vista(actor, fila, sucesos.get(fila.id) ?? [], hoy)),
			otorga: await dondeOtorga(db, actor),
		})
	}

const vista = (
	actor: Actor,
	fila: FilaSuplencia,
	sucesos: readonly Suceso[],
	hoy: ReturnType<typeof fechaEnMexico>,
): Suplencias['suplencias'][number] => {
	const suplencia = enDominio(fila, sucesos)
	const estado = estadoDeSuplencia(suplencia, hoy)
	const admite = sucesosQueAdmite(estado)
	const lugar = lugarDe(fila)
	return {
		id: fila.id,
		rol: fila.rol,
		entidad: { id: fila.entidadId, nombre: fila.entidad },
		plantel: fila.plantelId === null ? null : { id: fila.plantelId, nombre: fila.plantel ?? '' },
		titular: { id: fila.titularId, nombre: titularDe(fila), cargo: fila.titularCargo },
		suplente: { id: fila.suplenteId, nombre: suplenteDe(fila), cargo: fila.suplenteCargo },
		desde: fila.desde,
		hasta: fila.hasta,
		tope: fila.tope,
		sellados: suplencia.sellados,
		razon: fila.razon,
		estado,
		enVigor: enVigor(suplencia, hoy) && puedeSuplir(fila),
		otorgo: { nombre: otorganteDe(fila), momento: fila.otorgada },
		sucesos: sucesos.map(({ suceso, nombre, razon, momento }) => ({ suceso, nombre, razon, momento })),
		puede: {
			responder:
				admite.includes('confirmada') &&
				puede(actor, actoQueResponde(fila.rol), lugar).ok &&
				puedeResponder(fila, actor.personaId),
			revocar: admite.includes('revocada') && puede(actor, 'revocar-suplencia', lugar).ok,
		},
	}
}

const dondeOtorga = async (db: Lectura, actor: Actor): Promise<Suplencias['otorga']> => {
	const { ambito } = actor
	if (ambito.tipo !== 'entidad' || !puede(actor, 'otorgar-suplencia', ambito).ok) return null
	const entidad = await db
		.selectFrom('entidad')
		.select(['id', 'nombre'])
		.where('id', '=', ambito.entidadId)
		.executeTakeFirstOrThrow()
	const planteles = await plantelesVisibles(db, ambito)
	return { entidad, planteles: planteles.map(({ id, nombre }) => ({ id, nombre })) }
}
