import * as v from 'valibot'
import { EnviosDeLote } from './lote.ts'
import { Devolucion } from './devolucion.ts'

const Nombre = v.object({
	nombre: v.string(),
	primerApellido: v.string(),
	segundoApellido: v.nullable(v.string()),
})

/*
 * Lo revisado: los datos de los renglones del BFF, escritos como el documento debe llevarlos. `null` es que el documento
 * no debe llevar el dato. Lo común a muchos certificados (quién expide, el plantel, el plan) va una sola vez.
 */

/** Quien entró, como FirmaResponsable (16, 20). */
const FirmanteRevisado = v.object({
	...Nombre.entries,
	curp: v.string(),
	idCargo: v.string(),
	cargo: v.nullable(v.string()),
})

const EntidadRevisada = v.object({
	servicioFirmante: v.string(),
	entidadFederativa: v.string(),
	nombreSen: v.string(),
	nombreDependencia: v.string(),
	idIems: v.string(),
	nombreIems: v.string(),
	idTipoIems: v.string(),
	tipoIems: v.nullable(v.string()),
	idOpcionEducativa: v.string(),
	opcionEducativa: v.nullable(v.string()),
})

const PlantelRevisado = v.object({
	nombre: v.string(),
	cct: v.string(),
	idTipoPlantel: v.string(),
	tipoPlantel: v.nullable(v.string()),
	idMunicipio: v.string(),
	municipio: v.string(),
	idGeneroPlantel: v.nullable(v.string()),
	idSostenimiento: v.string(),
})

const PlanRevisado = v.object({
	clave: v.string(),
	carrera: v.string(),
	idNivelEstudios: v.string(),
	idTipoEstudios: v.string(),
	tipoPerfilLaboral: v.nullable(v.string()),
	totalCreditos: v.string(),
	/** Los módulos que el certificado enumera, en el orden del plan. */
	modulos: v.array(v.object({ nombre: v.string(), horas: v.string(), creditos: v.nullable(v.string()) })),
	perfilEgreso: v.nullable(
		v.object({
			trayecto: v.nullable(v.string()),
			idCampoDisciplinar: v.nullable(v.string()),
			campoDisciplinar: v.nullable(v.string()),
			competencias: v.array(v.string()),
		}),
	),
})

const Revisado = v.object({
	...Nombre.entries,
	curp: v.string(),
	promedio: v.string(),
	creditosObtenidos: v.string(),
	/** AAAA-MM-DD. */
	fechaInicio: v.string(),
	fechaTermino: v.string(),
	/** Clave en `entidades`; sin ella es `entidad`. */
	entidad: v.optional(v.string()),
	/** Clave en `planes` y en `planteles`: lo que regía en la fecha del certificado. */
	plan: v.string(),
	plantel: v.string(),
	/** Una por módulo del plan, en su orden. */
	calificaciones: v.array(v.string()),
	/** El nombre como SAE lo trae: aquí sólo cambian mayúsculas y acentos (17). */
	nombreSae: Nombre,
	/** AAAA-MM-DD; no va en el documento, pero tiene que ser anterior al inicio (6 f). */
	fechaSecundaria: v.nullable(v.string()),
})

/** GET /api/sellado/pendientes?turno= → lo que espera el sello de quien entró (16). El acto depende de su perfil. */
export const PorSellar = v.object({
	/** Como quién se ofrece: `propio`, o el id de la suplencia (16). */
	turno: v.optional(v.string()),
	rol: v.picklist(['plantel', 'estatal']),
	firmante: FirmanteRevisado,
	/** Como rige hoy. */
	entidad: EntidadRevisada,
	/** Como regía en la fecha de algún certificado, si entonces decía otra cosa. */
	entidades: v.optional(v.record(v.string(), EntidadRevisada)),
	planteles: v.record(v.string(), PlantelRevisado),
	planes: v.record(v.string(), PlanRevisado),
	/** Cuántos hay que abrir antes de sellar: al menos `minimo`, o ese `porcentaje` si es más. Cuáles, lo sortea el dispositivo. */
	muestra: v.object({
		// Nunca cero: un servidor que mintiera aquí quitaría la muestra entera.
		minimo: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
		porcentaje: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
	}),
	certificados: v.array(
		v.object({
			tramiteId: v.string(),
			folio: v.string(),
			matricula: v.string(),
			/** DEC completo salvo sello y certificado (vacíos), con quien entró como FirmaResponsable. El dispositivo lo lee, lo muestra y de ahí mismo arma la cadena. */
			xml: v.string(),
			/** Contra qué se compara el documento en el dispositivo; si algo difiere, no sella ése. */
			revisado: Revisado,
			nombreEditado: v.boolean(),
			/** Cuál de los intentos del trámite es: al devolverlo se abre otro. */
			intento: v.number(),
			/** Si vuelve de una devolución: qué se pidió corregir. */
			devuelto: v.nullable(Devolucion),
		}),
	),
	/** Cuántos hay en total; `certificados` trae hasta 1,000. */
	total: v.number(),
	/** Cuántos más esperan este sello pero llevan ya uno de quien entró: los dos son de dos personas (20). */
	yaSelladosPorUsted: v.optional(v.number(), 0),
})
export type PorSellar = v.InferOutput<typeof PorSellar>

/** POST /api/sellado → ResultadoLote (id = trámite). El BFF rearma cada cadena de sus propios renglones y verifica. */
export const Sellar = v.object({
	/** .cer en base64 (DER). */
	certificado: v.pipe(v.string(), v.maxLength(16_384)),
	sellos: v.pipe(
		v.array(
			v.object({
				tramiteId: v.pipe(v.string(), v.maxLength(60)),
				/** El intento que se revisó: lo sellado antes de una devolución no vale después. */
				intento: v.optional(v.pipe(v.number(), v.integer())),
				sello: v.pipe(v.string(), v.maxLength(1024)),
			}),
		),
		v.minLength(1),
		v.maxLength(100),
	),
})
export type Sellar = v.InferOutput<typeof Sellar>

/** GET /api/publico/anclas → autoridades en las que el operador confía, DER en base64. */
export const Anclas = v.object({ certificados: v.array(v.string()) })
export type Anclas = v.InferOutput<typeof Anclas>

/** GET /api/lotes → Lotes (11) */
export const Lotes = v.object({
	lotes: v.array(
		v.object({
			id: v.string(),
			entidad: v.string(),
			estado: v.string(),
			nombreArchivo: v.string(),
			numeroLote: v.nullable(v.string()),
			mensaje: v.nullable(v.string()),
			...EnviosDeLote,
			creado: v.string(),
			enviado: v.nullable(v.string()),
			actualizado: v.string(),
			certificados: v.array(
				v.object({
					tramiteId: v.string(),
					/** De quién es, y qué dijo SEP de su registro; null para quien no ve egresados (TI). */
					matricula: v.nullable(v.string()),
					folio: v.string(),
					estado: v.string(),
					descripcion: v.nullable(v.string()),
				}),
			),
		}),
	),
	/** Con los dos sellos y todavía sin lote. */
	porEnviar: v.number(),
})
export type Lotes = v.InferOutput<typeof Lotes>
/** POST /api/lotes/enviar → {lotes: n} integra ya lo que espera (de ordinario lo hace un trabajo). */
export const LotesEnviados = v.object({ lotes: v.number(), certificados: v.number() })
