import { anotar } from '../bitacora.ts'
import {
	type DepsDocumentos,
	type Documento,
	emitirDocumentos,
	TIPOS_DE_DOCUMENTO,
} from '../documentos/emitir-documentos.ts'
import { apartarTramite } from './apartar-tramite.ts'
import { encargarEntrega } from './confirmar-codigo.ts'
import { mensajeEntrega } from './mensajes.ts'
import type { EnviarCorreo, Huella } from '../ports.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'
import { nombreCompleto } from '#core/domain/nombre-completo.ts'

export type DepsEntrega = DepsDocumentos & {
	readonly huella: Huella
	readonly enviarCorreo: EnviarCorreo
	/** La ficha del enlace de acuse se deriva del id de la entrega: repetir el envío lleva el mismo enlace. */
	readonly fichaDeEntrega: (entregaId: string) => string
	readonly origen: string
}

type DesenlaceEntrega =
	| { readonly resultado: 'entregado' | 'sin-buzon' | 'ya-entregado' }
	| { readonly resultado: 'temporal' | 'permanente'; readonly razon: string }

/**
 * Entrega por correo (13): documentos completos, buzón confirmado, un mensaje con PDF, XML y QR y el enlace para
 * acusar. El renglón de la entrega se escribe antes de enviar, con su identificador: un reintento repite el mismo
 * mensaje, no manda otro distinto.
 */
export const ejecutarEntrega =
	(deps: DepsEntrega) =>
	async (tramiteId: string): Promise<DesenlaceEntrega> => {
		const documentos = await emitirDocumentos(deps)(tramiteId)
		const preparada = await prepararEntrega(deps, tramiteId)
		if (preparada === 'sin-buzon') return { resultado: 'sin-buzon' }
		if (preparada === 'ya-entregado') return { resultado: 'ya-entregado' }
		const envio = await deps.enviarCorreo(
			mensajeEntrega({
				para: preparada.correo,
				nombre: preparada.nombre,
				folio: preparada.folio,
				enlaceAcuse: `${deps.origen}/acuse#${deps.fichaDeEntrega(preparada.id)}`,
				enlacePublico: deps.enlacePublico(preparada.folioDigital),
				adjuntos: await adjuntosDe(deps, documentos),
				id: preparada.id,
			}),
		)
		if (envio.resultado !== 'enviado') {
			await deps.base.db
				.updateTable('entrega')
				.set({ error: envio.razon, ...(envio.resultado === 'permanente' ? { estado: 'fallida' } : {}) })
				.where('id', '=', preparada.id)
				.where('estado', '=', 'preparada')
				.execute()
			return envio
		}
		return { resultado: await registrarEntrega(deps, tramiteId, preparada.id) }
	}

/** Servicios Escolares pide entregar o volver a entregar (13). */
export const entregar =
	(deps: Pick<DepsEntrega, 'base' | 'reloj' | 'azar' | 'huella'>) =>
	async (orden: { readonly actor: Actor; readonly tramiteId: string }): Promise<Result<true, Motivo>> =>
		deps.base.enTransaccion(async (tx) => {
			if (!tienePermiso(orden.actor.perfil, 'entregar')) return rechazo('sin-permiso')
			const tramite = await apartarTramite(deps.base, tx, orden.tramiteId, orden.actor.ambito)
			if (!tramite) return rechazo('no-encontrado')
			if (!estadosQueAdmiten('entregar').includes(tramite.estado)) {
				return rechazo('estado-no-permite', { estado: tramite.estado })
			}
			const buzon = await tx
				.selectFrom('buzon')
				.select('id')
				.where('tramiteId', '=', tramite.id)
				.where('confirmado', 'is not', null)
				.executeTakeFirst()
			if (!buzon) return rechazo('buzon-sin-confirmar')
			// Volver a entregar es otra entrega: la anterior se queda como está, con su enlace.
			await tx
				.updateTable('entrega')
				.set({ estado: 'relevada' })
				.where('tramiteId', '=', tramite.id)
				.where('estado', 'in', ['enviada', 'fallida'])
				.execute()
			await encargarEntrega(tx, deps, tramite.id)
			await anotar(tx, deps, {
				autor: orden.actor,
				acto: 'pedir-entrega',
				objeto: `tramite:${tramite.id}`,
				entidadId: tramite.entidadId,
				plantelId: tramite.plantelId,
			})
			return ok(true)
		})

