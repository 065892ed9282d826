import * as v from 'valibot'
import { razonDe } from './razon.ts'

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(60))
const Dia = v.pipe(v.string(), v.isoDate())
const Razon = razonDe(500)
const Rol = v.picklist(['plantel', 'estatal'])
const Lugar = v.object({ id: v.string(), nombre: v.string() })
const Quien = v.object({ id: v.string(), nombre: v.string(), cargo: v.nullable(v.string()) })

/** GET /api/suplencias → las de su ámbito, de la más nueva a la más vieja, hasta 200 (16). */
export const Suplencias = v.object({
	suplencias: v.array(
		v.object({
			id: v.string(),
			/** De quién es el sello que se pone por suplencia. */
			rol: Rol,
			entidad: Lugar,
			plantel: v.nullable(Lugar),
			titular: Quien,
			suplente: Quien,
			/** Primer y último día, los dos enteros, en la Ciudad de México. */
			desde: v.string(),
			hasta: v.string(),
			/** Para cuántos certificados se dio; null si no hay tope. */
			tope: v.nullable(v.number()),
			/** Cuántos se han sellado con ella. */
			sellados: v.number(),
			razon: v.string(),
			estado: v.picklist(['propuesta', 'confirmada', 'negada', 'revocada', 'agotada', 'vencida']),
			/** Confirmada, ya empezó, y la cuenta del suplente sigue activa: hoy sella. */
			enVigor: v.boolean(),
			otorgo: v.object({ nombre: v.string(), momento: v.string() }),
			sucesos: v.array(
				v.object({
					suceso: v.picklist(['confirmada', 'negada', 'revocada']),
					nombre: v.string(),
					razon: v.nullable(v.string()),
					momento: v.string(),
				}),
			),
			/** Lo que puede hacer con ella quien pregunta. */
			puede: v.object({ responder: v.boolean(), revocar: v.boolean() }),
		}),
	),
	/** Dónde puede otorgarla quien pregunta; null si no le toca otorgar. */
	otorga: v.nullable(v.object({ entidad: Lugar, planteles: v.array(Lugar) })),
})
export type Suplencias = v.InferOutput<typeof Suplencias>

/** GET /api/suplencias/personas?rol=&plantel=&busca= → a quién se suple ahí y quiénes pueden suplirlo. */
export const ConsultaElegibles = v.object({
	rol: Rol,
	plantel: v.optional(Id),
	busca: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80))),
})
export const Elegibles = v.object({
	titulares: v.array(v.object({ ...Quien.entries, activa: v.boolean() })),
	/** Hasta 50, por apellido. */
	suplentes: v.array(v.object({ ...Quien.entries, lugar: v.string() })),
	hayMas: v.boolean(),
})
export type Elegibles = v.InferOutput<typeof Elegibles>

/** POST /api/suplencias → 201 {id}: la otorga la entidad y queda propuesta. */
export const OtorgarSuplencia = v.object({
	rol: Rol,
	plantelId: v.nullable(Id),
	titularId: Id,
	suplenteId: Id,
	desde: Dia,
	hasta: Dia,
	tope: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))),
	razon: Razon,
})
export type OtorgarSuplencia = v.InferOutput<typeof OtorgarSuplencia>
export const SuplenciaOtorgada = v.object({ id: v.string() })

/** POST /api/suplencias/:id/negar y /api/suplencias/:id/revocar → 204. Confirmar (/confirmar → 204) no lleva nada. */
export const RazonDeSuplencia = v.object({ razon: Razon })

/** GET /api/sellado/turnos → como quién sella hoy quien entró: por su cargo y por cada suplencia en vigor (16). */
export const Turnos = v.object({
	turnos: v.array(
		v.object({
			/** `propio`, o el id de la suplencia. */
			clave: v.string(),
			rol: Rol,
			/** El plantel o la entidad por la que sella. */
			lugar: v.string(),
			/** null en el turno propio. */
			suplencia: v.nullable(
				v.object({
					titular: v.string(),
					hasta: v.string(),
					/** Cuántos certificados le quedan; null si no hay tope. */
					quedan: v.nullable(v.number()),
				}),
			),
		}),
	),
})
export type Turnos = v.InferOutput<typeof Turnos>

/** GET /api/sellado/pendientes?turno= → PorSellar: lo que espera ese turno; por omisión, el primero. */
export const ConsultaPendientes = v.object({ turno: v.optional(Id) })

/** La suplencia con la que se puso un sello, como se lee en el expediente. */
export const SuplenciaDeSello = v.object({
	id: v.string(),
	titular: v.string(),
	desde: v.string(),
	hasta: v.string(),
	razon: v.string(),
	otorgo: v.string(),
	confirmo: v.string(),
})
export type SuplenciaDeSello = v.InferOutput<typeof SuplenciaDeSello>
