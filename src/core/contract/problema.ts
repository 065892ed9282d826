import * as v from 'valibot'

/** Error en el hilo: problem+json (RFC 9457), con el motivo estable y los campos que fallan. */
export const Problema = v.object({
	type: v.string(),
	title: v.string(),
	status: v.number(),
	detail: v.string(),
	motivo: v.string(),
	datos: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]))),
	/** Errores por campo: `campo` es la ruta dentro de la petición. */
	campos: v.optional(v.array(v.object({ campo: v.string(), frase: v.string() }))),
})
export type Problema = v.InferOutput<typeof Problema>

/** Resultado por fila de un acto en lote: cada una dice si se hizo y, si no, por qué. */
export const ResultadoFila = v.object({
	id: v.string(),
	hecho: v.boolean(),
	motivo: v.optional(v.string()),
	frase: v.optional(v.string()),
})
export type ResultadoFila = v.InferOutput<typeof ResultadoFila>

/** Lo que responde todo acto en lote: una fila por cada uno que se pidió. */
export const ResultadoLote = v.object({ filas: v.array(ResultadoFila) })
export type ResultadoLote = v.InferOutput<typeof ResultadoLote>
