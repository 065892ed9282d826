import { sql } from 'kysely'
import type { Azar, Reloj, Tx } from './ports.ts'

/** Clases de trabajo: cada una tiene su archivo en bff/jobs. La carga es JSON y nombra renglones; no lleva datos personales. */
export type ClaseTrabajo =
	| 'confrontar-renapo'
	| 'poner-catalogos'
	| 'evaluar-pendientes'
	| 'integrar-lotes'
	| 'enviar-lote'
	| 'consultar-lote'
	| 'descargar-lote'
	| 'conciliar-lote'
	| 'cancelar-sobrante'
	| 'vigilar-lotes'
	| 'avisar-lote'
	| 'entregar'
	| 'mandar-acuse'
	| 'recomprobar-revocacion'
	| 'encadenar-bitacora'
	| 'encadenar-libro'
	| 'avisar-suplencia'
	| 'revisar-importacion'
	| 'aplicar-importacion'
	| 'traer-sae'
	| 'purgar-importaciones'
	| 'avisar-asunto'
	| 'repasar-archivo'
	| 'barrer-archivo'
	| 'mandar-carta'
	| 'purgar-trabajos'

export type Encargo = {
	readonly clase: ClaseTrabajo
	/** Mientras haya uno pendiente con la misma clase y clave, encargar otra vez no hace nada. */
	readonly clave: string
	readonly carga: Readonly<Record<string, unknown>>
	/** Instante ISO; por omisión, ya. */
	readonly noAntes?: string
}

/** Encarga trabajo dentro de la transacción del acto (outbox): si el acto se deshace, el encargo también. */
export const encargar = async (
	tx: Tx,
	deps: { readonly reloj: Reloj; readonly azar: Azar },
	encargo: Encargo,
): Promise<void> => {
	const ahora = deps.reloj()
	await tx
		.insertInto('trabajo')
		.values({
			id: deps.azar.id(),
			clase: encargo.clase,
			clave: encargo.clave,
			carga: JSON.stringify(encargo.carga),
			estado: 'pendiente',
			noAntes: encargo.noAntes ?? ahora,
			creado: ahora,
		})
		// Literal y no parámetro: SQLite sólo reconoce el índice parcial si su condición está escrita.
		.onConflict((conflicto) =>
			conflicto.columns(['clase', 'clave']).where('estado', '=', sql.lit('pendiente')).doNothing(),
		)
		.execute()
}
