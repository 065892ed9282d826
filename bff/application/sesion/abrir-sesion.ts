import { anotar, type DepsBitacora } from '../bitacora.ts'
import type { Azar, Base, Huella, Reloj, ValidarFicha } from '../ports.ts'
import { type SesionAbierta, duracionMs, leerPersona } from './persona.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'

/**
 * Abre sesión (10): la cuenta es de un inquilino admitido, el correo es institucional y tiene perfil activo. Se
 * reconoce por `tid`+`oid`; la primera vez, por el correo con que se dio de alta.
 */
export const abrirSesion =
	(deps: {
		readonly base: Base
		readonly reloj: Reloj
		readonly azar: Azar
		readonly huella: Huella
		readonly validarFicha: ValidarFicha
		readonly dominios: readonly string[]
	}) =>
	async (orden: {
		readonly idToken: string
		readonly nonce: string
	}): Promise<Result<SesionAbierta, Motivo>> => {
		const ficha = await deps.validarFicha(orden.idToken, orden.nonce)
		if (!ficha.ok) return ficha
		const { tid, oid, correo } = ficha.valor
		if (!esInstitucional(correo, deps.dominios)) return rechazo('correo-no-institucional')
		return deps.base.enTransaccion(async (tx) => {
			const hallada =
				(await tx
					.selectFrom('persona')
					.select(['id'])
					.where('tid', '=', tid)
					.where('oid', '=', oid)
					.where('activa', '=', 1)
					.executeTakeFirst()) ??
				(await tx
					.updateTable('persona')
					.set({ tid, oid })
					.where('correo', '=', correo)
					.where('oid', 'is', null)
					.where('activa', '=', 1)
					.returning('id')
					.executeTakeFirst())
			if (!hallada) return rechazo('sin-perfil')
			const ahora = deps.reloj()
			const secreto = deps.azar.ficha()
			const expira = new Date(Date.parse(ahora) + duracionMs).toISOString()
			// Un alta mal hecha no entra, y no deja sesión.
			const sesion = await leerPersona(tx, hallada.id, expira)
			if (!sesion) return rechazo('sin-perfil')
			await tx.deleteFrom('sesion').where('personaId', '=', hallada.id).where('expira', '<=', ahora).execute()
			await tx
				.insertInto('sesion')
				.values({ huella: deps.huella(secreto), personaId: hallada.id, creada: ahora, usada: ahora, expira })
				.execute()
			await anotar(tx, deps satisfies DepsBitacora, {
				autor: sesion.actor,
				acto: 'abrir-sesion',
				objeto: `persona:${hallada.id}`,
				entidadId: sesion.entidad?.id ?? null,
				plantelId: sesion.plantel?.id ?? null,
			})
			return ok({ ...sesion, secreto })
		})
	}

/** El dominio es uno de los institucionales o un subdominio suyo (10). */
export const esInstitucional = (correo: string, dominios: readonly string[]): boolean => {
	const dominio = correo.split('@')[1]?.toLowerCase() ?? ''
	return dominios.some((admitido) => dominio === admitido || dominio.endsWith(`.${admitido}`))
}
