import { fechaEnMexico } from '#core/domain/fecha.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import type { Firmante } from '#core/dec/dec.ts'
import { rechazo, type Rechazo } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import { anotarVarias } from '../bitacora.ts'
import type { Azar, Base, ConsultarRevocacion, Huella, Reloj, Tx } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { losDetenidos } from './detenidos.ts'
import { deOtroIntento, ultimasDevoluciones } from './devoluciones.ts'
import { sigueFirmando } from './leer-firmante.ts'
import { encargarRecomprobar } from './recomprobar-revocacion.ts'
import type { Turno } from './rol-de-sello.ts'
import { tomarSuplencia } from './turnos.ts'

/** Un sello ya verificado contra la cadena que salió de `dec`. */
export type PorGuardar = {
	readonly tramiteId: string
	readonly entidadId: string
	readonly plantelId: string
	readonly intento: number
	readonly dec: string
	readonly cadena: string
	readonly sello: string
}

type Orden = {
	readonly actor: Actor
	readonly turno: Turno
	readonly firmante: Firmante
	/** .cer en base64. */
	readonly certificado: string
	readonly noCertificado: string
	readonly revocacion: Awaited<ReturnType<ConsultarRevocacion>>
	/** En orden de trámite: así todos toman los candados en el mismo orden. */
	readonly sellos: readonly PorGuardar[]
}

type Deps = {
	readonly base: Base
	readonly reloj: Reloj
	readonly azar: Azar
	readonly huella: Huella
	readonly juntarMs?: number
}

const JUNTAR = 5000

/**
 * Escribe juntos, en una transacción: el paso de estado, el sello, la bitácora y los encargos. Devuelve los que ya no
 * se pudieron, con su porqué: alguien más los selló, o el documento cambió después de verificarse.
 */
export const guardarSellos = (deps: Deps, orden: Orden): Promise<ReadonlyMap<string, Rechazo<Motivo>>> =>
	deps.base.enTransaccion(async (tx) => {
		const negados = new Map<string, Rechazo<Motivo>>()
		const { turno, sellos } = orden
		const momento = deps.reloj()
		// Primero la suplencia y después los trámites: todos toman los candados en el mismo orden.
		const suplencia = turno.suplencia ? await tomarSuplencia(tx, turno.suplencia.id, momento) : null
		if (suplencia?.ok === false) return new Map(sellos.map(({ tramiteId }) => [tramiteId, suplencia]))
		const sigue = await sigueFirmando(tx, { ...orden, dia: fechaEnMexico(momento) })
		if (!sigue.ok) return new Map(sellos.map(({ tramiteId }) => [tramiteId, sigue]))
		const quedan = suplencia?.valor.quedan ?? Infinity
		const tomados = await tomar(tx, turno, sellos, momento)
		const decs = await decsDe(tx, [...tomados])
		const detenidos = await losDetenidos(tx, [...tomados])
		const firmes: PorGuardar[] = []
		for (const sello of sellos) {
			if (!tomados.has(sello.tramiteId)) negados.set(sello.tramiteId, await porque(tx, orden, sello))
			else if (detenidos.has(sello.tramiteId)) negados.set(sello.tramiteId, rechazo('sello-revocado'))
			else if (decs.get(sello.tramiteId) !== sello.dec) {
				negados.set(sello.tramiteId, rechazo('sello-no-corresponde'))
			} else if (firmes.length >= quedan) {
				negados.set(sello.tramiteId, rechazo('suplencia-agotada', { tope: suplencia?.valor.tope ?? null }))
			} else firmes.push(sello)
		}
		if (firmes.length === 0) return negados
		await tx
			.updateTable('tramite')
			.set({ estado: turno.queda })
			.where(
				'id',
				'in',
				firmes.map(({ tramiteId }) => tramiteId),
			)
			.execute()
		await tx
			.insertInto('sello')
			.values(firmes.map((sello) => renglonDe(orden, sello, momento)))
			.execute()
		await anotarVarias(
			tx,
			deps,
			firmes.map(({ tramiteId, entidadId, plantelId, intento }) => ({
				autor: orden.actor,
				acto: turno.acto,
				objeto: `tramite:${tramiteId}`,
				entidadId,
				plantelId,
				detalle: {
					de: turno.espera,
					a: turno.queda,
					intento,
					noCertificado: orden.noCertificado,
					revocacion: orden.revocacion.estado,
					...(turno.suplencia ? { suplencia: turno.suplencia.id } : {}),
				},
			})),
		)
		await encargos(tx, deps, orden, firmes, momento)
		return negados
	})

