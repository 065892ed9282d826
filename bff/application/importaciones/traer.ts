import { SaeNoDisponible, type TraerDeSae } from '../ports.ts'
import { encargar } from '../trabajos.ts'
import { borrarLoTraido } from './descartar.ts'
import { actorDeImportacion } from './filas.ts'
import { abrirImportacion, encargarRevision, guardarCuerpo, type DepsSubir } from './subir.ts'
import { purgarTrozos } from './trozos.ts'
import { frase } from '#core/contract/motivo.ts'
import { rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'

export type DepsTraer = DepsSubir & { readonly traerDeSae: TraerDeSae | null }

/** Pide a SAE lo de su plantel (5): se trae, se revisa y la persona decide, igual que con un archivo. */
export const pedirASae =
	(deps: DepsTraer) =>
	async (orden: {
		readonly actor: Actor
	}): Promise<
		Result<
			{ id: string },
			'sin-permiso' | 'fuera-de-ambito' | 'importaciones-abiertas' | 'servicio-no-disponible'
		>
	> => {
		if (deps.traerDeSae === null) return rechazo('servicio-no-disponible', { servicio: 'SAE' })
		return abrirImportacion(
			deps,
			orden.actor,
			{ archivo: 'SAE', origen: 'sae', estado: 'trayendo' },
			(tx, id) => encargar(tx, deps, { clase: 'traer-sae', clave: id, carga: { importacion: id } }),
		)
	}

/** Trae de SAE lo de una importación `trayendo` y encarga revisarlo. Repetirlo empieza de nuevo: lo anterior se borra. */
export const traerImportacion = async (deps: DepsTraer, id: string): Promise<void> => {
	const { base, traerDeSae } = deps
	const fila = await base.db
		.selectFrom('importacion as i')
		.innerJoin('plantel as p', 'p.id', 'i.plantelId')
		.selectAll('i')
		.select('p.cct')
		.where('i.id', '=', id)
		.where('i.estado', '=', 'trayendo')
		.executeTakeFirst()
	if (fila === undefined) return
	await purgarTrozos(deps, id, 'archivo')
	const respuesta =
		traerDeSae === null
			? ({ resultado: 'no-disponible', razon: 'SAE no está conectado' } as const)
			: await traerDeSae({ cct: fila.cct, etag: await ultimaAplicada(deps, fila.plantelId) })
	if (respuesta.resultado !== 'hay') {
		const razon =
			respuesta.resultado === 'sin-novedad'
				? null
				: frase('servicio-no-disponible', { servicio: `SAE (${respuesta.razon})` })
		return acabarSinTraer(deps, id, respuesta.resultado === 'sin-novedad' ? 'sin-novedad' : 'fallida', razon)
	}
	try {
		const recibido = await guardarCuerpo(deps, id, respuesta.paginas)
		const { etag } = respuesta
		await base.enTransaccion(async (tx) => {
			const actor = actorDeImportacion(fila)
			if ('perfil' in actor) await encargarRevision(tx, deps, actor, { id, ...recibido, etag })
		})
	} catch (error) {
		if (!(error instanceof SaeNoDisponible)) throw error
		const razon = frase('servicio-no-disponible', { servicio: `SAE (${error.message})` })
		return acabarSinTraer(deps, id, 'fallida', razon)
	}
}

const acabarSinTraer = async (
	deps: DepsTraer,
	id: string,
	estado: 'sin-novedad' | 'fallida',
	razon: string | null,
): Promise<void> => {
	await deps.base.db
		.updateTable('importacion')
		.set({ estado, razon })
		.where('id', '=', id)
		.where('estado', '=', 'trayendo')
		.execute()
	await borrarLoTraido(deps, id)
}

/** La marca de lo último que de veras se aplicó del plantel: si SAE sigue en ésa, no hay nada que traer. */
const ultimaAplicada = async ({ base }: DepsTraer, plantelId: string | null): Promise<string | null> => {
	const fila = await base.db
		.selectFrom('importacion')
		.select(['etag', 'conError'])
		.where('plantelId', '=', plantelId)
		.where('origen', '=', 'sae')
		.where('estado', '=', 'aplicada')
		.orderBy('momento', 'desc')
		.limit(1)
		.executeTakeFirst()
	// Con renglones que no entraron, vale volver a traerlo aunque SAE no haya cambiado.
	return fila === undefined || fila.conError > 0 ? null : fila.etag
}
