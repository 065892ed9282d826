import * as v from 'valibot'
import { razonDe } from './razon.ts'

/** GET /api/lotes/:id/cuarentena → lo que SEP devolvió de ese lote y no se creyó (11). */
export const Cuarentena = v.object({
	/** Los certificados que siguen apartados, hayan vuelto o no. */
	certificados: v.array(
		v.object({
			tramiteId: v.string(),
			/** null para quien no ve de quién es (10). */
			matricula: v.nullable(v.string()),
			folio: v.nullable(v.string()),
			razon: v.nullable(v.string()),
		}),
	),
	/** Los archivos guardados, lo más nuevo primero. */
	archivos: v.array(
		v.object({
			id: v.string(),
			/** null: no se sabe de qué certificado es, o es el ZIP entero. */
			tramiteId: v.nullable(v.string()),
			numeroLote: v.nullable(v.string()),
			archivo: v.nullable(v.string()),
			razon: v.string(),
			bytes: v.number(),
			momento: v.string(),
			resuelta: v.nullable(v.string()),
			resolucion: v.nullable(v.picklist(['emitido', 'repedido', 'rechazado'])),
		}),
	),
	puedeBajar: v.boolean(),
	puedeRepedir: v.boolean(),
	/** Si puede decidir que uno no va a valer, y que siga como rechazado (15). */
	puedeRechazar: v.boolean(),
})
export type Cuarentena = v.InferOutput<typeof Cuarentena>

/**
 * POST /api/lotes/:id/repedir → 204: se pide otra vez lo apartado.
 * POST /api/cuarentena/:id → los bytes tal cual, siempre para guardar. Es POST porque bajarlos se anota.
 */
export const RepedirLote = v.object({ razon: razonDe(500) })
