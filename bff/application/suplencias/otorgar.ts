import type { OtorgarSuplencia } from '#core/contract/suplencia.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { fechaEnMexico, leerFecha } from '#core/domain/fecha.ts'
import { ok, type Rechazo, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede } from '#core/domain/rol.ts'
import { reparoDeSuplente, revisarPeriodo, revisarPersonas, type Periodo } from '#core/domain/suplencia.ts'
import { anotar } from '../bitacora.ts'
import type { Azar, Base, Huella, Lectura, Reloj } from '../ports.ts'
import { personaDe, sellaAhi, type Asiento } from './personas.ts'

/**
 * La entidad otorga una suplencia (16): quién suple a quién, dónde, de cuándo a cuándo y por qué. Queda propuesta: no
 * vale hasta que una segunda persona la confirma. Dos del mismo sello y lugar no comparten un día: lo impide la base.
 */
export const otorgarSuplencia =
	(deps: { readonly base: Base; readonly reloj: Reloj; readonly azar: Azar; readonly huella: Huella }) =>
	async (
		orden: { readonly actor: Actor } & OtorgarSuplencia,
	): Promise<Result<{ readonly id: string }, Motivo>> => {
		const { actor, rol, titularId, suplenteId, tope, razon } = orden
		const asiento = await leerAsiento(deps.base.db, orden)
		const permiso = puede(actor, 'otorgar-suplencia', { entidadId: asiento?.entidadId ?? '' })
		if (!permiso.ok && permiso.motivo === 'sin-permiso') return permiso
		// Del plantel de otra entidad y del que no existe se dice lo mismo.
		if (asiento === null || !permiso.ok)
			return rechazo(orden.plantelId === null ? 'no-encontrado' : 'plantel-ajeno')
		const periodo = leerPeriodo(orden)
		if (!periodo.ok) return periodo
		const fechas = revisarPeriodo(periodo.valor, fechaEnMexico(deps.reloj()))
		if (!fechas.ok) return fechas
		const personas = revisarPersonas({ titularId, suplenteId, otorgaId: actor.personaId })
		if (!personas.ok) return personas
		const titular = await personaDe(deps.base.db, titularId)
		if (!titular || !sellaAhi(titular, asiento)) return rechazo('titular-no-corresponde')
		const suplente = await personaDe(deps.base.db, suplenteId)
		// Tres cuentas pueden ser de dos personas: la CURP lo dice.
		const otorga = await personaDe(deps.base.db, actor.personaId)
		const curps = [titular, suplente, otorga].flatMap((una) => una?.curp ?? [])
		if (new Set(curps).size < curps.length) return rechazo('suplencia-misma-persona')
		const reparo = reparoDeSuplente({
			activa: suplente?.activa === 1,
			curp: suplente?.curp ?? null,
			idCargo: suplente?.idCargo ?? null,
			deLaEntidad: suplente?.entidadId === asiento.entidadId,
			yaSellaAhi: suplente !== undefined && sellaAhi(suplente, asiento),
		})
		if (reparo !== null) return rechazo('suplente-no-elegible', { razon: reparo })
		const id = deps.azar.id()
		const { desde, hasta } = periodo.valor
		const { entidadId, plantelId } = asiento
		try {
			await deps.base.enTransaccion(async (tx) => {
				await tx
					.insertInto('suplencia')
					.values({
						...{ id, rol, entidadId, plantelId, titularId, suplenteId, desde, hasta, tope, razon },
						otorgaId: actor.personaId,
						otorgada: deps.reloj(),
					})
					.execute()
				await anotar(tx, deps, {
					autor: actor,
					acto: 'otorgar-suplencia',
					objeto: `suplencia:${id}`,
					entidadId,
					plantelId,
					detalle: { rol, titularId, suplenteId, desde, hasta, tope, razon },
				})
			})
			return ok({ id })
		} catch (error) {
			if (esTraslape(error)) return traslape(deps.base.db, asiento, periodo.valor)
			throw error
		}
	}

const leerAsiento = async (
	db: Lectura,
	{ actor, rol, plantelId }: { readonly actor: Actor } & OtorgarSuplencia,
): Promise<Asiento | null> => {
	if (rol === 'estatal') {
		const { ambito } = actor
		return plantelId !== null || ambito.tipo === 'nacional'
			? null
			: { rol, entidadId: ambito.entidadId, plantelId: null }
	}
	if (plantelId === null) return null
	const plantel = await db
		.selectFrom('plantel')
		.select(['id', 'entidadId'])
		.where('id', '=', plantelId)
		.executeTakeFirst()
	return plantel ? { rol, entidadId: plantel.entidadId, plantelId: plantel.id } : null
}

const leerPeriodo = ({ desde, hasta }: OtorgarSuplencia): Result<Periodo, 'fecha-invalida'> => {
	const [primero, ultimo] = [leerFecha(desde), leerFecha(hasta)]
	if (!primero.ok) return rechazo('fecha-invalida', { campo: 'desde' })
	if (!ultimo.ok) return rechazo('fecha-invalida', { campo: 'hasta' })
	return ok({ desde: primero.valor, hasta: ultimo.valor })
}

/** Las dos bases lo dicen con el mismo nombre. */
const esTraslape = (error: unknown): boolean =>
	error instanceof Error && error.message.includes('suplencia_sin_traslape')

/** Con cuál se traslapa: sus fechas, para escoger otras o revocarla antes. */
const traslape = async (
	db: Lectura,
	{ rol, entidadId, plantelId }: Asiento,
	{ desde, hasta }: Periodo,
): Promise<Rechazo<'suplencia-traslapada'>> => {
	const otras = await db
		.selectFrom('suplencia as s')
		.select(['s.desde', 's.hasta'])
		.where('s.rol', '=', rol)
		.where('s.entidadId', '=', entidadId)
		.where('s.plantelId', plantelId === null ? 'is' : '=', plantelId)
		.where('s.desde', '<=', hasta)
		.where('s.hasta', '>=', desde)
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('suplenciaSuceso as x')
						.select('x.suceso')
						.whereRef('x.suplenciaId', '=', 's.id')
						.where('x.suceso', 'in', ['negada', 'revocada']),
				),
			),
		)
		.orderBy('s.desde')
		.limit(1)
		.execute()
	const [otra] = otras
	return rechazo('suplencia-traslapada', { desde: otra?.desde ?? desde, hasta: otra?.hasta ?? hasta })
}
