import * as v from 'valibot'

/** POST /api/descargas → Descarga. Una generación entera, de un plantel o de todos los que alcanza quien pide (12). */
export const PedirDescarga = v.object({
	plantelId: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(64))), null),
	generacion: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(40))), null),
})
export type PedirDescarga = v.InferOutput<typeof PedirDescarga>

/** GET /api/descargas/:id. El ZIP se baja de GET /api/descargas/:id/archivo mientras no venza. */
export const Descarga = v.object({
	id: v.string(),
	/** Certificados. */
	total: v.number(),
	hechos: v.number(),
	/** Certificados a los que les faltó un archivo; el índice dice cuál. */
	incompletos: v.number(),
	estado: v.picklist(['lista', 'en-curso', 'hecha', 'cortada']),
	vence: v.string(),
})
export type Descarga = v.InferOutput<typeof Descarga>