type Preparada = {
	readonly id: string
	readonly correo: string
	readonly nombre: string
	readonly folio: string
	readonly folioDigital: string
}

const prepararEntrega = (
	deps: DepsEntrega,
	tramiteId: string,
): Promise<Preparada | 'sin-buzon' | 'ya-entregado'> =>
	deps.base.enTransaccion(async (tx) => {
		await apartarTramite(deps.base, tx, tramiteId)
		const tramite = await tx
			.selectFrom('tramite as t')
			.innerJoin('certificado as c', 'c.tramiteId', 't.id')
			.select(['t.estado', 't.folioDigital', 't.nombre', 't.primerApellido', 't.segundoApellido', 'c.folio'])
			.where('t.id', '=', tramiteId)
			.executeTakeFirstOrThrow()
		if (tramite.folioDigital === null || !estadosQueAdmiten('entregar').includes(tramite.estado))
			return 'ya-entregado'
		const buzon = await tx
			.selectFrom('buzon')
			.select(['id', 'correo'])
			.where('tramiteId', '=', tramiteId)
			.where('confirmado', 'is not', null)
			.orderBy('confirmado', 'desc')
			.orderBy('id', 'desc')
			.executeTakeFirst()
		if (!buzon || buzon.correo === null) return 'sin-buzon'
		const datos = {
			correo: buzon.correo,
			nombre: nombreCompleto(tramite),
			folio: tramite.folio,
			folioDigital: tramite.folioDigital,
		}
		const anterior = await tx
			.selectFrom('entrega')
			.select(['id', 'estado', 'buzonId'])
			.where('tramiteId', '=', tramiteId)
			.where('estado', 'in', ['preparada', 'enviada', 'fallida'])
			.executeTakeFirst()
		if (anterior?.estado === 'enviada') return 'ya-entregado'
		if (anterior?.buzonId === buzon.id) {
			// A un buzón que rechazó el mensaje no se insiste: hace falta que alguien lo pida o manifieste otro.
			return anterior.estado === 'preparada' ? { ...datos, id: anterior.id } : 'ya-entregado'
		}
		const id = deps.azar.id()
		if (anterior)
			await tx.updateTable('entrega').set({ estado: 'relevada' }).where('id', '=', anterior.id).execute()
		await tx
			.insertInto('entrega')
			.values({
				id,
				tramiteId,
				buzonId: buzon.id,
				correo: datos.correo,
				ficha: deps.huella(deps.fichaDeEntrega(id)),
				estado: 'preparada',
				creado: deps.reloj(),
			})
			.execute()
		return { ...datos, id }
	})

const adjuntosDe = (deps: DepsEntrega, documentos: readonly Documento[]) =>
	Promise.all(
		documentos
			.filter((documento) => documento.clase !== 'acuse')
			.map(async (documento) => ({
				nombre: documento.nombre,
				tipo: TIPOS_DE_DOCUMENTO[documento.clase],
				bytes: await deps.almacen.leer(documento.sha256),
			})),
	)

/** Sólo de preparada a enviada: si otro proceso mandó el mismo mensaje y ya lo anotó, vale lo suyo. */
const registrarEntrega = (
	deps: DepsEntrega,
	tramiteId: string,
	entregaId: string,
): Promise<'entregado' | 'ya-entregado'> =>
	deps.base.enTransaccion(async (tx) => {
		const ahora = deps.reloj()
		const registrada = await tx
			.updateTable('entrega')
			.set({ estado: 'enviada', enviado: ahora, error: null })
			.where('id', '=', entregaId)
			.where('estado', '=', 'preparada')
			.returning('id')
			.executeTakeFirst()
		if (!registrada) return 'ya-entregado'
		await tx
			.updateTable('tramite')
			.set({ estado: 'entregado', actualizado: ahora })
			.where('id', '=', tramiteId)
			.where('estado', 'in', estadosQueAdmiten('entregar'))
			.execute()
		const lugar = await tx
			.selectFrom('tramite')
			.select(['entidadId', 'plantelId'])
			.where('id', '=', tramiteId)
			.executeTakeFirstOrThrow()
		await anotar(tx, deps, {
			autor: { sistema: 'entregar' },
			acto: 'entregar',
			objeto: `tramite:${tramiteId}`,
			...lugar,
			detalle: { entrega: entregaId },
		})
		return 'entregado'
	})
