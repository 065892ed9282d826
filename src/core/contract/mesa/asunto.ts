import * as v from 'valibot'
import { CLASES_DE_ASUNTO, ESTADOS_DE_ASUNTO } from '../../domain/mesa/asunto.ts'
import { ESTADOS_TRAMITE } from '../../domain/tramite.ts'
import { DatosDePersona, Persona, PeticionDePerfil, Plantel } from './persona.ts'
import { razonDe } from '../razon.ts'
import { RechazoDeSep } from '../rechazo.ts'

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(60))
const Texto = razonDe(4000)
const Titulo = v.pipe(
	razonDe(120),
	v.transform((texto) => texto.replace(/\s+/g, ' ')),
)
const Clase = v.picklist(CLASES_DE_ASUNTO)
const Estado = v.picklist(ESTADOS_DE_ASUNTO)
/** El último movimiento que la persona vio: si ya hay otro, no se decide nada. */
const Visto = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000))

/** GET /api/asuntos?ver=&clase=&busca=&pagina= → los que quien pregunta alcanza (10, 15, 23), lo más nuevo primero. */
export const VISTAS_DE_ASUNTOS = ['por-atender', 'contestados', 'cerrados', 'todos'] as const
export const ConsultaAsuntos = v.object({
	ver: v.optional(v.picklist(VISTAS_DE_ASUNTOS), 'todos'),
	clase: v.optional(Clase),
	busca: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80))),
	pagina: v.optional(
		v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
		'1',
	),
})
export type ConsultaAsuntos = v.InferOutput<typeof ConsultaAsuntos>

const AsuntoFila = v.object({
	id: v.string(),
	clase: Clase,
	titulo: v.string(),
	estado: Estado,
	/** El plantel, o la entidad si es de ella. */
	lugar: v.string(),
	abrio: v.string(),
	/** Quien lo tiene asignado; null si nadie. */
	asignado: v.nullable(v.string()),
	creado: v.string(),
	actualizado: v.string(),
})
type AsuntoFila = v.InferOutput<typeof AsuntoFila>
export const Asuntos = v.object({
	total: v.number(),
	pagina: v.number(),
	porPagina: v.number(),
	filas: v.array(AsuntoFila),
})
export type Asuntos = v.InferOutput<typeof Asuntos>

/** GET /api/asuntos/cuenta → cuántos esperan a quien los atiende; 0 para quien no atiende. */
export const CuentaAsuntos = v.object({ porAtender: v.number() })
export type CuentaAsuntos = v.InferOutput<typeof CuentaAsuntos>

/** POST /api/asuntos → 201 {id}. */
export const AbrirAsunto = v.variant('clase', [
	v.object({ clase: v.literal('baja'), tramiteId: Id, texto: Texto }),
	v.object({ clase: v.literal('perfil'), peticion: PeticionDePerfil, texto: Texto }),
	v.object({ clase: v.literal('duda'), titulo: Titulo, texto: Texto }),
])
export type AbrirAsunto = v.InferOutput<typeof AbrirAsunto>
export const AsuntoAbierto = v.object({ id: v.string() })

const Lado = v.picklist(['solicita', 'atiende'])
const Quien = { quien: v.string(), lado: Lado, momento: v.string(), orden: v.number() }

/** GET /api/asuntos/:id */
export const Asunto = v.object({
	...AsuntoFila.entries,
	movimientos: v.number(),
	hilo: v.array(
		v.variant('que', [
			v.object({
				...Quien,
				que: v.literal('suceso'),
				suceso: v.picklist(['abierto', 'mensaje', 'asignado', 'ejecutado', 'cerrado', 'reabierto']),
				texto: v.nullable(v.string()),
				/** A quién se asignó. */
				asignado: v.nullable(v.string()),
				/** El acto que se hizo desde aquí. */
				acto: v.nullable(v.string()),
			}),
			v.object({
				...Quien,
				que: v.literal('adjunto'),
				id: v.string(),
				nombre: v.string(),
				tipo: v.string(),
				bytes: v.number(),
			}),
		]),
	),
	/** De una baja (15): el trámite y lo que SEP dijo. */
	tramite: v.nullable(
		v.object({
			matricula: v.string(),
			nombre: v.string(),
			folio: v.nullable(v.string()),
			estado: v.picklist(ESTADOS_TRAMITE),
			rechazo: v.nullable(RechazoDeSep),
		}),
	),
	/** De un perfil (10): lo que se pide, cómo está esa persona hoy, y los planteles de la entidad. */
	perfil: v.nullable(
		v.object({ peticion: PeticionDePerfil, persona: v.nullable(Persona), planteles: v.array(Plantel) }),
	),
	/** Lo que puede hacer aquí quien pregunta. */
	puede: v.object({
		escribir: v.boolean(),
		cerrar: v.boolean(),
		reabrir: v.boolean(),
		asignar: v.boolean(),
		darDeBaja: v.boolean(),
		cancelarFolio: v.boolean(),
		administrarPerfil: v.boolean(),
		/** Cuántos adjuntos caben todavía. */
		adjuntos: v.number(),
	}),
	/** A quiénes se puede asignar; vacío si no le toca. */
	atienden: v.array(v.object({ id: v.string(), nombre: v.string() })),
})
export type Asunto = v.InferOutput<typeof Asunto>

/** POST /api/asuntos/:id/mensajes → 204: pregunta o contesta, según quién escribe. */
export const EscribirEnAsunto = v.object({ texto: Texto })
/**
 * POST /api/asuntos/:id/adjuntos (cuerpo: el archivo; `x-archivo`: su nombre codificado) → 201 {id}. PDF, PNG, JPEG o WebP de
 * hasta 5 MB. GET /api/asuntos/:id/adjuntos/:adjunto → el archivo, siempre para guardar.
 */
export const AdjuntoGuardado = v.object({ id: v.string() })
/** POST /api/asuntos/:id/asignar → 204 */
export const AsignarAsunto = v.object({ personaId: Id, visto: Visto })
/** POST /api/asuntos/:id/cerrar → 204 */
export const CerrarAsunto = v.object({ visto: Visto })
/** POST /api/asuntos/:id/reabrir → 204: con lo que falta. */
export const ReabrirAsunto = v.object({ texto: Texto })
/**
 * POST /api/asuntos/:id/baja → 204: da de baja el registro (15), que vuelve a los requisitos con su folio; con `cancelar`, se
 * cancela el folio y el trámite termina. La razón queda al margen del asiento y es la respuesta.
 */
export const BajaDeRegistro = v.object({ razon: razonDe(500), cancelar: v.boolean() })
/** POST /api/asuntos/:id/perfil → 204: hace lo que se pidió de un perfil (10), con los datos que TI confirmó. Una baja no los lleva. */
export const CambioDePersona = v.object({ persona: v.nullable(DatosDePersona), texto: razonDe(500) })
