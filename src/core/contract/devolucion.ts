import * as v from 'valibot'
import { CLASES_DE_DEVOLUCION } from '../domain/devolucion.ts'
import { razonDe } from './razon.ts'

/** Una devolución como se muestra: qué hay que corregir, por qué, quién y cuándo. */
export const Devolucion = v.object({
	clase: v.picklist(CLASES_DE_DEVOLUCION),
	razon: v.string(),
	quien: v.string(),
	rol: v.picklist(['plantel', 'estatal']),
	momento: v.string(),
})
export type Devolucion = v.InferOutput<typeof Devolucion>

/** POST /api/sellado/devolver → ResultadoLote (id = trámite). Uno o varios, con la misma razón. */
export const Devolver = v.object({
	certificados: v.pipe(
		v.array(
			v.object({
				tramiteId: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
				/** El intento que se revisó: si ya es otro, no se devuelve. */
				intento: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
			}),
		),
		v.minLength(1),
		v.maxLength(100),
	),
	clase: v.picklist(CLASES_DE_DEVOLUCION),
	razon: razonDe(300),
})
export type Devolver = v.InferOutput<typeof Devolver>
