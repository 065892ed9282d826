import type { Devolver } from '#core/contract/devolucion.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { actoDeDevolucion } from '#core/domain/devolucion.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede } from '#core/domain/rol.ts'
import { transicion } from '#core/domain/tramite.ts'
import { type Anotacion, anotarVarias } from '../bitacora.ts'
import type { Tx } from '../ports.ts'
import { enOrden, filaHecha, filaNegada, leerTramites, type TramiteLeido } from '../tramites/filas.ts'
import type { DepsTramite } from '../tramites/mover.ts'
import { ultimasDevoluciones, yaDevuelto } from './devoluciones.ts'
import { actorDeTurno, type Turno } from './rol-de-sello.ts'
import { sinTurno, tomarSuplencia, turnoPara, turnosDe } from './turnos.ts'

/**
 * Un director devuelve a Servicios Escolares lo que le toca sellar y no está bien, con su razón (16–18). Quien puede
 * sellarlo puede devolverlo, también quien lo suple. Abre otro intento: el sello del plantel, si lo había, queda en el
 * registro (20) y ya no cuenta. El folio y su asiento se conservan; el Libro no lleva nota, porque nada de lo asentado
 * cambia. Cada uno se hace o dice por qué no; repetirlo es inofensivo.
 */
export const devolver =
	(deps: DepsTramite) =>
	async (orden: Devolver & { readonly actor: Actor }): Promise<Result<ResultadoFila[], Motivo>> => {
		const hoy = fechaEnMexico(deps.reloj())
		const turnos = await turnosDe(deps.base.db, orden.actor, hoy)
		if (turnos.length === 0) return sinTurno(deps.base.db, orden.actor, hoy)
		return ok(await deps.base.enTransaccion((tx) => devolverEn(tx, deps, { ...orden, turnos })))
	}

type Orden = Devolver & { readonly actor: Actor; readonly turnos: readonly Turno[] }

const devolverEn = async (tx: Tx, deps: DepsTramite, orden: Orden): Promise<ResultadoFila[]> => {
	const intentos = new Map(orden.certificados.map(({ tramiteId, intento }) => [tramiteId, intento]))
	const vigentes = await turnosVigentes(tx, deps, orden.turnos)
	// En orden de trámite, como quien sella: todos toman los candados en el mismo.
	const ids = enOrden([...intentos.keys()])
	const tramites = await leerTramites(
		tx,
		ids,
		vigentes.map(({ ambito }) => ambito),
	)
	const anotaciones: Anotacion[] = []
	const filas: ResultadoFila[] = []
	for (const id of ids) {
		const tramite = tramites.get(id)
		const turno = tramite && turnoPara(vigentes, tramite)
		const hecho =
			tramite && turno
				? await devolverUno(tx, deps, { ...orden, turno, tramite, intento: intentos.get(id) ?? 0 })
				: // De lo que no existe y de lo ajeno se dice lo mismo: no es de su ámbito.
					rechazo('fuera-de-ambito')
		if (hecho.ok) {
			filas.push(filaHecha(id))
			anotaciones.push(hecho.valor)
		} else filas.push(filaNegada(id, hecho))
	}
	await anotarVarias(tx, deps, anotaciones)
	return filas
}

/** Los turnos que valen ahora, con las suplencias apartadas antes que los trámites, como al sellar. */
const turnosVigentes = async (
	tx: Tx,
	{ reloj }: DepsTramite,
	turnos: readonly Turno[],
): Promise<readonly Turno[]> => {
	const vigentes: Turno[] = []
	for (const turno of turnos) {
		if (turno.suplencia && !(await tomarSuplencia(tx, turno.suplencia.id, reloj())).ok) continue
		vigentes.push(turno)
	}
	return vigentes
}

type Uno = Orden & { readonly turno: Turno; readonly tramite: TramiteLeido; readonly intento: number }

const devolverUno = async (
	tx: Tx,
	deps: DepsTramite,
	{ actor, turno, clase, razon, tramite, intento }: Uno,
): Promise<Result<Anotacion, Motivo>> => {
	const permiso = puede(actorDeTurno(actor, turno), turno.acto, tramite)
	if (!permiso.ok) return permiso
	const destino = transicion(turno.espera, actoDeDevolucion(clase))
	if (!destino.ok) return destino
	const { id, entidadId, plantelId } = tramite
	const momento = deps.reloj()
	// El cambio es condicional: de un sello y una devolución a la vez, gana el primero.
	const cambio = await tx
		.updateTable('tramite')
		.set({ estado: destino.valor, intento: intento + 1, nombreEditado: 0, actualizado: momento })
		.where('id', '=', id)
		.where('estado', '=', turno.espera)
		.where('intento', '=', intento)
		.returning('id')
		.executeTakeFirst()
	if (!cambio) return porque(tx, turno, id, intento)
	await tx.deleteFrom('certificado').where('tramiteId', '=', id).execute()
	await tx
		.insertInto('devolucion')
		.values({ tramiteId: id, intento, rol: turno.rol, personaId: actor.personaId, clase, razon, momento })
		.execute()
	return ok({
		autor: actor,
		acto: 'devolver',
		objeto: `tramite:${id}`,
		entidadId,
		plantelId,
		detalle: {
			de: turno.espera,
			a: destino.valor,
			intento,
			clase,
			razon,
			...(turno.suplencia ? { suplencia: turno.suplencia.id } : {}),
		},
	})
}

/** Qué pasó antes: ya se devolvió, ya se selló, o el trámite va en otro paso. */
const porque = async (
	tx: Tx,
	{ rol }: Turno,
	tramiteId: string,
	intento: number,
): Promise<Rechazo<Motivo>> => {
	const ahora = await tx
		.selectFrom('tramite')
		.select(['estado', 'intento'])
		.where('id', '=', tramiteId)
		.executeTakeFirstOrThrow()
	const devolucion = (await ultimasDevoluciones(tx, [tramiteId])).get(tramiteId)
	if (devolucion && ahora.intento > intento) return yaDevuelto(devolucion)
	const sello = await tx
		.selectFrom('sello')
		.select('rol')
		.where('tramiteId', '=', tramiteId)
		.where('rol', '=', rol)
		.where('intento', '=', ahora.intento)
		.executeTakeFirst()
	return sello ? rechazo('ya-sellado') : rechazo('estado-no-permite', { estado: ahora.estado })
}
