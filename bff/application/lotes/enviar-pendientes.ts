import type { Motivo } from '#core/contract/motivo.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { puede, type Actor } from '#core/domain/rol.ts'
import { encargar } from '../trabajos.ts'
import { integrarLotes, type DepsIntegrar, type Integrados } from './integrar.ts'
import { moverLote } from './mover-lote.ts'

/**
 * Integra ya lo que espera en la entidad de quien lo pide (11), sin aguardar al trabajo, y vuelve a formar los lotes que
 * COSFAC no recibió: de ésos consta que no los tiene. Los de desenlace desconocido no se tocan.
 */
export const enviarPendientes =
	(deps: DepsIntegrar) =>
	async ({ actor }: { readonly actor: Actor }): Promise<Result<Integrados, Motivo>> => {
		if (actor.ambito.tipo === 'nacional') return rechazo('sin-permiso', { acto: 'enviar-lote' })
		const { entidadId } = actor.ambito
		const permiso = puede(actor, 'enviar-lote', { entidadId })
		if (!permiso.ok) return permiso
		const reanudados = await reanudar(deps, entidadId, actor)
		const integrados = await integrarLotes(deps)({ entidadId, autor: actor })
		const total = {
			lotes: integrados.lotes + reanudados.lotes,
			certificados: integrados.certificados + reanudados.certificados,
		}
		return total.lotes === 0 ? rechazo('sin-certificados-por-enviar') : ok(total)
	}

const reanudar = (deps: DepsIntegrar, entidadId: string, autor: Actor): Promise<Integrados> =>
	deps.base.enTransaccion(async (tx) => {
		const detenidos = await tx
			.selectFrom('lote as l')
			.innerJoin('loteCertificado as c', 'c.loteId', 'l.id')
			.select(['l.id', 'l.entidadId'])
			.select((e) => e.fn.countAll<number>().as('certificados'))
			.where('l.entidadId', '=', entidadId)
			.where('l.estado', '=', 'detenido')
			.groupBy(['l.id', 'l.entidadId'])
			.orderBy('l.id')
			.execute()
		let lotes = 0
		let certificados = 0
		for (const lote of detenidos) {
			if (!(await moverLote(tx, deps, lote, 'reanudar', { mensaje: null, autor }))) continue
			await encargar(tx, deps, { clase: 'enviar-lote', clave: lote.id, carga: { loteId: lote.id } })
			lotes += 1
			certificados += Number(lote.certificados)
		}
		return { lotes, certificados }
	})
