import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { type Ambiente, leerCuerpo } from './hono.ts'
import { negar, negarRechazo } from './rechazos.ts'
import { type Cookies, conSesion } from './session.ts'
import type { abrirSesion } from '../application/sesion/abrir-sesion.ts'
import type { cerrarSesion, leerSesion } from '../application/sesion/leer-sesion.ts'
import type { SesionVista } from '../application/sesion/persona.ts'
import type { Azar, Reloj } from '../application/ports.ts'
import { AbrirSesion, type Config, type Sesion } from '#core/contract/sesion.ts'

export type DepsSesion = {
	readonly cookies: Cookies
	readonly reloj: Reloj
	readonly azar: Azar
	readonly abrirSesion: ReturnType<typeof abrirSesion>
	readonly leerSesion: ReturnType<typeof leerSesion>
	readonly cerrarSesion: ReturnType<typeof cerrarSesion>
	/** Si hoy puede sellar, por su cargo o por una suplencia (16). */
	readonly tieneTurno: (actor: SesionVista['actor']) => Promise<boolean>
	readonly config: () => Promise<Config>
}

/** /api/config y /api/sesion (10). */
export const rutasSesion = (deps: DepsSesion) =>
	new Hono<Ambiente>()
		.get('/config', async (c) => {
			try {
				return c.json(await deps.config())
			} catch {
				return negar(c, 'servicio-no-disponible', { servicio: 'El servicio de identidad' })
			}
		})
		.post('/sesion/reto', (c) => {
			const semilla = deps.azar.ficha()
			deps.cookies.ponerNonce(c, semilla)
			return c.json({ nonce: nonceDe(semilla) })
		})
		.post('/sesion', async (c) => {
			const cuerpo = await leerCuerpo(c, AbrirSesion)
			if (!cuerpo.ok) return cuerpo.respuesta
			const semilla = deps.cookies.leerNonce(c)
			// El nonce se usa una vez, resulte lo que resulte.
			deps.cookies.quitarNonce(c)
			if (semilla === undefined) return negar(c, 'ficha-de-identidad-invalida')
			const abierta = await deps.abrirSesion({
				idToken: cuerpo.valor.idToken,
				nonce: nonceDe(semilla),
			})
			if (!abierta.ok) return negarRechazo(c, abierta)
			deps.cookies.ponerSecreto(c, abierta.valor.secreto, abierta.valor.expira, deps.reloj())
			return c.json(await vista(deps, abierta.valor))
		})
		.get('/sesion', conSesion(deps), async (c) => c.json(await vista(deps, c.get('sesion'))))
		.delete('/sesion', async (c) => {
			const secreto = deps.cookies.leerSecreto(c)
			if (secreto !== undefined) await deps.cerrarSesion(secreto)
			deps.cookies.quitarSecreto(c)
			return c.body(null, 204)
		})

/**
 * El nonce viaja a la vista dentro de la ficha de identidad; la cookie guarda aquello de lo que es huella. Quien robe
 * una ficha no puede fabricar la cookie que le toca (OIDC Core §15.5.2).
 */
const nonceDe = (semilla: string): string => createHash('sha256').update(semilla).digest('base64url')

const vista = async (
	deps: Pick<DepsSesion, 'tieneTurno' | 'reloj'>,
	sesion: SesionVista,
): Promise<Sesion> => ({
	persona: sesion.persona,
	perfil: sesion.actor.perfil,
	entidad: sesion.entidad,
	plantel: sesion.plantel,
	sella: await deps.tieneTurno(sesion.actor),
	ahora: deps.reloj(),
	expira: sesion.expira,
})
