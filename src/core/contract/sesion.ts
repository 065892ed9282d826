import * as v from 'valibot'
import { PERFILES } from '../domain/rol.ts'

/** GET /api/config: lo que la app necesita para entrar. Nada secreto. */
export const Config = v.object({
	identidad: v.object({
		autoridad: v.string(),
		clienteId: v.string(),
		/** Entra ID usa 'AAD'; el proveedor OIDC local, 'OIDC' con sus metadatos. */
		protocolo: v.picklist(['AAD', 'OIDC']),
		metadatos: v.nullable(v.string()),
	}),
	ahora: v.string(),
	version: v.string(),
	/** Verdadero con el mundo de demostración: la app lo dice en pantalla. */
	demo: v.boolean(),
})
export type Config = v.InferOutput<typeof Config>

/** POST /api/sesion/reto → nonce que la ficha de identidad debe traer. */
export const Reto = v.object({ nonce: v.string() })
/** POST /api/sesion */
export const AbrirSesion = v.object({ idToken: v.pipe(v.string(), v.maxLength(16_384)) })

const Lugar = v.object({ id: v.string(), nombre: v.string() })

/** GET y POST /api/sesion */
export const Sesion = v.object({
	persona: v.object({
		id: v.string(),
		nombre: v.string(),
		correo: v.string(),
		/** Para que el dispositivo compruebe que la e.firma es de quien entró (16). */
		curp: v.nullable(v.string()),
		cargo: v.nullable(v.string()),
	}),
	perfil: v.picklist(PERFILES),
	entidad: v.nullable(Lugar),
	plantel: v.nullable(Lugar),
	/** Si hoy puede sellar, por su cargo o por una suplencia en vigor (16): para ofrecerle «Firma». */
	sella: v.optional(v.boolean()),
	/** La hora del BFF al responder. */
	ahora: v.string(),
	expira: v.string(),
})
export type Sesion = v.InferOutput<typeof Sesion>
