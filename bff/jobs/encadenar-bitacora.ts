/*
 * Seguro dos veces: el índice es la llave de la tabla y `bitacora_id` es único; quien llega segundo choca con el
 * primero, se deshace completo y vuelve a leer dónde iba.
 */
import { sql } from 'kysely'
import { encadenar, ORIGEN } from '../application/cadena-bitacora.ts'
import type { Base, Huella, Reloj } from '../application/ports.ts'
import type { Trabajo } from './worker.ts'
import type { Instante } from '#core/domain/fecha.ts'

const TANDA = 1000

/**
 * Lo que se deja reposar un renglón antes de encadenarlo. El orden es (momento, id), y la hora se toma antes de
 * confirmar: así una transacción lenta no queda detrás de una rápida que ya se encadenó.
 */
const REPOSO_MS = 10_000
const CADA_MS = 15_000

type Deps = {
	readonly base: Base
	readonly reloj: Reloj
	readonly huella: Huella
	readonly reposoMs?: number
	readonly cadaMs?: number
}

/** Encadena los renglones nuevos de la bitácora, en orden. Un solo escritor a la vez. */
export const trabajoEncadenarBitacora = ({
	base,
	reloj,
	huella,
	reposoMs = REPOSO_MS,
	cadaMs = CADA_MS,
}: Deps): Trabajo => ({
	clase: 'encadenar-bitacora',
	cadaMs,
	ejecutar: async () => {
		const hasta = new Date(Date.parse(reloj()) - reposoMs).toISOString() as Instante
		while ((await encadenarTanda(base, huella, hasta)) === TANDA);
		return { resultado: 'hecho' }
	},
})

const encadenarTanda = (base: Base, huella: Huella, hasta: Instante): Promise<number> =>
	base.enTransaccion(async (tx) => {
		// En SQLite la transacción ya es de un solo escritor; en PostgreSQL, este candado.
		if (base.dialecto === 'postgres') await sql`lock table bitacora_hoja in exclusive mode`.execute(tx)
		const ultimo = await tx
			.selectFrom('bitacoraHoja')
			.select(['indice', 'encadenado'])
			.orderBy('indice', 'desc')
			.limit(1)
			.executeTakeFirst()
		const nuevos = await tx
			.selectFrom('bitacora as b')
			.leftJoin('bitacoraHoja as h', 'h.bitacoraId', 'b.id')
			.where('h.bitacoraId', 'is', null)
			.where('b.momento', '<=', hasta)
			.orderBy('b.momento')
			.orderBy('b.id')
			.limit(TANDA)
			.select(['b.id', 'b.hoja'])
			.execute()
		let anterior = ultimo?.encadenado ?? ORIGEN
		const primero = (ultimo?.indice ?? 0) + 1
		const hojas = nuevos.map(({ id, hoja }, i) => {
			anterior = encadenar(huella, anterior, hoja)
			return { indice: primero + i, bitacoraId: id, hoja, encadenado: anterior }
		})
		if (hojas.length > 0) await tx.insertInto('bitacoraHoja').values(hojas).execute()
		return hojas.length
	})
