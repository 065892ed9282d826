import { raizDeMesa } from '#core/contract/enlaces.ts'
import { ACTO_DE_ATENDER } from '#core/domain/mesa/asunto.ts'
import { tienePermiso } from '#core/domain/rol.ts'
import { cuerpo, escapar, parrafo } from '../entregas/mensajes.ts'
import type { Base, Correo, EnviarCorreo } from '../ports.ts'

/**
 * Avisa a una persona de que en un asunto hay algo nuevo. Sin datos personales ni lo que se dijo: sólo el enlace, que pide
 * entrar. Si su cuenta ya no está activa, no se manda. El identificador del mensaje no cambia: repetirlo no manda otro.
 */
export const avisarAsunto =
	(deps: { readonly base: Base; readonly enviarCorreo: EnviarCorreo; readonly origen: string }) =>
	async (aviso: {
		readonly asuntoId: string
		readonly orden: number
		readonly personaId: string
	}): Promise<Awaited<ReturnType<EnviarCorreo>> | { readonly resultado: 'ya-no' }> => {
		const { db } = deps.base
		const persona = await db
			.selectFrom('persona')
			.select(['correo', 'perfil'])
			.where('id', '=', aviso.personaId)
			.where('activa', '=', 1)
			.executeTakeFirst()
		const asunto = await db
			.selectFrom('asunto')
			.select('clase')
			.where('id', '=', aviso.asuntoId)
			.executeTakeFirst()
		if (!persona || !asunto) return { resultado: 'ya-no' }
		return deps.enviarCorreo(
			mensaje({
				para: persona.correo,
				atiende: tienePermiso(persona.perfil, ACTO_DE_ATENDER[asunto.clase]),
				enlace: `${deps.origen}${raizDeMesa(persona.perfil)}/${encodeURIComponent(aviso.asuntoId)}`,
				id: `${aviso.asuntoId}-${aviso.orden}-${aviso.personaId}`,
			}),
		)
	}

const mensaje = ({
	para,
	atiende,
	enlace,
	id,
}: {
	readonly para: string
	readonly atiende: boolean
	readonly enlace: string
	readonly id: string
}): Correo => {
	const titulo = atiende ? 'Hay un asunto por atender' : 'Hay novedades en su asunto'
	const partes = [
		atiende
			? 'En la mesa de servicio hay un asunto que espera respuesta.'
			: 'En la mesa de servicio hay una respuesta o un cambio en un asunto que usted abrió.',
		'Ábralo en Egreso, con su cuenta institucional, para leerlo.',
	]
	return {
		para,
		asunto: `Mesa de servicio: ${atiende ? 'asunto por atender' : 'novedades en su asunto'}`,
		mensajeId: `<asunto-${id}@egreso.conalep>`,
		texto: [...partes, enlace].join('\n\n'),
		html: cuerpo(titulo, [
			...partes.map((parte) => parrafo(parte)),
			`<p style="margin:28px 0"><a href="${escapar(enlace)}" style="background:#611232;color:#ffffff;padding:14px 22px;text-decoration:none;font-weight:700;display:inline-block">Abrir el asunto</a></p>`,
		]),
	}
}
