import { sql } from 'kysely'
import type { Lectura, Reloj, Tx } from '../ports.ts'

/** Un número de lote sin ceros a la izquierda: como se guarda y se compara. */
export const numeroLlano = (numero: string): string => BigInt(numero).toString()

/** El mayor número que se conoce de COSFAC, nuestro o ajeno; null si todavía ninguno. */
export const mayorNumero = async (db: Lectura): Promise<string | null> => {
	const fila = await db
		.selectFrom('loteNumero')
		.select('numero')
		.orderBy(sql`length(numero)`, 'desc')
		.orderBy('numero', 'desc')
		.limit(1)
		.executeTakeFirst()
	return fila?.numero ?? null
}

/** Los números que ya se sabe de quién son, mayores que `piso`. */
export const numerosConocidos = async (db: Lectura, piso: bigint): Promise<Set<bigint>> => {
	const texto = piso.toString()
	const filas = await db
		.selectFrom('loteNumero')
		.select('numero')
		.where(
			sql<boolean>`(length(numero) > ${texto.length} or (length(numero) = ${texto.length} and numero > ${texto}))`,
		)
		.execute()
	return new Set(filas.map(({ numero }) => BigInt(numero)))
}

/** Anota que un número es de alguien más: no se vuelve a preguntar por él. */
export const anotarAjeno = async (
	tx: Tx,
	{ reloj }: { readonly reloj: Reloj },
	numero: bigint,
): Promise<void> => {
	await tx
		.insertInto('loteNumero')
		.values({ numero: numero.toString(), loteId: null, papel: 'ajeno', revisado: 1, visto: reloj() })
		.onConflict((conflicto) => conflicto.column('numero').doNothing())
		.execute()
}
