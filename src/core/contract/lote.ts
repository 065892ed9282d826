import * as v from 'valibot'
import { razonDe } from './razon.ts'

/** POST /api/lotes/:id/numero: COSFAC dice que es el lote con ese número (11). */
export const DecirNumero = v.object({
	numero: v.pipe(v.string(), v.trim(), v.regex(/^\d{1,18}$/, 'sólo dígitos, hasta dieciocho')),
})

/** POST /api/lotes/:id/no-esta: COSFAC dice que no tiene ese envío, y cómo se supo. */
export const DecirQueNoEsta = v.object({
	vez: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
	razon: razonDe(500),
})

/**
 * POST /api/lotes/:id/certificados/:tramiteId/rechazar: el vigente que SEP nombra no es uno nuestro; o lo apartado no va a
 * valer, y así lo dijo SEP.
 */
export const RechazarDuplicado = v.object({ razon: razonDe(500) })

/** Lo que se sabe de cada envío de un lote, y lo que sobró ante SEP. */
export const EnviosDeLote = {
	/** Por qué espera a una persona; null si se mueve solo. */
	pendiente: v.nullable(v.string()),
	avisado: v.nullable(v.string()),
	escalado: v.nullable(v.string()),
	envios: v.array(
		v.object({
			vez: v.number(),
			salio: v.string(),
			desenlace: v.string(),
			numeroLote: v.nullable(v.string()),
			nombreArchivo: v.string(),
			mensaje: v.nullable(v.string()),
		}),
	),
	/** Otros números que COSFAC dio a este mismo lote. */
	sobrantes: v.array(v.string()),
	cancelaciones: v.array(
		v.object({
			folioDigital: v.string(),
			folio: v.string(),
			numeroLote: v.string(),
			estado: v.string(),
			razon: v.string(),
			mensaje: v.nullable(v.string()),
		}),
	),
}
