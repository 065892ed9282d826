import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import * as v from 'valibot'
import type { ValidarFicha } from '../../application/ports.ts'
import { ok, rechazo } from '#core/domain/result.ts'

const Afirmaciones = v.object({
	tid: v.pipe(v.string(), v.minLength(1)),
	oid: v.pipe(v.string(), v.minLength(1)),
	nonce: v.pipe(v.string(), v.minLength(1)),
	preferred_username: v.optional(v.string(), ''),
})

const Descubrimiento = v.object({ issuer: v.string(), jwks_uri: v.pipe(v.string(), v.url()) })

/**
 * Comprueba la ficha de identidad (OIDC Core §3.1.3.7): firma por JWKS, `aud`, `iss`, `exp` y `nonce`, y que el
 * inquilino sea de los admitidos. La hora es la real: la ficha la fecha el proveedor, no este sistema.
 */
export const crearValidarFicha = (opciones: {
	readonly autoridad: string
	/** Con `{tid}` donde va el inquilino (Entra ID); sin dar, el que anuncia el proveedor. */
	readonly emisor: string | undefined
	readonly cliente: string
	readonly inquilinos: readonly string[]
}): ValidarFicha => {
	let claves: ReturnType<typeof createRemoteJWKSet> | undefined
	let emisorAnunciado = ''
	const descubrir = async () => {
		if (claves) return claves
		const respuesta = await fetch(
			`${opciones.autoridad.replace(/\/$/, '')}/.well-known/openid-configuration`,
			{
				signal: AbortSignal.timeout(10_000),
			},
		)
		if (!respuesta.ok) throw new Error(`El proveedor de identidad respondió ${respuesta.status}`)
		const anuncio = v.parse(Descubrimiento, await respuesta.json())
		emisorAnunciado = anuncio.issuer
		claves = createRemoteJWKSet(new URL(anuncio.jwks_uri), { timeoutDuration: 10_000 })
		return claves
	}
	return async (ficha, nonce) => {
		let jwks
		try {
			jwks = await descubrir()
		} catch {
			return sinProveedor()
		}
		let carga
		try {
			carga = (
				await jwtVerify(ficha, jwks, {
					audience: opciones.cliente,
					algorithms: ['RS256'],
					clockTolerance: 60,
					requiredClaims: ['exp'],
				})
			).payload
		} catch (error) {
			return esDelProveedor(error) ? sinProveedor() : rechazo('ficha-de-identidad-invalida')
		}
		const afirmaciones = v.safeParse(Afirmaciones, carga)
		if (!afirmaciones.success || afirmaciones.output.nonce !== nonce)
			return rechazo('ficha-de-identidad-invalida')
		const { tid, oid, preferred_username: correo } = afirmaciones.output
		const emisor = (opciones.emisor ?? emisorAnunciado).replace('{tid}', tid).replace('{tenantid}', tid)
		if (carga.iss !== emisor) return rechazo('ficha-de-identidad-invalida')
		if (!opciones.inquilinos.includes(tid)) return rechazo('inquilino-ajeno')
		return ok({ tid, oid, correo: correo.toLowerCase() })
	}
}

const sinProveedor = () => rechazo('servicio-no-disponible', { servicio: 'El servicio de identidad' })

/**
 * Si lo que falló fue pedir las llaves y no la ficha: la red, el plazo, un estado que no es 200, o algo que no es un
 * juego de llaves. jose da a un estado que no es 200, o a un JSON roto, su error sin apellido.
 */
const esDelProveedor = (error: unknown): boolean =>
	!(error instanceof errors.JOSEError) ||
	error instanceof errors.JWKSTimeout ||
	error instanceof errors.JWKSInvalid ||
	error.code === errors.JOSEError.code

/** Metadatos que MSAL necesita cuando la autoridad no es Entra ID; null si el proveedor aún no contesta. */
export const leerMetadatos = async (autoridad: string): Promise<string | null> => {
	const respuesta = await fetch(`${autoridad.replace(/\/$/, '')}/.well-known/openid-configuration`, {
		signal: AbortSignal.timeout(10_000),
	})
	return respuesta.ok ? await respuesta.text() : null
}
