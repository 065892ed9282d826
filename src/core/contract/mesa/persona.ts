import * as v from 'valibot'
import { PERFILES_DE_ENTIDAD } from '../../domain/mesa/asunto.ts'

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(60))
const NO_SE_VE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu
/** De un solo renglón, sin lo que no se ve. */
const llano = (minimo: number, maximo: number) =>
	v.pipe(
		v.string(),
		v.transform((texto) => texto.replace(/\s+/g, ' ').replace(NO_SE_VE, '')),
		v.trim(),
		v.minLength(minimo),
		v.maxLength(maximo),
	)
const opcional = (maximo: number) =>
	v.nullable(
		v.pipe(
			llano(0, maximo),
			v.transform((texto) => (texto === '' ? null : texto)),
		),
	)

/** Los datos de una cuenta (10). El correo, institucional; CURP y cargo, los que llevará su sello si dirige (16). */
export const DatosDeCuenta = v.object({
	correo: v.pipe(
		llano(3, 120),
		v.transform((texto) => texto.toLowerCase()),
		v.regex(/^[^\s@"<>,;:\\()[\]]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/),
	),
	nombre: llano(1, 80),
	primerApellido: llano(1, 80),
	segundoApellido: opcional(80),
	curp: v.pipe(
		opcional(18),
		v.transform((texto) => texto?.toUpperCase() ?? null),
	),
	idCargo: opcional(20),
	cargo: opcional(120),
	/** El plantel de un perfil de plantel; null en los demás. */
	plantelId: v.nullable(Id),
})

/** Los de una cuenta que una entidad puede pedir (10). */
export const DatosDePersona = v.object({
	...DatosDeCuenta.entries,
	perfil: v.picklist(PERFILES_DE_ENTIDAD),
})
export type DatosDePersona = v.InferOutput<typeof DatosDePersona>

/** Lo que la entidad pide de un perfil de usuario (10). */
export const PeticionDePerfil = v.variant('cambio', [
	v.object({ cambio: v.literal('alta'), persona: DatosDePersona }),
	v.object({ cambio: v.literal('cambio'), personaId: Id, persona: DatosDePersona }),
	v.object({ cambio: v.literal('baja'), personaId: Id }),
])
export type PeticionDePerfil = v.InferOutput<typeof PeticionDePerfil>

export const Plantel = v.object({ id: v.string(), nombre: v.string() })

/** Una cuenta como la ven su entidad y TI. */
export const Persona = v.object({
	...DatosDePersona.entries,
	correo: v.string(),
	curp: v.nullable(v.string()),
	id: v.string(),
	lugar: v.string(),
	activa: v.boolean(),
})
export type Persona = v.InferOutput<typeof Persona>

/** GET /api/personas?busca= → las cuentas que quien pregunta alcanza, por apellido, hasta 50; y los planteles de su entidad. */
export const ConsultaPersonas = v.object({
	busca: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(80))),
})
export const Personas = v.object({
	personas: v.array(Persona),
	hayMas: v.boolean(),
	planteles: v.array(Plantel),
})
export type Personas = v.InferOutput<typeof Personas>
