import * as v from 'valibot'

const Tarea = v.object({
	total: v.nullable(v.number()),
	vistos: v.number(),
	hechos: v.number(),
	iniciada: v.string(),
	actualizada: v.string(),
	terminada: v.nullable(v.string()),
	/** Por qué se detuvo la última vez. */
	error: v.nullable(v.string()),
})

/** GET /api/archivo: cómo está lo guardado (14). Lo que nunca ha corrido, null. */
export const EstadoDelArchivo = v.object({
	/** `hechos`: archivos con problema hallados en la vuelta. */
	repaso: v.nullable(Tarea),
	/** `hechos`: los borrados porque nadie los nombra. */
	barrido: v.nullable(Tarea),
	/** `hechos`: los recifrados con la llave de hoy. */
	rotacion: v.nullable(Tarea),
	hallazgos: v.array(
		v.object({
			id: v.string(),
			/** Null si no es de un certificado. */
			folio: v.nullable(v.string()),
			plantel: v.nullable(v.string()),
			clase: v.string(),
			problema: v.picklist(['falta', 'danado', 'llave', 'tamano']),
			hallado: v.string(),
			visto: v.string(),
		}),
	),
})
export type EstadoDelArchivo = v.InferOutput<typeof EstadoDelArchivo>
