import * as v from 'valibot'

/** POST /api/publico/consultar {folio, cuv} → {folioDigital}. El segundo dato impide cosechar folios seguidos. */
export const ConsultarFolio = v.object({
	folio: v.pipe(v.string(), v.trim(), v.toUpperCase(), v.maxLength(20)),
	cuv: v.pipe(v.string(), v.trim(), v.toUpperCase(), v.maxLength(30)),
})
export const FolioHallado = v.object({ folioDigital: v.string() })

/** GET /api/publico/certificados/:folioDigital (21). El navegador comprueba todo por su cuenta con esto. */
export const CertificadoPublico = v.object({
	situacion: v.picklist(['vigente', 'cancelado']),
	folio: v.string(),
	cuv: v.string(),
	folioDigital: v.string(),
	/** El DEC timbrado tal como lo devolvió SEP. */
	xml: v.string(),
	selloCalidad: v.boolean(),
	fecha: v.string(),
	/** Los dos sellos (20): cada quien selló el documento consigo mismo como FirmaResponsable. */
	sellos: v.array(
		v.object({
			rol: v.picklist(['plantel', 'estatal']),
			firmante: v.object({
				nombre: v.string(),
				primerApellido: v.string(),
				segundoApellido: v.nullable(v.string()),
				curp: v.string(),
				idCargo: v.string(),
				cargo: v.nullable(v.string()),
			}),
			certificado: v.string(),
			sello: v.string(),
			momento: v.string(),
			revocacion: v.picklist(['vigente', 'revocado', 'no-comprobado']),
			/** Selló en suplencia del titular (16), con su propio cargo. */
			enSuplencia: v.optional(v.boolean()),
		}),
	),
	siged: v.string(),
})
export type CertificadoPublico = v.InferOutput<typeof CertificadoPublico>
