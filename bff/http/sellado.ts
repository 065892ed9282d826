import { Hono } from 'hono'
import { actorDe, type Ambiente, leerConsulta, leerCuerpo } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { devolver } from '../application/sellado/devolver.ts'
import type { pendientesDeSello } from '../application/sellado/pendientes.ts'
import type { sellar } from '../application/sellado/sellar.ts'
import { Devolver } from '#core/contract/devolucion.ts'
import { Sellar } from '#core/contract/sellado.ts'
import { ConsultaPendientes } from '#core/contract/suplencia.ts'

export type DepsSellado = {
	readonly pendientes: ReturnType<typeof pendientesDeSello>
	readonly sellar: ReturnType<typeof sellar>
	readonly devolver: ReturnType<typeof devolver>
}

/** /api/sellado (16, 20). */
export const rutasSellado = (deps: DepsSellado) =>
	new Hono<Ambiente>()
		.get('/sellado/pendientes', async (c) => {
			const consulta = leerConsulta(c, ConsultaPendientes)
			if (!consulta.ok) return consulta.respuesta
			const pendientes = await deps.pendientes({ actor: actorDe(c), ...consulta.valor })
			return pendientes.ok ? c.json(pendientes.valor) : negarRechazo(c, pendientes)
		})
		.post('/sellado', async (c) => {
			const cuerpo = await leerCuerpo(c, Sellar)
			if (!cuerpo.ok) return cuerpo.respuesta
			const sellado = await deps.sellar({ actor: actorDe(c), ...cuerpo.valor })
			return sellado.ok ? c.json({ filas: sellado.valor }) : negarRechazo(c, sellado)
		})
		.post('/sellado/devolver', async (c) => {
			const cuerpo = await leerCuerpo(c, Devolver)
			if (!cuerpo.ok) return cuerpo.respuesta
			const devuelto = await deps.devolver({ actor: actorDe(c), ...cuerpo.valor })
			return devuelto.ok ? c.json({ filas: devuelto.valor }) : negarRechazo(c, devuelto)
		})
