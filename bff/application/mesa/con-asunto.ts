import type { Motivo } from '#core/contract/motivo.ts'
import { ok, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'
import type { Tx } from '../ports.ts'
import { type AsuntoLeido, type DepsMesa, leerAsunto } from './renglones.ts'

/** Quién lo hace y en qué asunto. */
export type OrdenDeAsunto = { readonly actor: Actor; readonly id: string }

/** En una transacción y con el asunto apartado: se hace, o se dice por qué no. */
export const conAsunto = <T>(
	{ base }: Pick<DepsMesa, 'base'>,
	{ actor, id }: OrdenDeAsunto,
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

/** De lo que se movió sólo importa que se hizo. */
export const hecho = (movido: Result<unknown, Motivo>): Result<true, Motivo> =>
	movido.ok ? ok(true) : movido
