import type { Motivo } from '#core/contract/motivo.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import { fechaEnMexico } from '#core/domain/fecha.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import { estadosQueAdmiten, transicion } from '#core/domain/tramite.ts'
import { enAmbito } from '../alcance.ts'
import { anotar } from '../bitacora.ts'
import { anotarAlMargen } from '../libro/anotar-al-margen.ts'
import type { Tx } from '../ports.ts'
import { enOrden, filaHecha, filaNegada } from '../tramites/filas.ts'
import type { DepsTramite } from '../tramites/mover.ts'

/**
 * La DSE ordena cancelar folios (8, 15), nombrados por su trámite: cada uno se cancela o dice por qué no; si la base
 * falla, no se canceló ninguno.
 */
export const cancelarFolios =
	(deps: DepsTramite) =>
	async (orden: {
		readonly actor: Actor
		readonly tramites: readonly string[]
		readonly razon: string
	}): Promise<ResultadoFila[]> => {
		const razon = orden.razon.trim()
		const ids = enOrden(orden.tramites)
		if (razon === '') return ids.map((id) => filaNegada(id, rechazo('razon-requerida')))
		return deps.base.enTransaccion(async (tx) => {
			const filas: ResultadoFila[] = []
			for (const tramiteId of ids) {
				const visto = await cancelarFolio(tx, deps, { actor: orden.actor, tramiteId, razon })
				filas.push(visto.ok ? filaHecha(tramiteId) : filaNegada(tramiteId, visto))
			}
			return filas
		})
	}

/**
 * Cancela el folio de un trámite dentro de la transacción de quien llama: el folio y su asiento se quedan donde están, con
 * la nota al margen, y ese número no se da nunca más. El trámite se cierra y la matrícula queda libre: si se solicita otra
 * vez, llevará otro folio.
 */
export const cancelarFolio = async (
	tx: Tx,
	deps: DepsTramite,
	{ actor, tramiteId, razon }: { readonly actor: Actor; readonly tramiteId: string; readonly razon: string },
): Promise<Result<{ readonly folio: string }, Motivo>> => {
	if (!tienePermiso(actor.perfil, 'cancelar-folio')) return rechazo('sin-permiso')
	const visto = await leer(tx, tramiteId, actor)
	if (!visto) return rechazo('no-encontrado')
	const destino = transicion(visto.estado, 'cancelar-folio')
	if (visto.folio === null || visto.cancelado !== null || !destino.ok) return noSeCancela(visto)
	const momento = deps.reloj()
	const cambio = await tx
		.updateTable('tramite')
		.set({ estado: destino.valor, abierto: 0, razon, actualizado: momento })
		.where('id', '=', tramiteId)
		.where('estado', 'in', estadosQueAdmiten('cancelar-folio'))
		.returning('id')
		.executeTakeFirst()
	// Alguien lo movió entre la lectura y el cambio: se dice cómo quedó.
	if (!cambio) return noSeCancela((await leer(tx, tramiteId, actor)) ?? visto)
	const { folio, entidadId, plantelId } = visto
	const texto = `Folio cancelado el ${dia(momento)} por orden de la Dirección de Servicios Educativos. Razón: ${razon}`
	const notaId = await anotarAlMargen(tx, deps, { folio, texto, personaId: actor.personaId })
	await tx
		.insertInto('folioCancelado')
		.values({ folio, notaId, razon, personaId: actor.personaId, momento })
		.execute()
	await anotar(tx, deps, {
		autor: actor,
		acto: 'cancelar-folio',
		objeto: `tramite:${tramiteId}`,
		entidadId,
		plantelId,
		detalle: { de: visto.estado, a: destino.valor, folio, nota: notaId, razon },
	})
	return ok({ folio })
}

type Leido = NonNullable<Awaited<ReturnType<typeof leer>>>

const noSeCancela = ({ folio, cancelado, estado }: Leido): Result<never, Motivo> => {
	if (folio === null) return rechazo('tramite-sin-folio')
	if (cancelado !== null) return rechazo('folio-cancelado', { folio, cuando: fechaEnMexico(cancelado) })
	return rechazo('folio-no-se-cancela', { estado })
}

const leer = (tx: Tx, id: string, { ambito }: Actor) =>
	tx
		.selectFrom('tramite as t')
		.leftJoin('folio as f', 'f.tramiteId', 't.id')
		.leftJoin('folioCancelado as c', 'c.folio', 'f.folio')
		.select(['t.estado', 't.entidadId', 't.plantelId', 'f.folio', 'c.momento as cancelado'])
		.where('t.id', '=', id)
		.where(enAmbito(ambito, { entidad: 't.entidadId', plantel: 't.plantelId' }))
		.executeTakeFirst()

const DIA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'America/Mexico_City' })

const dia = (momento: string): string => DIA.format(Date.parse(momento))
