import * as v from 'valibot'
import { Devolucion } from './devolucion.ts'
import { CambioDeNombre, Partes, Sugerencia } from './nombre.ts'
import { CLASES_DE_AVISO } from '../domain/curp.ts'
import { VIAS } from '../domain/folio.ts'
import { REGLAS } from '../domain/requisitos.ts'
import { ESTADOS_TRAMITE } from '../domain/tramite.ts'
import { IntentoDeEnvio, RechazoDeSep } from './rechazo.ts'
import { SuplenciaDeSello } from './suplencia.ts'

export const Matricula = v.pipe(v.string(), v.minLength(1), v.maxLength(40))

const Requisito = v.object({
	regla: v.picklist(REGLAS),
	numeral: v.string(),
	titulo: v.string(),
	cumple: v.boolean(),
	hallazgo: v.string(),
	remedio: v.string(),
	lugar: v.picklist(['SAE', 'RENAPO', 'aquí']),
	/** Cuándo contestó RENAPO, en el inciso b. */
	momento: v.optional(v.string()),
})

/** Estado visible de una matrícula: `sin-tramite`, `via-tradicional` (22) o el de su trámite. */
export const SITUACIONES = ['sin-tramite', 'via-tradicional', ...ESTADOS_TRAMITE] as const
export const Situacion = v.picklist(SITUACIONES)
export type Situacion = v.InferOutput<typeof Situacion>

/** Cuántas matrículas se pegan de una vez: caben en una dirección. */
export const MATRICULAS_A_LA_VEZ = 200

/**
 * GET /api/egresados?situacion=&regla=&puede=&busca=&matriculas=&carrera=&plantel=&… (todo opcional; página de 50)
 * GET /api/egresados/todos?… los mismos filtros → TodosLosEgresados: hasta mil de una vez, para escogerlos.
 */
export const ConsultaEgresados = v.object({
	situacion: v.optional(Situacion),
	regla: v.optional(v.picklist(REGLAS)),
	/** `solicitar`: sin trámite y con todo lo que el numeral 5 pide (`puedeSolicitarse`). */
	puede: v.optional(v.picklist(['solicitar'])),
	/** `si`: lo que la dirección devolvió y Servicios Escolares todavía no regresa (16). */
	devuelto: v.optional(v.picklist(['si'])),
	/** `detenido`: un sello se puso con un certificado ya revocado. `sin-comprobar`: el SAT no ha contestado por alguno (16). */
	revocacion: v.optional(v.picklist(['detenido', 'sin-comprobar'])),
	/** `curp`: la CURP no casa con sus datos y RENAPO todavía no dice que es suya (6 b). */
	aviso: v.optional(v.picklist(['curp'])),
	/** `por-preguntar` y `sin-respuesta`: confrontas encargadas que RENAPO no ha contestado (6 b). */
	renapo: v.optional(v.picklist(['por-preguntar', 'sin-respuesta'])),
	busca: v.optional(v.pipe(v.string(), v.maxLength(80))),
	/** Varias matrículas, separadas por comas, espacios o renglones. */
	matriculas: v.optional(
		v.pipe(
			v.string(),
			v.maxLength(8_000),
			v.transform((texto) => texto.split(/[\s,;]+/).filter((una) => una !== '')),
			v.maxLength(MATRICULAS_A_LA_VEZ),
		),
	),
	/** El nombre de la carrera, como está en el catálogo. */
	carrera: v.optional(v.pipe(v.string(), v.maxLength(200))),
	entidad: v.optional(v.string()),
	plantel: v.optional(v.string()),
	generacion: v.optional(v.string()),
	/** El tope cabe en un entero de cualquiera de las dos bases. */
	pagina: v.optional(
		v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
		'1',
	),
	orden: v.optional(v.picklist(['nombre', 'matricula', 'folio', '-actualizado']), 'nombre'),
})
export type ConsultaEgresados = v.InferOutput<typeof ConsultaEgresados>

