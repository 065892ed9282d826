import * as v from 'valibot'
import { RELACIONES } from '../domain/entrega.ts'

/** POST /api/tramites/:id/buzon → enlace de un solo uso para que el egresado confirme su correo (13). */
export const EnlaceBuzon = v.object({ enlace: v.string(), vence: v.string() })
export type EnlaceBuzon = v.InferOutput<typeof EnlaceBuzon>

/** La ficha viaja en el fragmento del enlace (#…) y en el cuerpo de la petición; nunca en una URL que se registre. */
const Ficha = v.pipe(v.string(), v.minLength(20), v.maxLength(100))
export const ConFicha = v.object({ ficha: Ficha })

/** POST /api/egresado/buzon/consultar → lo mínimo para empezar, sin nombre ni correo completos. */
export const BuzonEstado = v.object({
	menor: v.boolean(),
	/** Correo institucional con la parte local oculta (`m•••@…`), o null. */
	institucional: v.nullable(v.string()),
	identificado: v.boolean(),
	codigoEnviado: v.boolean(),
	confirmado: v.boolean(),
	vence: v.string(),
})
export type BuzonEstado = v.InferOutput<typeof BuzonEstado>

/** POST /api/egresado/buzon/codigo → 204: comprueba identidad, guarda lo manifestado y manda el código (6 dígitos, 10 minutos). */
export const PedirCodigo = v.object({
	ficha: Ficha,
	matricula: v.pipe(v.string(), v.trim(), v.maxLength(40)),
	curp: v.pipe(v.string(), v.trim(), v.toUpperCase(), v.maxLength(18)),
	fechaNacimiento: v.pipe(v.string(), v.isoDate()),
	/** null: el institucional. */
	correo: v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(254))),
	manifiesta: v.picklist(RELACIONES),
	/** Nombre de quien manifiesta; requerido si no es el egresado. */
	nombre: v.nullable(v.pipe(v.string(), v.trim(), v.maxLength(160))),
})
export type PedirCodigo = v.InferOutput<typeof PedirCodigo>

/** POST /api/egresado/buzon/confirmar → 204 */
export const ConfirmarCodigo = v.object({ ficha: Ficha, codigo: v.pipe(v.string(), v.regex(/^\d{6}$/)) })

/** POST /api/egresado/entrega/consultar → lo que el egresado ve antes de acusar. */
export const EntregaVista = v.object({
	nombre: v.string(),
	carrera: v.string(),
	plantel: v.string(),
	promedio: v.string(),
	folio: v.string(),
	folioDigital: v.string(),
	fecha: v.string(),
	menor: v.boolean(),
	documentos: v.array(
		v.object({
			clase: v.picklist(['pdf', 'pdf-sep', 'xml', 'qr']),
			nombre: v.string(),
			bytes: v.number(),
			sha256: v.string(),
		}),
	),
	acusado: v.nullable(v.string()),
})
export type EntregaVista = v.InferOutput<typeof EntregaVista>
/** POST /api/egresado/entrega/documento → los bytes. */
export const PedirDocumento = v.object({
	ficha: Ficha,
	clase: v.picklist(['pdf', 'pdf-sep', 'xml', 'qr', 'acuse']),
})
/** POST /api/egresado/acuse → {momento}. Repetirlo devuelve el mismo momento. */
export const Acusar = v.object({ ficha: Ficha })
export const Acusado = v.object({ momento: v.string() })
