import * as v from 'valibot'

/** Los servicios de afuera de los que depende el trabajo. */
const SERVICIOS = ['cosfac', 'renapo', 'ocsp', 'correo', 'sae'] as const
export type Servicio = (typeof SERVICIOS)[number]

/** GET /api/trabajos → lo encargado, por clase, y lo que no avanza. Momentos: instantes ISO UTC. */
export const Colas = v.object({
	ahora: v.string(),
	/** Los que ya se usaron. Se sabe por lo que se les pidió: nadie les pregunta de más. */
	servicios: v.array(
		v.object({
			nombre: v.picklist(SERVICIOS),
			contesto: v.nullable(v.string()),
			/** Desde cuándo no contesta; null si contesta. */
			callaDesde: v.nullable(v.string()),
			visto: v.string(),
		}),
	),
	colas: v.array(
		v.object({
			clase: v.string(),
			/** Los que ya tocan y los que esperan su hora. */
			pendientes: v.number(),
			enCurso: v.number(),
			fallidos: v.number(),
			/** En curso con el arriendo vencido: quien los tomó ya no está. */
			atorados: v.number(),
			/** Pendientes que ya fallaron alguna vez. */
			conError: v.number(),
			/** Desde cuándo espera el más atrasado de los que ya tocan. */
			esperaDesde: v.nullable(v.string()),
			/** Cuándo toca el siguiente de los que aún no. */
			siguiente: v.nullable(v.string()),
			ultimoError: v.nullable(v.string()),
		}),
	),
	/** Lo que no avanza solo, lo más nuevo primero; hasta cien. */
	detenidos: v.array(
		v.object({
			id: v.string(),
			clase: v.string(),
			que: v.picklist(['fallido', 'atorado']),
			intentos: v.number(),
			creado: v.string(),
			/** Cuándo se dio por fallido, o cuándo venció su arriendo. */
			desde: v.string(),
			razon: v.nullable(v.string()),
		}),
	),
	puedeReintentar: v.boolean(),
})
export type Colas = v.InferOutput<typeof Colas>

/** POST /api/trabajos/reintentar: todos los de una clase. POST /api/trabajos/:id/reintentar: uno. → Reintentados */
export const ReintentarClase = v.object({ clase: v.pipe(v.string(), v.minLength(1), v.maxLength(60)) })

/** Cuántos volvieron a la fila; `yaEstaban`, los que ya tenían otro igual pendiente y se quitan de los fallidos. */
export const Reintentados = v.object({ reencargados: v.number(), yaEstaban: v.number() })
export type Reintentados = v.InferOutput<typeof Reintentados>
