import type { EstadoLote } from '#core/domain/lote.ts'
import { cuerpo, escapar, parrafo } from '../entregas/mensajes.ts'
import type { Base, Correo, EnviarCorreo } from '../ports.ts'
import { esperaRespuesta, type NivelDeAviso } from './vigilar.ts'

/**
 * Avisa a una persona de que un lote lleva dos horas, o veinticuatro, esperando a SEP (11). Si entre tanto respondió, o su
 * cuenta ya no está activa, no se manda. El identificador del mensaje no cambia: repetirlo no manda otro.
 */
export const avisarLote =
	(deps: { readonly base: Base; readonly enviarCorreo: EnviarCorreo; readonly origen: string }) =>
	async (aviso: {
		readonly loteId: string
		readonly nivel: NivelDeAviso
		readonly personaId: string
	}): Promise<Awaited<ReturnType<EnviarCorreo>> | { readonly resultado: 'ya-no' }> => {
		const { db } = deps.base
		const persona = await db
			.selectFrom('persona')
			.select(['correo', 'entidadId'])
			.where('id', '=', aviso.personaId)
			.where('activa', '=', 1)
			.executeTakeFirst()
		const lote = await db
			.selectFrom('lote as l')
			.innerJoin('entidad as e', 'e.id', 'l.entidadId')
			.select(['l.estado', 'l.numeroLote', 'l.nombreArchivo', 'e.nombre as entidad'])
			.where('l.id', '=', aviso.loteId)
			.executeTakeFirst()
		if (!persona || !lote || !esperaRespuesta(lote.estado as EstadoLote)) return { resultado: 'ya-no' }
		const enlace = `${deps.origen}/${persona.entidadId === null ? 'nacional' : 'estado'}/lotes`
		return deps.enviarCorreo(
			mensaje({
				...lote,
				...aviso,
				para: persona.correo,
				enlace,
			}),
		)
	}

const mensaje = (dato: {
	readonly para: string
	readonly nivel: NivelDeAviso
	readonly loteId: string
	readonly personaId: string
	readonly numeroLote: string | null
	readonly nombreArchivo: string
	readonly entidad: string
	readonly enlace: string
}): Correo => {
	const { nivel, numeroLote, nombreArchivo, entidad, enlace } = dato
	const lote = numeroLote === null ? 'Un lote' : `El lote ${numeroLote}`
	const tiempo = nivel === 'aviso' ? 'dos horas' : 'veinticuatro horas'
	const partes = [
		`${lote} de ${entidad} lleva más de ${tiempo} sin que SEP termine de responder. Archivo: ${nombreArchivo}.`,
		nivel === 'aviso'
			? 'De ordinario responde de minutos a dos horas; se le sigue preguntando solo. Mire en Lotes si algo le toca a usted.'
			: 'Es el plazo mayor que SEP da (11). Mire en Lotes qué espera y, si hace falta, acuda a COSFAC con el nombre del archivo.',
	]
	return {
		para: dato.para,
		asunto: `Lote sin respuesta de SEP: más de ${tiempo}`,
		mensajeId: `<lote-${dato.loteId}-${nivel}-${dato.personaId}@egreso.conalep>`,
		texto: [...partes, enlace].join('\n\n'),
		html: cuerpo('Un lote tarda', [
			...partes.map((parte) => parrafo(escapar(parte))),
			`<p style="margin:28px 0"><a href="${escapar(enlace)}" style="background:#611232;color:#ffffff;padding:14px 22px;text-decoration:none;font-weight:700;display:inline-block">Ver los lotes</a></p>`,
		]),
	}
}
