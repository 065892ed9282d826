import { sql } from 'kysely'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, puede, tienePermiso } from '#core/domain/rol.ts'
import { estadosQueAdmiten, transicion } from '#core/domain/tramite.ts'
import { anotar, type DepsBitacora } from '../bitacora.ts'
import { anotarAlMargen } from '../libro/anotar-al-margen.ts'
import type { Tx } from '../ports.ts'

/**
 * La DSE da de baja del aplicativo un registro que SEP rechazó (15), dentro de la transacción de quien llama: el mismo
 * trámite vuelve a los requisitos, a cargarse otra vez, en otro intento. Conserva su folio y su asiento, con la nota al
 * margen; lo que se había sellado queda en el registro (20) y ya no cuenta. Para cancelar el folio está `cancelarFolio`.
 */
export const darDeBaja = async (
	tx: Tx,
	deps: DepsBitacora,
	{ actor, tramiteId, razon }: { readonly actor: Actor; readonly tramiteId: string; readonly razon: string },
): Promise<Result<{ readonly folio: string }, Motivo>> => {
	const visto = await leer(tx, tramiteId)
	if (!visto) return rechazo(tienePermiso(actor.perfil, 'dar-de-baja') ? 'no-encontrado' : 'sin-permiso')
	const permiso = puede(actor, 'dar-de-baja', visto)
	if (!permiso.ok) return permiso
	const destino = transicion(visto.estado, 'dar-de-baja')
	if (!destino.ok || visto.folio === null) return rechazo('estado-no-permite', { estado: visto.estado })
	const momento = deps.reloj()
	const cambio = await tx
		.updateTable('tramite')
		.set({
			estado: destino.valor,
			intento: sql<number>`intento + 1`,
			nombreEditado: 0,
			razon: null,
			actualizado: momento,
		})
		.where('id', '=', tramiteId)
		.where('estado', 'in', estadosQueAdmiten('dar-de-baja'))
		.returning('intento')
		.executeTakeFirst()
	// Alguien lo movió entre la lectura y el cambio: se dice cómo quedó.
	if (!cambio)
		return rechazo('estado-no-permite', { estado: (await leer(tx, tramiteId))?.estado ?? visto.estado })
	await tx.deleteFrom('certificado').where('tramiteId', '=', tramiteId).execute()
	const { folio, entidadId, plantelId } = visto
	const texto = `Baja del registro en el aplicativo el ${DIA.format(Date.parse(momento))}, por orden de la Dirección de Servicios Educativos; conserva su folio (15). Razón: ${razon}`
	const notaId = await anotarAlMargen(tx, deps, { folio, texto, personaId: actor.personaId })
	await anotar(tx, deps, {
		autor: actor,
		acto: 'dar-de-baja',
		objeto: `tramite:${tramiteId}`,
		entidadId,
		plantelId,
		detalle: { de: visto.estado, a: destino.valor, folio, nota: notaId, intento: cambio.intento, razon },
	})
	return ok({ folio })
}

const leer = (tx: Tx, id: string) =>
	tx
		.selectFrom('tramite as t')
		.leftJoin('folio as f', 'f.tramiteId', 't.id')
		.select(['t.estado', 't.entidadId', 't.plantelId', 'f.folio'])
		.where('t.id', '=', id)
		.executeTakeFirst()

const DIA = new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: 'America/Mexico_City' })
