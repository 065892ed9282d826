import * as v from 'valibot'
import { CLAVES_DE_AJUSTE } from '../domain/ajustes.ts'
import { razonDe } from './razon.ts'

const Valor = v.union([v.number(), v.pipe(v.string(), v.maxLength(200))])

/** GET /api/ajustes → lo que vale para quien pregunta: en su entidad, o en la nación. */
export const Ajustes = v.object({
	/** Nombre de la entidad que se ajusta; null si es el valor nacional. */
	entidad: v.nullable(v.string()),
	ajustes: v.array(
		v.object({
			clave: v.picklist(CLAVES_DE_AJUSTE),
			valor: Valor,
			origen: v.picklist(['entidad', 'nacional', 'omision']),
			/** Si quien pregunta puede cambiarlo. */
			editable: v.boolean(),
			/** El que valdría si se quita el propio. */
			sinPropio: Valor,
			/** Entidades que hoy tienen el suyo; vacío si no pregunta la nación. */
			excepciones: v.array(v.object({ entidad: v.string(), valor: Valor })),
			/** Del más nuevo al más viejo; los últimos 50. `entidad` null: el nacional. `valor` null: se quitó el propio. */
			historial: v.array(
				v.object({
					id: v.string(),
					entidad: v.nullable(v.string()),
					valor: v.nullable(Valor),
					razon: v.string(),
					quien: v.string(),
					momento: v.string(),
				}),
			),
		}),
	),
})
export type Ajustes = v.InferOutput<typeof Ajustes>

/** PUT /api/ajustes/:clave → 204. Se fija en el ámbito de quien lo pide. */
export const FijarAjuste = v.object({
	/** null: se quita el propio y vuelve a valer el de arriba. */
	valor: v.nullable(Valor),
	/** El que valía cuando se abrió la página: si ya es otro, no se cambia nada. */
	anterior: Valor,
	razon: razonDe(500),
})
export type FijarAjuste = v.InferOutput<typeof FijarAjuste>
