import * as v from 'valibot'

/*
 * Lo público del registro: los puntos de control firmados y las pruebas de sus árboles (RFC 6962). Sin sesión: las
 * huellas no dicen nada de nadie. GET /api/registro/punto-de-control?arbol= → la nota firmada, text/plain.
 * GET /api/registro/llaves → las llaves públicas, una por renglón, text/plain.
 */

const Arbol = v.picklist(['bitacora', 'libro'])
const Cuenta = v.pipe(
	v.string(),
	v.regex(/^(0|[1-9]\d{0,9})$/),
	v.transform(Number),
	v.integer(),
	v.maxValue(2_147_483_647),
)
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

export const ConsultaPunto = v.object({
	arbol: Arbol,
	/** El de ese tamaño; sin él, el último. */
	tamano: v.optional(Cuenta),
})

/** GET /api/registro/inclusion?arbol=&hoja=&tamano= → la prueba de que la hoja está en el árbol de ese tamaño. */
export const ConsultaInclusion = v.object({ arbol: Arbol, hoja: Hash, tamano: Cuenta })
export const Inclusion = v.object({
	/** Desde 0. */
	indice: v.number(),
	tamano: v.number(),
	ruta: v.array(v.string()),
	raiz: v.string(),
})
export type Inclusion = v.InferOutput<typeof Inclusion>

/** GET /api/registro/consistencia?arbol=&de=&a= → la prueba de que el árbol de `a` hojas empieza con el de `de`. */
export const ConsultaConsistencia = v.object({ arbol: Arbol, de: Cuenta, a: Cuenta })
export const Consistencia = v.object({
	de: v.number(),
	a: v.number(),
	ruta: v.array(v.string()),
	raizDe: v.string(),
	raizA: v.string(),
})
export type Consistencia = v.InferOutput<typeof Consistencia>
