import type { Base } from '../../../bff/application/ports.ts'
import type { registrar } from '../../../bff/application/tramites/registrar.ts'
import type { ResultadoFila } from '#core/contract/problema.ts'
import type { Actor } from '#core/domain/rol.ts'

/** La misma base, en que una transacción se deshace al final de vez en cuando, ya escrito todo. */
export const conFallas = (base: Base, suerte: () => number, probabilidad: number): Base => ({
	...base,
	enTransaccion: (obra) =>
		base.enTransaccion(async (tx) => {
			const valor = await obra(tx)
			if (suerte() < probabilidad) throw new FallaInyectada('se fue la luz')
			return valor
		}),
})

export class FallaInyectada extends Error {}

/** Repite el acto hasta que la base no falle, como haría una persona. */
export const insistir = async (
	acto: ReturnType<typeof registrar>,
	actor: Actor,
	tramites: readonly string[],
): Promise<ResultadoFila[]> => {
	for (;;) {
		try {
			return await acto({ actor, tramites })
		} catch (error) {
			if (!(error instanceof FallaInyectada)) throw error
		}
	}
}
