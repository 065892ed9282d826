import type { Base, Huella, Reloj } from '../ports.ts'
import { type SesionVista, leerPersona, ocioMs } from './persona.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'

type Deps = { readonly base: Base; readonly reloj: Reloj; readonly huella: Huella }

/** La sesión vigente de un secreto. El perfil y el ámbito se leen cada vez: una baja (10) vale al instante. */
export const leerSesion =
	(deps: Deps) =>
	async (secreto: string): Promise<Result<SesionVista, 'sin-sesion'>> => {
		const huella = deps.huella(secreto)
		const fila = await deps.base.db
			.selectFrom('sesion')
			.selectAll()
			.where('huella', '=', huella)
			.executeTakeFirst()
		const ahora = deps.reloj()
		if (!fila || fila.expira <= ahora || masTarde(fila.usada, ocioMs) <= ahora) return rechazo('sin-sesion')
		const sesion = await leerPersona(deps.base.db, fila.personaId, fila.expira)
		if (!sesion) return rechazo('sin-sesion')
		// Se anota el uso cada minuto, no en cada petición: leer no debe costar una escritura.
		if (masTarde(fila.usada, 60_000) <= ahora) {
			await deps.base.db.updateTable('sesion').set({ usada: ahora }).where('huella', '=', huella).execute()
		}
		return ok(sesion)
	}

/** Cierra la sesión. Cerrarla dos veces es lo mismo. */
export const cerrarSesion =
	(deps: Deps) =>
	async (secreto: string): Promise<void> => {
		await deps.base.db.deleteFrom('sesion').where('huella', '=', deps.huella(secreto)).execute()
	}

const masTarde = (instante: string, ms: number): string => new Date(Date.parse(instante) + ms).toISOString()
