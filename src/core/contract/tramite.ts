import * as v from 'valibot'
import { ESCOGIDOS_MAXIMOS, Matricula } from './egresado.ts'
import { razonDe } from './razon.ts'

const Ids = v.pipe(
	v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(60))),
	v.minLength(1),
	v.maxLength(ESCOGIDOS_MAXIMOS),
)
const Razon = razonDe(500)

/** POST /api/egresados/confrontar → ResultadoLote (id = matrícula) */
export const Confrontar = v.object({
	matriculas: v.pipe(v.array(Matricula), v.minLength(1), v.maxLength(ESCOGIDOS_MAXIMOS)),
})
/**
 * POST /api/egresados/confrontar/sin-respuesta → ConfrontasEncargadas: vuelve a preguntar por las que RENAPO dejó sin
 * respuesta, de lo que se filtre.
 */
export const ConfrontarSinRespuesta = v.object({
	entidad: v.optional(v.string()),
	plantel: v.optional(v.string()),
	generacion: v.optional(v.string()),
})
export const ConfrontasEncargadas = v.object({ encargadas: v.number() })
/** POST /api/tramites → ResultadoLote (id = matrícula) (5) */
export const Solicitar = Confrontar
/** POST /api/tramites/autorizar (7) · /registrar (8) · /cargar (6) · /volver-a-sellar (16) → ResultadoLote (id = trámite) */
export const ActoEnLote = v.object({ tramites: Ids })
/** POST /api/tramites/denegar (7) · /retirar · /cancelar-folio (8, 15) → ResultadoLote */
export const ActoConRazon = v.object({ tramites: Ids, razon: Razon })
/*
 * Sobre un trámite: POST /api/tramites/:id/documentos/:clase (pdf · pdf-sep · xml · qr · acuse) → los bytes (12); es POST porque
 * descargar se anota y mueve el estado. POST /api/tramites/:id/entregar → 202: encarga la entrega o vuelve a entregar (13).
 */

/** PUT /api/tramites/:id/nombre (17) → 204 */
const ParteNombre = v.pipe(v.string(), v.trim(), v.maxLength(120))
export const ConfirmarNombre = v.object({
	nombre: v.pipe(ParteNombre, v.minLength(1)),
	primerApellido: v.pipe(ParteNombre, v.minLength(1)),
	segundoApellido: v.nullable(ParteNombre),
})
export type ConfirmarNombre = v.InferOutput<typeof ConfirmarNombre>

const PlantelDeRango = v.object({ id: v.string(), nombre: v.string() })
const Modelo = v.picklist(['2008', '2018'])

/** GET /api/rangos → Rangos (4) */
export const Rangos = v.object({
	rangos: v.array(
		v.object({
			id: v.string(),
			plantel: PlantelDeRango,
			modelo: Modelo,
			desde: v.number(),
			hasta: v.number(),
			siguiente: v.number(),
			libres: v.number(),
			aviso: v.boolean(),
			asignado: v.string(),
			/** Los folios del rango que se cancelaron, por número. */
			cancelados: v.array(v.object({ numero: v.number(), razon: v.string(), momento: v.string() })),
		}),
	),
	/** A qué planteles se les acaban los folios de un modelo, según el ajuste de su entidad. */
	avisos: v.array(v.object({ plantel: PlantelDeRango, modelo: Modelo, libres: v.number() })),
	/** Lo último que les pasó a los rangos, de lo más nuevo a lo más viejo. */
	sucesos: v.array(
		v.object({
			id: v.string(),
			suceso: v.picklist(['asignado', 'partido', 'recibido', 'recuperado']),
			plantel: PlantelDeRango,
			/** En `partido`, a quién se pasaron; en `recibido`, de quién llegaron. */
			otroPlantel: v.nullable(PlantelDeRango),
			modelo: Modelo,
			desde: v.number(),
			hasta: v.number(),
			razon: v.nullable(v.string()),
			quien: v.nullable(v.string()),
			momento: v.string(),
		}),
	),
	/** Primer número libre de cada modelo en toda la nación, para proponer el siguiente rango; null a quien no asigna. */
	propuesta: v.nullable(v.object({ '2008': v.number(), '2018': v.number() })),
	planteles: v.array(v.object({ id: v.string(), nombre: v.string() })),
})
export type Rangos = v.InferOutput<typeof Rangos>
/** POST /api/rangos → 201 {id} */
export const AsignarRango = v.object({
	plantelId: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
	modelo: Modelo,
	desde: v.pipe(v.number(), v.integer()),
	hasta: v.pipe(v.number(), v.integer()),
})
export type AsignarRango = v.InferOutput<typeof AsignarRango>

const Numero = v.pipe(v.number(), v.integer())
/**
 * POST /api/rangos/:id/recuperar → {recuperados}: lo que va de `desde` en adelante queda sin asignar (4). `hasta` es el
 * último número del rango que la persona vio: si ya es otro, no se hace nada y se le dice.
 */
export const RecuperarRango = v.object({ desde: Numero, hasta: Numero, razon: Razon })
/** POST /api/rangos/:id/partir → 201 {id}: lo que va de `desde` en adelante pasa a otro plantel de la entidad (4). */
export const PartirRango = v.object({
	...RecuperarRango.entries,
	plantelId: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
})