/**
 * Toma el candado de los trámites que siguen esperando este sello, sin moverlos todavía: el documento se compara ya con
 * el candado puesto, porque quien confirma el nombre (17) lo cambia bajo el mismo.
 */
const tomar = async (
	tx: Tx,
	turno: Turno,
	sellos: readonly PorGuardar[],
	momento: string,
): Promise<ReadonlySet<string>> => {
	const tomados = new Set<string>()
	for (const { tramiteId, intento } of sellos) {
		const tomado = await tx
			.updateTable('tramite')
			.set({ actualizado: momento })
			.where('id', '=', tramiteId)
			.where('estado', '=', turno.espera)
			.where('intento', '=', intento)
			.returning('id')
			.executeTakeFirst()
		if (tomado) tomados.add(tomado.id)
	}
	return tomados
}

const decsDe = async (tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
	if (ids.length === 0) return new Map()
	const filas = await tx
		.selectFrom('certificado')
		.select(['tramiteId', 'dec'])
		.where('tramiteId', 'in', ids)
		.execute()
	return new Map(filas.map(({ tramiteId, dec }) => [tramiteId, dec]))
}

const porque = async (
	tx: Tx,
	{ turno: { rol }, actor }: Orden,
	{ tramiteId, intento }: PorGuardar,
): Promise<Rechazo<Motivo>> => {
	const ahora = await tx
		.selectFrom('tramite')
		.select(['estado', 'intento'])
		.where('id', '=', tramiteId)
		.executeTakeFirstOrThrow()
	// Un director lo devolvió, o se pidió volver a sellarlo, mientras el sello se verificaba.
	if (ahora.intento > intento) {
		const devolucion = (await ultimasDevoluciones(tx, [tramiteId])).get(tramiteId)
		return deOtroIntento(tx, { tramiteId, rol, devolucion })
	}
	const puesto = await tx
		.selectFrom('sello')
		.select('personaId')
		.where('tramiteId', '=', tramiteId)
		.where('rol', '=', rol)
		.where('intento', '=', intento)
		.executeTakeFirst()
	if (puesto) return rechazo(puesto.personaId === actor.personaId ? 'ya-sellado' : 'sellado-por-otra-persona')
	return rechazo('estado-no-permite', { estado: ahora.estado })
}

const renglonDe = (orden: Orden, { tramiteId, intento, cadena, sello }: PorGuardar, momento: string) => ({
	tramiteId,
	rol: orden.turno.rol,
	intento,
	personaId: orden.actor.personaId,
	firmante: JSON.stringify(orden.firmante),
	noCertificado: orden.noCertificado,
	certificado: orden.certificado,
	cadena,
	sello,
	revocacion: orden.revocacion.estado,
	ocsp: orden.revocacion.respuesta,
	momento,
	suplenciaId: orden.turno.suplencia?.id ?? null,
})

/** Con el sello estatal ya se puede integrar lote (11); lo que el SAT no contestó se vuelve a preguntar. */
const encargos = async (
	tx: Tx,
	deps: Deps,
	orden: Orden,
	firmes: readonly PorGuardar[],
	momento: string,
): Promise<void> => {
	if (orden.turno.rol === 'estatal') {
		const noAntes = new Date(Date.parse(momento) + (deps.juntarMs ?? JUNTAR)).toISOString()
		for (const entidadId of new Set(firmes.map((sello) => sello.entidadId))) {
			await encargar(tx, deps, { clase: 'integrar-lotes', clave: entidadId, carga: { entidadId }, noAntes })
		}
	}
	if (orden.revocacion.estado === 'no-comprobado') {
		const noAntes = new Date(Date.parse(momento) + 60_000).toISOString()
		await encargarRecomprobar(tx, deps, orden.noCertificado, noAntes)
	}
}
