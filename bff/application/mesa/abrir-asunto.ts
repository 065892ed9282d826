import type { AbrirAsunto } from '#core/contract/mesa/asunto.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ACTO_DE_ABRIR } from '#core/domain/mesa/asunto.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, alcanza, tienePermiso } from '#core/domain/rol.ts'
import { estadosQueAdmiten } from '#core/domain/tramite.ts'
import { sql } from 'kysely'
import { anotar } from '../bitacora.ts'
import { personaDeEntidad } from '../personas/leer-personas.ts'
import { revisarDatos } from '../personas/revisar-datos.ts'
import type { Tx } from '../ports.ts'
import type { TablaAsunto } from '../tablas/mesa.ts'
import { avisar, type DepsMesa } from './renglones.ts'

/**
 * Abre un asunto en la mesa de servicio: la baja de un registro (15), un perfil de usuario (10) o una duda (23). Se avisa por
 * correo a quienes lo atienden. Una baja en curso no se pide dos veces.
 */
export const abrirAsunto =
	(deps: DepsMesa) =>
	async ({
		actor,
		peticion,
	}: {
		readonly actor: Actor
		readonly peticion: AbrirAsunto
	}): Promise<Result<{ readonly id: string }, Motivo>> => {
		const permiso = ACTO_DE_ABRIR[peticion.clase]
		const { ambito } = actor
		if (!tienePermiso(actor.perfil, permiso) || ambito.tipo === 'nacional')
			return rechazo('sin-permiso', { acto: permiso })
		return deps.base.enTransaccion(async (tx) => {
			const propio = {
				entidadId: ambito.entidadId,
				plantelId: ambito.tipo === 'plantel' ? ambito.plantelId : null,
			}
			const leido = await leerPeticion(tx, deps, actor, propio, peticion)
			if (!leido.ok) return leido
			const id = deps.azar.id()
			const momento = deps.reloj()
			const asunto = {
				...{ id, clase: peticion.clase, ...propio, abreId: actor.personaId, asignadoId: null },
				...{ estado: 'abierto' as const, movimientos: 1, creado: momento, actualizado: momento },
				...leido.valor,
			}
			const abierto = await tx
				.insertInto('asunto')
				.values(asunto)
				// Literal y no parámetro: SQLite sólo reconoce el índice parcial si su condición está escrita.
				.onConflict((conflicto) =>
					conflicto
						.column('tramiteId')
						.where('clase', '=', sql.lit('baja'))
						.where('estado', '<>', sql.lit('cerrado'))
						.doNothing(),
				)
				.returning('id')
				.executeTakeFirst()
			if (!abierto) return rechazo('asunto-ya-abierto')
			await tx
				.insertInto('asuntoSuceso')
				.values({
					...{ asuntoId: id, orden: 1, suceso: 'abierto', personaId: actor.personaId, lado: 'solicita' },
					...{ texto: peticion.texto, asignadoId: null, acto: null, objeto: null, momento },
				})
				.execute()
			await anotar(tx, deps, {
				autor: actor,
				acto: 'abrir-asunto',
				objeto: `asunto:${id}`,
				...propio,
				detalle: {
					clase: peticion.clase,
					...(peticion.clase === 'baja' ? { tramite: peticion.tramiteId } : {}),
					...(peticion.clase === 'perfil' ? { cambio: peticion.peticion.cambio } : {}),
				},
			})
			await avisar(tx, deps, asunto, 1, actor, 'preguntar')
			return ok({ id })
		})
	}

type Leido = Pick<TablaAsunto, 'titulo' | 'tramiteId' | 'peticion'>
const SE_PIDE_BAJA = [...estadosQueAdmiten('dar-de-baja'), ...estadosQueAdmiten('cancelar-folio')]
const TITULO_DE_PERFIL = {
	alta: 'Alta de perfil',
	cambio: 'Cambio de perfil',
	baja: 'Baja de perfil',
} as const

const leerPeticion = async (
	tx: Tx,
	deps: DepsMesa,
	actor: Actor,
	{ entidadId }: { readonly entidadId: string },
	peticion: AbrirAsunto,
): Promise<Result<Leido, Motivo>> => {
	switch (peticion.clase) {
		case 'duda':
			return ok({ titulo: peticion.titulo, tramiteId: null, peticion: null })
		case 'baja': {
			const tramite = await tx
				.selectFrom('tramite as t')
				.leftJoin('folio as f', 'f.tramiteId', 't.id')
				.select(['t.id', 't.estado', 't.entidadId', 't.plantelId', 'f.folio'])
				.where('t.id', '=', peticion.tramiteId)
				.executeTakeFirst()
			// El ajeno es como el que no existe.
			if (!tramite || !alcanza(actor.ambito, tramite)) return rechazo('no-encontrado')
			if (!SE_PIDE_BAJA.includes(tramite.estado))
				return rechazo('estado-no-permite', { estado: tramite.estado })
			return ok({ titulo: `Baja del folio ${tramite.folio ?? ''}`, tramiteId: tramite.id, peticion: null })
		}
		case 'perfil': {
			const { peticion: perfil } = peticion
			if (perfil.cambio !== 'alta' && !(await personaDeEntidad(tx, entidadId, perfil.personaId)))
				return rechazo('no-encontrado')
			if (perfil.cambio !== 'baja') {
				const datos = await revisarDatos(tx, deps, {
					entidadId,
					persona: perfil.persona,
					personaId: perfil.cambio === 'cambio' ? perfil.personaId : null,
					completo: false,
				})
				if (!datos.ok) return datos
			}
			return ok({
				titulo: TITULO_DE_PERFIL[perfil.cambio],
				tramiteId: null,
				peticion: JSON.stringify(perfil),
			})
		}
	}
}