export const EgresadoFila = v.object({
	matricula: v.string(),
	nombre: v.string(),
	carrera: v.string(),
	modelo: v.string(),
	plantel: v.string(),
	situacion: Situacion,
	tramiteId: v.nullable(v.string()),
	folio: v.nullable(v.string()),
	/** Incisos que no cumple. */
	faltan: v.array(v.picklist(REGLAS)),
	puedeSolicitarse: v.boolean(),
	/** Su CURP no casa con sus datos y RENAPO todavía no dice que es suya (6 b). */
	curpPorRevisar: v.boolean(),
	buzonConfirmado: v.boolean(),
	/** Si la dirección lo devolvió y sigue por corregir: qué y por qué. */
	devuelto: v.nullable(Devolucion),
	/** Un sello se puso con un certificado que ya estaba revocado (16). */
	detenido: v.boolean(),
	/** Mientras SEP lo tenga rechazado (15). */
	rechazo: v.nullable(RechazoDeSep),
})
export type EgresadoFila = v.InferOutput<typeof EgresadoFila>
export const PaginaEgresados = v.object({
	total: v.number(),
	pagina: v.number(),
	porPagina: v.number(),
	filas: v.array(EgresadoFila),
})
export type PaginaEgresados = v.InferOutput<typeof PaginaEgresados>

/** Todos los que coinciden, hasta mil: lo que se escoge de una vez. */
/** Los que se escogen de una vez: los que admiten los actos en lote. */
export const ESCOGIDOS_MAXIMOS = 1000

export const TodosLosEgresados = v.object({ total: v.number(), filas: v.array(EgresadoFila) })
export type TodosLosEgresados = v.InferOutput<typeof TodosLosEgresados>

/** GET /api/egresados/opciones → por qué se puede filtrar, en el ámbito de quien pregunta. */
export const OpcionesDeFiltro = v.object({
	entidades: v.array(v.object({ id: v.string(), nombre: v.string() })),
	planteles: v.array(v.object({ id: v.string(), nombre: v.string(), entidadId: v.string() })),
	carreras: v.array(v.string()),
	generaciones: v.array(v.string()),
})
export type OpcionesDeFiltro = v.InferOutput<typeof OpcionesDeFiltro>

export const ConsultaTablero = v.object({
	entidad: v.optional(v.string()),
	plantel: v.optional(v.string()),
	generacion: v.optional(v.string()),
})
export type ConsultaTablero = v.InferOutput<typeof ConsultaTablero>

/** GET /api/tablero?entidad=&plantel=&generacion= */
export const Tablero = v.object({
	total: v.number(),
	/** Sin trámite y listos para solicitarse (5): el primer paso que se puede dar ya. */
	porSolicitar: v.number(),
	/** A quienes acaba de cambiarles un dato y todavía no se les revisan los requisitos: cosa de segundos. */
	porEvaluar: v.number(),
	/** Aquellos cuya CURP no casa con sus datos; no los detiene: lo decide RENAPO (6 b). */
	conAvisos: v.number(),
	/** Los que la dirección devolvió y siguen por corregir (16). */
	devueltos: v.number(),
	/** Con un sello puesto con un certificado ya revocado (16), aunque ya se haya emitido. */
	detenidos: v.number(),
	/** Con algún sello por cuyo certificado el SAT no ha contestado, y desde cuándo espera el más antiguo. */
	sinComprobar: v.object({ cuantos: v.number(), desde: v.nullable(v.string()) }),
	situaciones: v.array(v.object({ situacion: Situacion, cuantos: v.number() })),
	/** De los que aún no tienen trámite o no están cargados: cuántos detiene cada inciso. */
	reglas: v.array(
		v.object({ regla: v.picklist(REGLAS), titulo: v.string(), cuantos: v.number(), lugar: v.string() }),
	),
	/** Las confrontas encargadas que RENAPO no ha contestado (6 b): por preguntar, y preguntadas sin que respondiera. */
	renapo: v.object({ porPreguntar: v.number(), sinRespuesta: v.number() }),
	/** Folios libres por modelo y su aviso (4); vacío fuera de un plantel. */
	folios: v.array(v.object({ modelo: v.string(), libres: v.number(), aviso: v.boolean() })),
	/** Fuera de un plantel y para quien ve rangos: a qué planteles se les acaban los de un modelo. */
	foliosPorAcabarse: v.array(v.object({ plantel: v.string(), modelo: v.string(), libres: v.number() })),
	/** Cómo va cada lugar de los que siguen hacia abajo: entidades en la nación, planteles en una entidad. */
	lugares: v.array(
		v.object({
			id: v.string(),
			nombre: v.string(),
			total: v.number(),
			porSolicitar: v.number(),
			enTramite: v.number(),
			emitidos: v.number(),
			/** A cuántos detiene cada inciso, de la a a la h. */
			reglas: v.array(v.number()),
		}),
	),
	entidades: v.array(v.object({ id: v.string(), nombre: v.string() })),
	planteles: v.array(v.object({ id: v.string(), nombre: v.string() })),
	generaciones: v.array(v.string()),
})
export type Tablero = v.InferOutput<typeof Tablero>

