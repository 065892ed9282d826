import type { Turnos } from '#core/contract/suplencia.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { fechaEnMexico, type Fecha } from '#core/domain/fecha.ts'
import { ok, type Rechazo, rechazo, type Result } from '#core/domain/result.ts'
import { alcanza, type Actor, type Lugar } from '#core/domain/rol.ts'
import { enVigor, estadoDeSuplencia } from '#core/domain/suplencia.ts'
import type { EstadoTramite } from '#core/domain/tramite.ts'
import type { Base, Lectura, Reloj, Tx } from '../ports.ts'
import {
	apartarSuplencia,
	enDominio,
	lugarDe,
	puedeSuplir,
	sucesosDe,
	suplencias,
	titularDe,
	type FilaSuplencia,
	type Suceso,
} from '../suplencias/filas.ts'
import { turnoDe, turnoDeRol, type SuplenciaDeTurno, type Turno } from './rol-de-sello.ts'

/** El turno propio, si lo hay, y los de las suplencias en vigor el día `hoy`, de la que termina antes a la última (16). */
export const turnosDe = async (db: Lectura | Tx, actor: Actor, hoy: Fecha): Promise<readonly Turno[]> => {
	const propio = turnoDe(actor)
	const suplidos = (await suplenciasDe(db, actor.personaId, hoy)).flatMap(({ fila, sucesos }) =>
		puedeSuplir(fila) && enVigor(enDominio(fila, sucesos), hoy)
			? [turnoDeRol(fila.rol, ambitoDe(fila), deTurno(fila))]
			: [],
	)
	return propio.ok ? [propio.valor, ...suplidos] : suplidos
}

/** `propio`, o el id de la suplencia: así lo nombra la dirección. */
export const claveDeTurno = ({ suplencia }: Turno): string => suplencia?.id ?? 'propio'

/**
 * El turno que la persona pide por su clave, o el primero que tenga. A quien ya no tiene por una suplencia que terminó
 * se le dice cuándo terminó; a quien nunca tuvo, que su perfil no puede.
 */
export const escogerTurno = async (
	db: Lectura,
	actor: Actor,
	hoy: Fecha,
	clave?: string,
): Promise<Result<Turno, Motivo>> => {
	const turnos = await turnosDe(db, actor, hoy)
	const hallado = clave === undefined ? turnos[0] : turnos.find((turno) => claveDeTurno(turno) === clave)
	return hallado ? ok(hallado) : sinTurno(db, actor, hoy, { suplencia: clave })
}

/** De varios turnos, el que alcanza a ese trámite: el que su estado espera y, si ninguno, el primero. */
export const turnoPara = (
	turnos: readonly Turno[],
	tramite: Lugar & { readonly estado: EstadoTramite },
): Turno | undefined => {
	const alcanzan = turnos.filter(({ ambito }) => alcanza(ambito, tramite))
	return alcanzan.find(({ espera }) => espera === tramite.estado) ?? alcanzan[0]
}

/** Por qué no hay turno: terminó la suplencia que lo daba (esa, o la que alcanzaba ese lugar), o nunca hubo. */
export const sinTurno = async (
	db: Lectura,
	actor: Actor,
	hoy: Fecha,
	{ suplencia, lugar }: { readonly suplencia?: string | undefined; readonly lugar?: Lugar } = {},
): Promise<Rechazo<Motivo>> => {
	const terminadas = (await suplenciasDe(db, actor.personaId)).flatMap(({ fila, sucesos }) => {
		const termino = terminoDe(fila, sucesos, hoy)
		const esa = suplencia === undefined || suplencia === 'propio' || fila.id === suplencia
		return termino !== null && esa && (lugar === undefined || alcanza(ambitoDe(fila), lugar)) ? [termino] : []
	})
	// De varias, la que terminó al último: es de la que la persona se acuerda.
	const [ultima] = terminadas.sort((a, b) => (a.fecha < b.fecha ? 1 : -1))
	if (ultima) return ultima.no
	return turnoDe(actor).ok || lugar
		? rechazo('fuera-de-ambito')
		: rechazo('sin-permiso', { perfil: actor.perfil })
}

/**
 * Dentro de la transacción que sella: aparta la suplencia y vuelve a preguntar si vale en ese momento. Quien la revoca
 * espera a que esto termine, o llega antes y aquí se ve. Devuelve cuántos certificados quedan; `null`, sin tope.
 */
export const tomarSuplencia = async (
	tx: Tx,
	id: string,
	momento: string,
): Promise<Result<{ readonly quedan: number | null; readonly tope: number | null }, Motivo>> => {
	await apartarSuplencia(tx, id)
	const fila = await suplencias(tx).where('s.id', '=', id).executeTakeFirst()
	const sucesos = (await sucesosDe(tx, [id])).get(id) ?? []
	const hoy = fechaEnMexico(momento)
	if (fila && puedeSuplir(fila) && enVigor(enDominio(fila, sucesos), hoy)) {
		return ok({ quedan: deTurno(fila).quedan, tope: fila.tope })
	}
	return (fila && terminoDe(fila, sucesos, hoy)?.no) ?? rechazo('sin-permiso')
}

