import * as v from 'valibot'

/* El Libro Electrónico (8): hojear, buscar e imprimir. Un plantel que no se alcanza es uno que no existe. */

const Plantel = v.object({ id: v.string(), nombre: v.string() })
const Cuenta = v.pipe(v.string(), v.regex(/^[1-9]\d{0,6}$/), v.transform(Number), v.integer(), v.minValue(1))
const PlantelPedido = v.optional(v.pipe(v.string(), v.maxLength(60)))

export const AsientoLibro = v.object({
	renglon: v.number(),
	folio: v.string(),
	cuv: v.string(),
	matricula: v.string(),
	nombre: v.string(),
	fecha: v.string(),
	/** Su folio se canceló: sigue en el Libro y no se da nunca más. */
	cancelado: v.boolean(),
	notas: v.array(v.object({ texto: v.string(), momento: v.string() })),
})
export type AsientoLibro = v.InferOutput<typeof AsientoLibro>

/** Hasta dónde está firmado el registro del Libro, de toda la nación. null antes del primer punto. */
const PuntoDelLibro = v.nullable(v.object({ tamano: v.number(), raiz: v.string(), momento: v.string() }))
export type PuntoDelLibro = v.InferOutput<typeof PuntoDelLibro>

/** GET /api/libro?plantel=&volumen=&foja= → la foja pedida (por omisión la última escrita) */
export const ConsultaLibro = v.object({
	plantel: PlantelPedido,
	volumen: v.optional(Cuenta),
	foja: v.optional(Cuenta),
})
export const FojaLibro = v.object({
	plantel: Plantel,
	planteles: v.array(Plantel),
	volumen: v.number(),
	foja: v.number(),
	ultimoVolumen: v.number(),
	ultimaFoja: v.number(),
	/** Cuántas fojas lleva cada volumen, del primero al último: la encuadernación pudo cambiar al abrir uno (8). */
	fojasPorVolumen: v.array(v.number()),
	asientos: v.array(AsientoLibro),
	punto: PuntoDelLibro,
})
export type FojaLibro = v.InferOutput<typeof FojaLibro>

/** GET /api/libro/volumenes?plantel= → el índice del Libro, del primer volumen al último */
export const ConsultaVolumenes = v.object({ plantel: PlantelPedido })
export const VolumenesLibro = v.object({
	plantel: Plantel,
	planteles: v.array(Plantel),
	volumenes: v.array(
		v.object({
			volumen: v.number(),
			/** Las escritas. */
			fojas: v.number(),
			asientos: v.number(),
			cancelados: v.number(),
			/** Fechas del primer asiento y del último. */
			desde: v.string(),
			hasta: v.string(),
			primerFolio: v.string(),
			ultimoFolio: v.string(),
		}),
	),
})
export type VolumenesLibro = v.InferOutput<typeof VolumenesLibro>

/** GET /api/libro/buscar?plantel=&q= → por folio, matrícula, CUV o nombre, en todo lo que se alcanza; los primeros 50 */
export const BuscarEnLibro = v.object({
	plantel: PlantelPedido,
	q: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(120)),
})
export const HalladosEnLibro = v.object({
	hallados: v.array(
		v.object({
			...v.omit(AsientoLibro, ['notas']).entries,
			plantel: Plantel,
			volumen: v.number(),
			foja: v.number(),
		}),
	),
	/** Hay más de los que se dan. */
	hayMas: v.boolean(),
})
export type HalladosEnLibro = v.InferOutput<typeof HalladosEnLibro>

/** GET /api/libro/impresion?plantel=&volumen=&foja= → el PDF de una foja o, sin ella, del volumen entero */
export const ConsultaImpresion = v.object({
	plantel: PlantelPedido,
	volumen: Cuenta,
	foja: v.optional(Cuenta),
})