/** GET /api/egresados/:matricula */
export const EgresadoDetalle = v.object({
	matricula: v.string(),
	curp: v.string(),
	sae: Partes,
	/** Propuesta en mayúsculas y minúsculas (17) y acentos sugeridos, que nadie puso todavía. */
	propuesta: Partes,
	sugerencias: v.array(Sugerencia),
	confirmado: v.nullable(Partes),
	/** Las veces que se confirmó, de la primera a la última. */
	nombres: v.array(CambioDeNombre),
	plantel: v.object({ id: v.string(), nombre: v.string(), cct: v.string() }),
	carrera: v.string(),
	plan: v.string(),
	modelo: v.string(),
	generacion: v.string(),
	fechaNacimiento: v.string(),
	menor: v.boolean(),
	fechaInicio: v.string(),
	fechaTermino: v.string(),
	promedio: v.string(),
	correoInstitucional: v.nullable(v.string()),
	modulos: v.array(
		v.object({
			nombre: v.string(),
			calificacion: v.nullable(v.string()),
			horas: v.string(),
			aprobado: v.boolean(),
		}),
	),
	requisitos: v.array(Requisito),
	/** En qué no casa la CURP con los demás datos. No detiene: si es suya, lo decide RENAPO (6 b). */
	avisosCurp: v.array(v.object({ clase: v.picklist(CLASES_DE_AVISO), hallazgo: v.string() })),
	/** Si va por la vía tradicional (22): por su modelo, o porque es reposición de un certificado en papel. */
	via: v.picklist(VIAS),
	situacion: Situacion,
	tramite: v.nullable(
		v.object({
			id: v.string(),
			estado: v.picklist(ESTADOS_TRAMITE),
			razon: v.nullable(v.string()),
			folio: v.nullable(v.string()),
			volumen: v.nullable(v.number()),
			foja: v.nullable(v.number()),
			cuv: v.nullable(v.string()),
			fechaRegistro: v.nullable(v.string()),
			folioDigital: v.nullable(v.string()),
			selloCalidad: v.nullable(v.boolean()),
			/** Lo que SEP dijo al rechazarlo, hasta que se carga otra vez (15). */
			rechazo: v.nullable(RechazoDeSep),
			/** Los lotes en que viajó, del primero al último. */
			intentos: v.array(IntentoDeEnvio),
			/** Si la DSE canceló su folio: por qué y cuándo (8, 15). */
			folioCancelado: v.nullable(v.object({ razon: v.string(), momento: v.string() })),
			/** La última vez que la dirección lo devolvió, aunque ya se haya corregido (16). */
			devolucion: v.nullable(Devolucion),
			sellos: v.array(
				v.object({
					rol: v.picklist(['plantel', 'estatal']),
					firmante: v.string(),
					noCertificado: v.string(),
					revocacion: v.string(),
					momento: v.string(),
					/** Lo que el SAT contestó después, si al sellar no contestó; null mientras no conteste. */
					comprobada: v.nullable(
						v.object({
							resultado: v.picklist(['vigente', 'revocado-antes', 'revocado-despues']),
							momento: v.string(),
							desde: v.nullable(v.string()),
							motivo: v.nullable(v.string()),
						}),
					),
					/** Con qué suplencia se puso (16); null si fue por el cargo propio. */
					suplencia: v.nullable(SuplenciaDeSello),
				}),
			),
			documentos: v.array(
				v.object({ clase: v.string(), nombre: v.string(), sha256: v.string(), bytes: v.number() }),
			),
			buzon: v.nullable(
				v.object({
					correo: v.nullable(v.string()),
					manifiesta: v.nullable(v.string()),
					confirmado: v.nullable(v.string()),
					vence: v.string(),
				}),
			),
			entrega: v.nullable(
				v.object({
					correo: v.string(),
					estado: v.string(),
					enviado: v.nullable(v.string()),
					error: v.nullable(v.string()),
				}),
			),
			acuse: v.nullable(v.object({ quien: v.string(), momento: v.string() })),
			historia: v.array(
				v.object({ momento: v.string(), quien: v.string(), acto: v.string(), detalle: v.string() }),
			),
		}),
	),
})
export type EgresadoDetalle = v.InferOutput<typeof EgresadoDetalle>
