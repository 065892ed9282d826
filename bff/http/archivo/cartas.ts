import { Hono } from 'hono'
import { adjunto } from '../adjunto.ts'
import { actorDe, type Ambiente, leerCuerpo } from '../hono.ts'
import { negarRechazo } from '../rechazos.ts'
import type { bajarCarta } from '../../application/cartas/bajar-carta.ts'
import type { listarCartas, listarCartasNacionales } from '../../application/cartas/listar-cartas.ts'
import type { prepararCarta } from '../../application/cartas/preparar-carta.ts'
import type { sellarCarta } from '../../application/cartas/sellar-carta.ts'
import { SellarCarta } from '#core/contract/archivo/carta.ts'

export type DepsCartas = {
	readonly listarCartas: ReturnType<typeof listarCartas>
	readonly listarCartasNacionales: ReturnType<typeof listarCartasNacionales>
	readonly prepararCarta: ReturnType<typeof prepararCarta>
	readonly sellarCarta: ReturnType<typeof sellarCarta>
	readonly bajarCarta: ReturnType<typeof bajarCarta>
}

/** /api/cartas (14): la carta responsiva de cada entidad. */
export const rutasCartas = (deps: DepsCartas) =>
	new Hono<Ambiente>()
		.get('/cartas', async (c) => {
			const cartas = await deps.listarCartas({ actor: actorDe(c) })
			return cartas.ok ? c.json(cartas.valor) : negarRechazo(c, cartas)
		})
		.get('/cartas/nacional', async (c) => {
			const cartas = await deps.listarCartasNacionales({ actor: actorDe(c) })
			return cartas.ok ? c.json(cartas.valor) : negarRechazo(c, cartas)
		})
		.get('/cartas/por-sellar', async (c) => {
			const carta = await deps.prepararCarta({ actor: actorDe(c) })
			return carta.ok ? c.json(carta.valor) : negarRechazo(c, carta)
		})
		.post('/cartas', async (c) => {
			const leido = await leerCuerpo(c, SellarCarta)
			if (!leido.ok) return leido.respuesta
			const sellada = await deps.sellarCarta({ actor: actorDe(c), ...leido.valor })
			return sellada.ok ? c.json(sellada.valor, 201) : negarRechazo(c, sellada)
		})
		.get('/cartas/:id/pdf', async (c) => {
			const carta = await deps.bajarCarta({ actor: actorDe(c), id: c.req.param('id'), parte: 'pdf' })
			return carta.ok ? adjunto(carta.valor) : negarRechazo(c, carta)
		})
		.get('/cartas/:id/relacion', async (c) => {
			const carta = await deps.bajarCarta({ actor: actorDe(c), id: c.req.param('id'), parte: 'relacion' })
			return carta.ok ? adjunto(carta.valor) : negarRechazo(c, carta)
		})
