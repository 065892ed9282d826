import type { Motivo } from '#core/contract/motivo.ts'
import {
	ADJUNTO_MAXIMO,
	ADJUNTOS_POR_ASUNTO,
	nombreDeAdjunto,
	tipoDeAdjunto,
} from '#core/domain/mesa/adjunto.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { Lectura, Tx } from '../ports.ts'
import { conAsunto } from './con-asunto.ts'
import { type DepsMesa, leerAsunto, moverAsunto } from './renglones.ts'

/**
 * Guarda un adjunto del asunto, en el almacén y cifrado. Qué es lo dice su contenido, no su nombre. Se revisa antes de
 * guardarlo y otra vez al anotarlo: dos que suben a la vez no pasan el tope.
 */
export const adjuntar =
	(deps: DepsMesa) =>
	async (orden: {
		readonly actor: Actor
		readonly id: string
		readonly nombre: string
		readonly bytes: Uint8Array
	}): Promise<Result<{ readonly id: string }, Motivo>> => {
		const { actor, bytes } = orden
		const antes = await leerAsunto(deps.base.db, actor, orden.id)
		if (!antes.ok) return antes
		if (antes.valor.papel === 'mira') return rechazo('sin-permiso', { acto: 'adjuntar-asunto' })
		if (antes.valor.estado === 'cerrado') return rechazo('asunto-cerrado')
		if (bytes.length > ADJUNTO_MAXIMO) return rechazo('demasiado-grande', { maximo: '5 MB' })
		const tipo = tipoDeAdjunto(bytes)
		if (tipo === null) return rechazo('adjunto-no-admitido')
		// Antes de guardar: lo que se va a negar no ocupa el almacén.
		if (await estaLleno(deps.base.db, orden.id)) return lleno()
		const { sha256 } = await deps.almacen.guardar(bytes)
		return conAsunto(deps, orden, async (tx, asunto) => {
			if (await estaLleno(tx, asunto.id)) return lleno()
			const id = deps.azar.id()
			const movido = await moverAsunto(tx, deps, {
				...{ actor, asunto, acto: 'adjuntar', suceso: null },
				detalle: { adjunto: id, tipo, bytes: bytes.length, sha256 },
			})
			if (!movido.ok) return movido
			await tx
				.insertInto('asuntoAdjunto')
				.values({
					...{ id, asuntoId: asunto.id, personaId: actor.personaId, ...movido.valor },
					nombre: nombreDeAdjunto(orden.nombre, tipo),
					...{ tipo, bytes: bytes.length, sha256, momento: deps.reloj() },
				})
				.execute()
			return ok({ id })
		})
	}

const lleno = () => rechazo('adjuntos-agotados', { maximo: ADJUNTOS_POR_ASUNTO })

const estaLleno = async (db: Lectura | Tx, asuntoId: string): Promise<boolean> => {
	const { n } = await db
		.selectFrom('asuntoAdjunto')
		.select((e) => e.fn.countAll<number>().as('n'))
		.where('asuntoId', '=', asuntoId)
		.executeTakeFirstOrThrow()
	return Number(n) >= ADJUNTOS_POR_ASUNTO
}
