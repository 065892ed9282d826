import { Hono } from 'hono'
import { actorDe, type Ambiente, leerConsulta, leerCuerpo } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { nombresPorConfirmar } from '../application/nombres/por-confirmar.ts'
import type { confirmarNombres } from '../application/tramites/confirmar-nombres.ts'
import { ConfirmarNombres, ConsultaNombres } from '#core/contract/nombre.ts'

export type DepsNombres = {
	readonly nombresPorConfirmar: ReturnType<typeof nombresPorConfirmar>
	readonly confirmarNombres: ReturnType<typeof confirmarNombres>
}

/** Los nombres que esperan confirmarse, y los de una pieza, juntos (17). */
export const rutasNombres = (deps: DepsNombres) =>
	new Hono<Ambiente>()
		.get('/nombres', async (c) => {
			const consulta = leerConsulta(c, ConsultaNombres)
			if (!consulta.ok) return consulta.respuesta
			const pagina = await deps.nombresPorConfirmar({ actor: actorDe(c), consulta: consulta.valor })
			return pagina.ok ? c.json(pagina.valor) : negarRechazo(c, pagina)
		})
		.post('/tramites/nombres', async (c) => {
			const cuerpo = await leerCuerpo(c, ConfirmarNombres)
			if (!cuerpo.ok) return cuerpo.respuesta
			return c.json({ filas: await deps.confirmarNombres({ actor: actorDe(c), ...cuerpo.valor }) })
		})
