import { PostgresAdapter } from 'kysely'
import type { Motivo } from '#core/contract/motivo.ts'
import {
	ACTO_DE_ATENDER,
	type ActoDeAsunto,
	type ClaseAsunto,
	CLASES_DE_ASUNTO,
	type Papel,
	papelEn,
	transicionDeAsunto,
} from '#core/domain/mesa/asunto.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, type Lugar, PERFILES, tienePermiso } from '#core/domain/rol.ts'
import { anotar, type DepsBitacora } from '../bitacora.ts'
import type { Almacen, Base, Lectura, Tx } from '../ports.ts'
import type { TablaAsunto, TablaAsuntoSuceso } from '../tablas/mesa.ts'
import { encargar } from '../trabajos.ts'

export type DepsMesa = DepsBitacora & {
	readonly base: Base
	readonly almacen: Almacen
	/** Los dominios institucionales (10). */
	readonly dominios: readonly string[]
}

/** El asunto con el papel de quien actúa en él. */
export type AsuntoLeido = TablaAsunto & { readonly papel: Papel }

/** Dónde es el asunto: su plantel, o la entidad entera. */
const lugarDeAsunto = ({ entidadId, plantelId }: Pick<TablaAsunto, 'entidadId' | 'plantelId'>): Lugar =>
	plantelId === null ? { entidadId } : { entidadId, plantelId }

/** El asunto, si quien pregunta lo alcanza: del ajeno y del que no existe se dice lo mismo. */
export const leerAsunto = async (
	db: Lectura | Tx,
	actor: Actor,
	id: string,
	{ conCandado = false } = {},
): Promise<Result<AsuntoLeido, 'sin-permiso' | 'no-encontrado'>> => {
	if (!tienePermiso(actor.perfil, 'ver-mesa')) return rechazo('sin-permiso', { acto: 'ver-mesa' })
	const consulta = db.selectFrom('asunto').selectAll().where('id', '=', id)
	// Todo lo que mueve un asunto va de uno en uno. En SQLite ya es así: quien entra escribe solo.
	const fila = await (
		conCandado && db.getExecutor().adapter instanceof PostgresAdapter ? consulta.forUpdate() : consulta
	).executeTakeFirst()
	const papel = fila ? papelEn(actor, { clase: fila.clase, ...lugarDeAsunto(fila) }) : null
	return fila && papel ? ok({ ...fila, papel }) : rechazo('no-encontrado')
}

type Suceso = Pick<TablaAsuntoSuceso, 'suceso'> &
	Partial<Pick<TablaAsuntoSuceso, 'texto' | 'asignadoId' | 'acto' | 'objeto'>>

/**
 * Mueve el asunto, ya apartado con {@link leerAsunto}, y deja el renglón de lo que pasó, su aviso por correo y su anotación:
 * todo en la transacción de quien llama. Lo dicho no va a la bitácora. Devuelve el orden del renglón.
 */
export const moverAsunto = async (
	tx: Tx,
	deps: DepsBitacora,
	orden: {
		readonly actor: Actor
		readonly asunto: AsuntoLeido
		readonly acto: ActoDeAsunto
		readonly suceso: Suceso | null
		/** El último movimiento que la persona vio, si decide sobre lo que vio. */
		readonly visto?: number
		readonly asignadoId?: string
		readonly detalle?: Readonly<Record<string, unknown>>
	},
): Promise<Result<{ readonly orden: number; readonly lado: 'solicita' | 'atiende' }, Motivo>> => {
	const { actor, asunto, acto, suceso, visto } = orden
	if (asunto.papel === 'mira') return rechazo('sin-permiso', { acto: `${acto}-asunto` })
	const lado = asunto.papel
	const destino = transicionDeAsunto(asunto.estado, acto)
	if (!destino.ok) return destino
	if (visto !== undefined && visto !== asunto.movimientos) return rechazo('asunto-cambiado')
	const momento = deps.reloj()
	const siguiente = asunto.movimientos + 1
	// Quien contesta lo que nadie tenía, lo tiene.
	const asignadoId =
		orden.asignadoId ?? (acto === 'contestar' ? (asunto.asignadoId ?? actor.personaId) : asunto.asignadoId)
	await tx
		.updateTable('asunto')
		.set({ estado: destino.valor, movimientos: siguiente, asignadoId, actualizado: momento })
		.where('id', '=', asunto.id)
		.execute()
	if (suceso) {
		const nada = { texto: null, asignadoId: null, acto: null, objeto: null }
		await tx
			.insertInto('asuntoSuceso')
			.values({
				...{ asuntoId: asunto.id, orden: siguiente, personaId: actor.personaId, lado, momento },
				...{ ...nada, ...suceso },
			})
			.execute()
	}
	await anotar(tx, deps, {
		autor: actor,
		acto: `${acto}-asunto`,
		objeto: `asunto:${asunto.id}`,
		entidadId: asunto.entidadId,
		plantelId: asunto.plantelId,
		detalle: { clase: asunto.clase, de: asunto.estado, a: destino.valor, orden: siguiente, ...orden.detalle },
	})
	// De cada adjunto no se avisa: van con lo que se escribe.
	if (acto !== 'adjuntar') await avisar(tx, deps, { ...asunto, asignadoId }, siguiente, actor, acto)
	return ok({ orden: siguiente, lado })
}

/** A quién le llega noticia: a la otra parte. Un encargo por persona: si un buzón falla, los demás no reciben dos veces. */
export const avisar = async (
	tx: Tx,
	deps: DepsBitacora,
	asunto: Pick<TablaAsunto, 'id' | 'clase' | 'abreId' | 'asignadoId'>,
	orden: number,
	actor: Actor,
	acto: ActoDeAsunto,
): Promise<void> => {
	const quienes =
		acto === 'asignar'
			? [asunto.asignadoId]
			: tienePermiso(actor.perfil, ACTO_DE_ATENDER[asunto.clase])
				? [asunto.abreId]
				: asunto.asignadoId === null
					? (await losQueAtienden(tx, asunto.clase)).map(({ id }) => id)
					: [asunto.asignadoId]
	for (const personaId of quienes) {
		if (personaId === null || personaId === actor.personaId) continue
		await encargar(tx, deps, {
			clase: 'avisar-asunto',
			clave: `${asunto.id}:${orden}:${personaId}`,
			carga: { asuntoId: asunto.id, orden: String(orden), personaId },
		})
	}
}

/** Las personas activas que atienden esa clase. */
export const losQueAtienden = (db: Lectura | Tx, clase: ClaseAsunto) =>
	db
		.selectFrom('persona')
		.select(['id', 'nombre', 'primerApellido', 'segundoApellido'])
		.where(
			'perfil',
			'in',
			PERFILES.filter((perfil) => tienePermiso(perfil, ACTO_DE_ATENDER[clase])),
		)
		.where('activa', '=', 1)
		.orderBy('id')
		.limit(100)
		.execute()

/** Los asuntos que un ámbito alcanza, por clase: los que atiende en la nación, o todos los de su lugar. */
export const asuntosVisibles = (db: Lectura, { perfil, ambito }: Actor) => {
	const todos = db.selectFrom('asunto as a')
	switch (ambito.tipo) {
		case 'nacional':
			return todos.where(
				'a.clase',
				'in',
				CLASES_DE_ASUNTO.filter((clase) => tienePermiso(perfil, ACTO_DE_ATENDER[clase])),
			)
		case 'entidad':
			return todos.where('a.entidadId', '=', ambito.entidadId)
		case 'plantel':
			return todos.where('a.entidadId', '=', ambito.entidadId).where('a.plantelId', '=', ambito.plantelId)
	}
}
