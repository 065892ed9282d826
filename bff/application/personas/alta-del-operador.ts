import * as v from 'valibot'
import { DatosDeCuenta } from '#core/contract/mesa/persona.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { ambitoDePerfil, type Perfil, PERFILES } from '#core/domain/rol.ts'
import { anotar, type DepsBitacora } from '../bitacora.ts'
import type { Base, Reloj, Tx } from '../ports.ts'
import { esInstitucional } from '../sesion/abrir-sesion.ts'
import { revisarCorreo, revisarDatos } from './revisar-datos.ts'

/** Lo que el operador escribe: los datos de una cuenta y su entidad, si el perfil la tiene. */
export const CuentaDelOperador = v.object({
	...DatosDeCuenta.entries,
	perfil: v.picklist(PERFILES),
	entidadId: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(60))),
})
export type CuentaDelOperador = v.InferOutput<typeof CuentaDelOperador>

/**
 * Da de alta las primeras cuentas: las nacionales, que ninguna entidad pide, y la de Servicios Escolares de cada entidad, que
 * después pide las demás en la mesa de servicio (10). La hace el operador desde la terminal y queda en la bitácora.
 */
export const altaDelOperador =
	(deps: DepsBitacora & { readonly base: Base; readonly dominios: readonly string[] }) =>
	(cuenta: CuentaDelOperador): Promise<Result<{ readonly personaId: string }, Motivo>> =>
		deps.base.enTransaccion(async (tx) => {
			const lugar = await lugarDe(tx, deps, cuenta)
			if (!lugar.ok) return lugar
			const id = deps.azar.id()
			await tx
				.insertInto('persona')
				.values({ id, tid: null, oid: null, ...cuenta, ...lugar.valor })
				.execute()
			await anotar(tx, deps, {
				autor: { sistema: 'operador' },
				acto: 'alta-de-persona',
				objeto: `persona:${id}`,
				entidadId: cuenta.entidadId,
				plantelId: lugar.valor.plantelId,
				detalle: { perfil: cuenta.perfil },
			})
			return ok({ personaId: id })
		})

type Lugar = { readonly entidadId: string | null; readonly plantelId: string | null }

const lugarDe = async (
	tx: Tx,
	deps: { readonly dominios: readonly string[]; readonly reloj: Reloj },
	cuenta: CuentaDelOperador,
): Promise<Result<Lugar, Motivo>> => {
	const { perfil, entidadId, plantelId } = cuenta
	if (esNacional(perfil)) {
		if (entidadId !== null || plantelId !== null) return rechazo('perfil-sin-lugar')
		if (!esInstitucional(cuenta.correo, deps.dominios)) return rechazo('correo-fuera-de-dominio')
		const correo = await revisarCorreo(tx, { correo: cuenta.correo, personaId: null })
		return correo.ok ? ok({ entidadId: null, plantelId: null }) : correo
	}
	const entidad =
		entidadId === null
			? undefined
			: await tx.selectFrom('entidad').select('id').where('id', '=', entidadId).executeTakeFirst()
	if (!entidad) return rechazo('no-encontrado')
	return revisarDatos(tx, deps, {
		entidadId: entidad.id,
		persona: { ...cuenta, perfil },
		personaId: null,
		completo: true,
	})
}

const esNacional = (perfil: Perfil): perfil is 'dse' | 'ti' => ambitoDePerfil(perfil) === 'nacional'
