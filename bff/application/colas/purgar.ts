import { sql } from 'kysely'
import type { Base, Reloj } from '../ports.ts'

/** Lo hecho se guarda treinta días, para mirar qué pasó; lo que queda para siempre está en la bitácora. */
const DIAS = 30

/** De cuántos en cuántos se borran: nadie espera a que acabe. */
const TANDA = 2000

/** Borra los trabajos hechos hace más de treinta días. Devuelve cuántos. Lo fallido se queda hasta que alguien lo atienda. */
export const purgarTrabajos = async ({
	base,
	reloj,
}: {
	readonly base: Base
	readonly reloj: Reloj
}): Promise<number> => {
	const limite = new Date(Date.parse(reloj()) - DIAS * 86_400_000).toISOString()
	let borrados = 0
	for (;;) {
		const { numDeletedRows } = await base.enTransaccion((tx) =>
			tx
				.deleteFrom('trabajo')
				.where('id', 'in', (e) =>
					e
						.selectFrom('trabajo')
						.select('id')
						.where('terminado', '<', limite)
						// Escrito así para que SQLite no escoja el índice por estado, donde casi todo está hecho.
						.where(sql<boolean>`estado || '' = 'hecho'`)
						.orderBy('terminado')
						.limit(TANDA),
				)
				.executeTakeFirst(),
		)
		borrados += Number(numDeletedRows)
		if (numDeletedRows < BigInt(TANDA)) return borrados
	}
}
