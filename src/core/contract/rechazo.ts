import * as v from 'valibot'
import {
	ASUNTOS_DE_RECHAZO,
	leerPatronDeRechazo,
	LETRAS_DE_PATRON,
	LUGARES_DE_RECHAZO,
} from '../domain/lotes/rechazo.ts'
import { razonDe } from './razon.ts'

/* Lo que SEP rechaza (15): sus palabras, completas, y lo que el catálogo de rechazos dice de ellas. */

const Asunto = v.picklist(ASUNTOS_DE_RECHAZO)
const Lugar = v.picklist(LUGARES_DE_RECHAZO)

/** Lo que el catálogo dice de un texto: a qué toca, qué dato del documento, qué hacer y dónde. */
export const Interpretacion = v.object({
	/** La clave del patrón en el catálogo. */
	clave: v.string(),
	patron: v.string(),
	asunto: Asunto,
	campo: v.nullable(v.string()),
	remedio: v.string(),
	lugar: Lugar,
})
export type Interpretacion = v.InferOutput<typeof Interpretacion>

/** Un rechazo: lo que SEP dijo, letra por letra, y su interpretación; null si nadie la ha escrito. */
export const RechazoDeSep = v.object({ dijo: v.string(), interpretacion: v.nullable(Interpretacion) })
export type RechazoDeSep = v.InferOutput<typeof RechazoDeSep>

/** Un lote en que un trámite viajó, y qué fue de él ahí. */
export const IntentoDeEnvio = v.object({
	lote: v.string(),
	numeroLote: v.nullable(v.string()),
	/** Cuándo salió; null si todavía no. */
	enviado: v.nullable(v.string()),
	/** El estado del certificado en ese lote. */
	estado: v.string(),
	/** Lo que SEP dijo de él o, en cuarentena, por qué se apartó. */
	descripcion: v.nullable(v.string()),
	rechazo: v.nullable(RechazoDeSep),
	/** La baja que siguió (15), y el asunto en que se pidió. */
	baja: v.nullable(
		v.object({ momento: v.string(), razon: v.nullable(v.string()), asuntoId: v.nullable(v.string()) }),
	),
})
export type IntentoDeEnvio = v.InferOutput<typeof IntentoDeEnvio>

/** GET /api/rechazos → los de los últimos doce meses en la nación, juntos por patrón; primero los que nadie ha interpretado. */
export const Rechazos = v.object({
	desde: v.string(),
	total: v.number(),
	/** Certificados cuyo rechazo nadie ha interpretado. */
	sinInterpretar: v.number(),
	/** Si hay más textos distintos de los que se miran. */
	recortado: v.boolean(),
	grupos: v.array(
		v.object({
			interpretacion: v.nullable(Interpretacion),
			/** Lo que SEP dice, con lo personal tapado. */
			texto: v.string(),
			/** El patrón que se propone. */
			propuesto: v.string(),
			cuantos: v.number(),
			/** Los que siguen rechazados. */
			abiertos: v.number(),
			/** Cuándo salió el primero y el último. */
			primero: v.string(),
			ultimo: v.string(),
		}),
	),
})
export type Rechazos = v.InferOutput<typeof Rechazos>

/** Un patrón nuevo para el catálogo de rechazos, en vigor desde hoy. */
export const PatronNuevo = v.object({
	patron: v.pipe(
		v.string(),
		v.trim(),
		v.maxLength(300, 'Tiene más de 300 letras.'),
		v.check(
			(texto) => leerPatronDeRechazo(texto).ok,
			`Escriba al menos ${LETRAS_DE_PATRON} letras, además de los asteriscos.`,
		),
	),
	asunto: Asunto,
	campo: v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(100))),
	remedio: razonDe(300),
	lugar: Lugar,
})
export type PatronNuevo = v.InferOutput<typeof PatronNuevo>

/** POST /api/rechazos/patrones/vista-previa → a cuántos alcanza, sin cambiar nada. */
export const AlcanceDePatron = v.object({
	/** Rechazos que pasarían a leerse con él. */
	alcanza: v.number(),
	/** De ellos, los que hoy se leen con otro. */
	quita: v.number(),
	/** Unos cuantos, con lo personal tapado. */
	ejemplos: v.array(v.string()),
	/** Lo que se vio: se devuelve al agregarlo. */
	vista: v.string(),
})
export type AlcanceDePatron = v.InferOutput<typeof AlcanceDePatron>

/** POST /api/rechazos/patrones → 204, si sigue siendo lo que se vio. */
export const AgregarPatron = v.object({ patron: PatronNuevo, vista: v.pipe(v.string(), v.maxLength(100)) })