/** Los turnos de quien entró, para que escoja como quién firma y para que la app le ofrezca firmar. */
export const leerTurnos =
	({ base: { db }, reloj }: { readonly base: Base; readonly reloj: Reloj }) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Turnos> => {
		const turnos = await turnosDe(db, actor, fechaEnMexico(reloj()))
		const nombres = await nombresDe(db, turnos)
		return {
			turnos: turnos.map((turno) => ({
				clave: claveDeTurno(turno),
				rol: turno.rol,
				lugar: nombres.get(idDeLugar(turno)) ?? '',
				suplencia:
					turno.suplencia === null
						? null
						: {
								titular: turno.suplencia.titular,
								hasta: turno.suplencia.hasta,
								quedan: turno.suplencia.quedan,
							},
			})),
		}
	}

/** Si hoy tiene algo que pueda sellar, por su cargo o por una suplencia. */
export const tieneTurno =
	({ base: { db }, reloj }: { readonly base: Base; readonly reloj: Reloj }) =>
	async (actor: Actor): Promise<boolean> =>
		(await turnosDe(db, actor, fechaEnMexico(reloj()))).length > 0

type ConSucesos = { readonly fila: FilaSuplencia; readonly sucesos: readonly Suceso[] }

/** Las confirmadas de un suplente, por su último día; con `desde`, sólo las que ese día no han terminado. */
const suplenciasDe = async (
	db: Lectura | Tx,
	suplenteId: string,
	desde?: Fecha,
): Promise<readonly ConSucesos[]> => {
	let consulta = suplencias(db)
		.innerJoin('suplenciaSuceso as c', (u) =>
			u.onRef('c.suplenciaId', '=', 's.id').on('c.suceso', '=', 'confirmada'),
		)
		.where('s.suplenteId', '=', suplenteId)
		.orderBy('s.hasta')
		.orderBy('s.id')
	if (desde !== undefined) consulta = consulta.where('s.hasta', '>=', desde)
	const filas = await consulta.execute()
	const sucesos = await sucesosDe(
		db,
		filas.map(({ id }) => id),
	)
	return filas.map((fila) => ({ fila, sucesos: sucesos.get(fila.id) ?? [] }))
}

type Termino = {
	readonly fecha: string
	readonly no: Rechazo<'suplencia-terminada' | 'suplencia-agotada'>
}

/** Cómo terminó una suplencia confirmada, y qué día; `null` si sigue en pie o todavía no empieza. */
const terminoDe = (fila: FilaSuplencia, sucesos: readonly Suceso[], hoy: Fecha): Termino | null => {
	const terminada = (fecha: string): Termino => ({
		fecha,
		no: rechazo('suplencia-terminada', { hasta: fecha }),
	})
	switch (estadoDeSuplencia(enDominio(fila, sucesos), hoy)) {
		case 'vencida':
			return terminada(fila.hasta)
		case 'revocada':
			return terminada(fechaEnMexico(sucesos.find(({ suceso }) => suceso === 'revocada')?.momento ?? hoy))
		case 'agotada':
			return { fecha: fila.hasta, no: rechazo('suplencia-agotada', { tope: fila.tope }) }
		case 'propuesta':
		case 'confirmada':
		case 'negada':
			return null
	}
}

const deTurno = (fila: FilaSuplencia): SuplenciaDeTurno => ({
	id: fila.id,
	titular: titularDe(fila),
	hasta: fila.hasta,
	quedan: fila.tope === null ? null : Math.max(0, fila.tope - Number(fila.sellados ?? 0)),
})

const ambitoDe = (fila: FilaSuplencia): Turno['ambito'] => {
	const { entidadId, plantelId } = lugarDe(fila)
	return plantelId === undefined ? { tipo: 'entidad', entidadId } : { tipo: 'plantel', entidadId, plantelId }
}

const idDeLugar = ({ ambito }: Turno): string =>
	ambito.tipo === 'plantel' ? `plantel ${ambito.plantelId}` : `entidad ${ambito.entidadId}`

const nombresDe = async (db: Lectura, turnos: readonly Turno[]): Promise<ReadonlyMap<string, string>> => {
	const nombres = new Map<string, string>()
	for (const { ambito } of turnos) {
		const [tabla, id] =
			ambito.tipo === 'plantel'
				? (['plantel', ambito.plantelId] as const)
				: (['entidad', ambito.entidadId] as const)
		const fila = await db.selectFrom(tabla).select('nombre').where('id', '=', id).executeTakeFirst()
		if (fila) nombres.set(`${tabla} ${id}`, fila.nombre)
	}
	return nombres
}
