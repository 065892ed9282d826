import type { Motivo } from '#core/contract/motivo.ts'
import { ACTO_DE_ATENDER, type ActoDeAsunto, CLASES_DE_ASUNTO } from '#core/domain/mesa/asunto.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { type Actor, tienePermiso } from '#core/domain/rol.ts'
import type { Tx } from '../ports.ts'
import { type AsuntoLeido, type DepsMesa, leerAsunto, losQueAtienden, moverAsunto } from './renglones.ts'

type Orden = { readonly actor: Actor; readonly id: string }

/** En una transacción y con el asunto apartado: se hace, o se dice por qué no. */
export const conAsunto = <T>(
	{ base }: Pick<DepsMesa, 'base'>,
	{ actor, id }: Orden,
	hacer: (tx: Tx, asunto: AsuntoLeido) => Promise<Result<T, Motivo>>,
): Promise<Result<T, Motivo>> =>
	enUna(base, async (tx) => {
		const asunto = await leerAsunto(tx, actor, id, { conCandado: true })
		return asunto.ok ? hacer(tx, asunto.valor) : asunto
	})

class SeNego extends Error {
	override readonly name = 'SeNego'
	readonly porque: Result<never, Motivo>
	constructor(porque: Result<never, Motivo>) {
		super('Se negó')
		this.porque = porque
	}
}

/** Un «no» a la mitad deshace lo que la transacción llevaba: o se hace entero, o nada. */
const enUna = async <T>(
	base: DepsMesa['base'],
	obra: (tx: Tx) => Promise<Result<T, Motivo>>,
): Promise<Result<T, Motivo>> => {
	try {
		return await base.enTransaccion(async (tx) => {
			const hecho = await obra(tx)
			if (!hecho.ok) throw new SeNego(hecho)
			return hecho
		})
	} catch (error) {
		if (error instanceof SeNego) return error.porque
		throw error
	}
}

/** Escribe en el asunto: pregunta quien lo solicita, contesta quien lo atiende. */
export const escribirEnAsunto =
	(deps: DepsMesa) =>
	(orden: Orden & { readonly texto: string }): Promise<Result<true, Motivo>> =>
		conAsunto(deps, orden, async (tx, asunto) => {
			const acto: ActoDeAsunto = asunto.papel === 'atiende' ? 'contestar' : 'preguntar'
			const suceso = { suceso: 'mensaje', texto: orden.texto } as const
			return hecho(await moverAsunto(tx, deps, { actor: orden.actor, asunto, acto, suceso }))
		})

/** Asigna el asunto a una de las personas que atienden su clase; también a sí misma. */
export const asignarAsunto =
	(deps: DepsMesa) =>
	async (
		orden: Orden & { readonly personaId: string; readonly visto: number },
	): Promise<Result<true, Motivo>> => {
		// Antes que la existencia, el permiso: a quien no atiende se le contesta igual exista o no.
		if (!CLASES_DE_ASUNTO.some((clase) => tienePermiso(orden.actor.perfil, ACTO_DE_ATENDER[clase])))
			return rechazo('sin-permiso', { acto: 'asignar-asunto' })
		return conAsunto(deps, orden, async (tx, asunto) => {
			const { personaId: asignadoId } = orden
			if (!(await losQueAtienden(tx, asunto.clase)).some(({ id }) => id === asignadoId))
				return rechazo('no-encontrado')
			return hecho(
				await moverAsunto(tx, deps, {
					...{ actor: orden.actor, asunto, acto: 'asignar', visto: orden.visto, asignadoId },
					suceso: { suceso: 'asignado', asignadoId },
					detalle: { asignado: asignadoId },
				}),
			)
		})
	}

/** Cierra lo que ya tiene respuesta, si nadie escribió mientras tanto. */
export const cerrarAsunto =
	(deps: DepsMesa) =>
	(orden: Orden & { readonly visto: number }): Promise<Result<true, Motivo>> =>
		conAsunto(deps, orden, async (tx, asunto) =>
			hecho(
				await moverAsunto(tx, deps, {
					...{ actor: orden.actor, asunto, acto: 'cerrar', visto: orden.visto },
					suceso: { suceso: 'cerrado' },
				}),
			),
		)

/** Reabre lo cerrado, diciendo qué falta. De una baja no quedan dos en curso. */
export const reabrirAsunto =
	(deps: DepsMesa) =>
	async (orden: Orden & { readonly texto: string }): Promise<Result<true, Motivo>> => {
		try {
			return await conAsunto(deps, orden, async (tx, asunto) =>
				hecho(
					await moverAsunto(tx, deps, {
						...{ actor: orden.actor, asunto, acto: 'reabrir' },
						suceso: { suceso: 'reabierto', texto: orden.texto },
					}),
				),
			)
		} catch (error) {
			if (esOtraEnCurso(error)) return rechazo('asunto-ya-abierto')
			throw error
		}
	}

/** PostgreSQL nombra el índice; SQLite, la columna. */
const esOtraEnCurso = (error: unknown): boolean =>
	error instanceof Error &&
	/asunto_baja_abierta|UNIQUE constraint failed: asunto\.tramite_id/.test(error.message)

const hecho = (movido: Result<unknown, Motivo>): Result<true, Motivo> => (movido.ok ? ok(true) : movido)
