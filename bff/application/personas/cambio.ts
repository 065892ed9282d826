import type { Motivo } from '#core/contract/motivo.ts'
import type { DatosDePersona } from '#core/contract/mesa/persona.ts'
import { ok, type Result } from '#core/domain/result.ts'
import { anotar } from '../bitacora.ts'
import type { Selectable } from 'kysely'
import type { Tx } from '../ports.ts'
import type { TablaPersona } from '../tablas/personas.ts'
import type { DepsPersona, OrdenDePersona } from './alta.ts'
import { cerrarSesiones, conQuienAdministre, tomarCuenta } from './cuenta.ts'
import { revisarDatos } from './revisar-datos.ts'

/**
 * TI cambia una cuenta (10), y con ello la reactiva si estaba de baja. Sus sesiones se cierran: entra otra vez con su perfil
 * nuevo. Si cambia el correo o la CURP, o si se reactiva, la cuenta de Office 365 se vuelve a reconocer por el correo: un
 * buzón pasa de una persona a otra, y quien lo tuvo antes ya no entra.
 */
export const cambioDePersona = async (
	tx: Tx,
	deps: DepsPersona,
	orden: OrdenDePersona & { readonly personaId: string; readonly persona: DatosDePersona },
): Promise<Result<{ readonly personaId: string }, Motivo>> => {
	const { actor, entidadId, asuntoId, personaId, persona } = orden
	const cuenta = await tomarCuenta(tx, orden)
	if (!cuenta.ok) return cuenta
	const lugar = await revisarDatos(tx, deps, { entidadId, persona, personaId, completo: true })
	if (!lugar.ok) return lugar
	const antes = cuenta.valor
	const nueva = { ...persona, ...lugar.valor }
	await tx
		.updateTable('persona')
		.set({
			...nueva,
			activa: 1,
			...(mismaCuenta(antes, persona) ? {} : { tid: null, oid: null }),
		})
		.where('id', '=', personaId)
		.execute()
	const administra = await conQuienAdministre(tx, entidadId)
	if (!administra.ok) return administra
	await cerrarSesiones(tx, personaId)
	await anotar(tx, deps, {
		autor: actor,
		acto: 'cambio-de-persona',
		objeto: `persona:${personaId}`,
		entidadId,
		plantelId: lugar.valor.plantelId,
		detalle: {
			perfil: { de: antes.perfil, a: persona.perfil },
			// Qué datos cambiaron; cuáles son, no: la bitácora no lleva datos personales.
			datos: Object.keys(nueva).filter(
				(dato) => nueva[dato as keyof typeof nueva] !== antes[dato as keyof typeof nueva],
			),
			...(antes.activa === 1 ? {} : { reactivada: true }),
			asunto: asuntoId,
		},
	})
	return ok({ personaId })
}

const mismaCuenta = (
	antes: Pick<Selectable<TablaPersona>, 'activa' | 'correo' | 'curp'>,
	{ correo, curp }: DatosDePersona,
): boolean =>
	antes.activa === 1 && correo === antes.correo.toLowerCase() && (antes.curp === null || curp === antes.curp)
