import * as v from 'valibot'

/** GET /api/sellado/pendientes → lo que espera el sello de quien entró (16). El acto depende de su perfil. */
export const PorSellar = v.object({
	rol: v.picklist(['plantel', 'estatal']),
	certificados: v.array(
		v.object({
			tramiteId: v.string(),
			folio: v.string(),
			matricula: v.string(),
			/** DEC completo salvo sello y certificado (vacíos), con quien entró como FirmaResponsable. El dispositivo lo lee, lo muestra y de ahí mismo arma la cadena. */
			xml: v.string(),
			/** Datos del trámite tal como se revisaron: el dispositivo compara y, si algo difiere, no sella ése. */
			revisado: v.object({
				nombre: v.string(),
				primerApellido: v.string(),
				segundoApellido: v.nullable(v.string()),
				curp: v.string(),
				promedio: v.string(),
				carrera: v.string(),
				plantel: v.string(),
			}),
			nombreEditado: v.boolean(),
		}),
	),
	/** Cuántos hay en total; `certificados` trae hasta 1,000. */
	total: v.number(),
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
			creado: v.string(),
			enviado: v.nullable(v.string()),
			actualizado: v.string(),
			certificados: v.array(
				v.object({
					tramiteId: v.string(),
					matricula: v.string(),
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
