import * as v from 'valibot'
import { FUENTES_ACENTO } from '../domain/nombre/fuentes.ts'
import { RAZONES_DE_REVISION } from '../domain/nombre/razones.ts'

/** Un nombre en las tres partes en que lo llevan SAE y el DEC. */
export const Partes = v.object({
	nombre: v.string(),
	primerApellido: v.string(),
	segundoApellido: v.nullable(v.string()),
})

/** Un acento que nadie puso todavía: en qué parte, la palabra, cómo suele escribirse y según qué lista (17). */
export const Sugerencia = v.object({
	campo: v.string(),
	de: v.string(),
	a: v.string(),
	fuente: v.picklist(FUENTES_ACENTO),
})
export type Sugerencia = v.InferOutput<typeof Sugerencia>

/** Una confirmación del nombre (17): de qué a qué, quién y cuándo; la primera parte de SAE. */
export const CambioDeNombre = v.object({
	momento: v.string(),
	quien: v.string(),
	antes: Partes,
	despues: Partes,
	/** Si lo confirmado no es la propuesta. */
	editado: v.boolean(),
	/** Si se confirmó junto con otros. */
	enLote: v.boolean(),
})
export type CambioDeNombre = v.InferOutput<typeof CambioDeNombre>

/** GET /api/nombres?cuales=&pagina= (página de 50): los trámites cargados que esperan que se confirme el nombre (17). */
export const ConsultaNombres = v.object({
	/** `lote`: de una pieza, se confirman juntos. `uno`: piden mirarse uno a uno. Sin decirlo, la primera que tenga algo. */
	cuales: v.optional(v.picklist(['lote', 'uno'])),
	pagina: v.optional(
		v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
		'1',
	),
})
export type ConsultaNombres = v.InferOutput<typeof ConsultaNombres>

/** Por qué uno se confirma aparte; además de lo que el nombre dice, que ya se hubiera confirmado otra vez. */
const RAZONES_DE_UNO = [...RAZONES_DE_REVISION, 'confirmado-antes'] as const
export type RazonDeUno = (typeof RAZONES_DE_UNO)[number]

export const NombrePorConfirmar = v.object({
	tramiteId: v.string(),
	matricula: v.string(),
	sae: Partes,
	propuesta: Partes,
	sugerencias: v.array(Sugerencia),
	razones: v.array(v.picklist(RAZONES_DE_UNO)),
})
export type NombrePorConfirmar = v.InferOutput<typeof NombrePorConfirmar>

export const PaginaNombres = v.object({
	/** Cuáles vienen en `filas`. */
	cuales: v.picklist(['lote', 'uno']),
	enLote: v.number(),
	unoAUno: v.number(),
	pagina: v.number(),
	porPagina: v.number(),
	filas: v.array(NombrePorConfirmar),
})
export type PaginaNombres = v.InferOutput<typeof PaginaNombres>

/**
 * POST /api/tramites/nombres → ResultadoLote (id = trámite): confirma juntos los que son de una pieza (17). Cada uno
 * lleva el nombre que la persona leyó: si la propuesta de ahora es otra, no se confirma.
 */
const Parte = v.pipe(v.string(), v.maxLength(120))
export const ConfirmarNombres = v.object({
	nombres: v.pipe(
		v.array(
			v.object({
				tramiteId: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
				nombre: v.object({ nombre: Parte, primerApellido: Parte, segundoApellido: v.nullable(Parte) }),
			}),
		),
		v.minLength(1),
		v.maxLength(100),
	),
})
export type ConfirmarNombres = v.InferOutput<typeof ConfirmarNombres>
