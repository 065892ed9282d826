import { Hono } from 'hono'
import { actorDe, type Ambiente, leerCuerpo } from '../hono.ts'
import { negarRechazo } from '../rechazos.ts'
import type { agregarPatron } from '../../application/rechazos/agregar-patron.ts'
import type { listarRechazos } from '../../application/rechazos/listar-rechazos.ts'
import type { mirarPatron } from '../../application/rechazos/mirar-patron.ts'
import { AgregarPatron, PatronNuevo } from '#core/contract/rechazo.ts'

export type DepsRechazosDeSep = {
	readonly listarRechazos: ReturnType<typeof listarRechazos>
	readonly mirarPatron: ReturnType<typeof mirarPatron>
	readonly agregarPatron: ReturnType<typeof agregarPatron>
}

/** /api/rechazos: lo que SEP rechaza en la nación y los patrones que lo interpretan (15). */
export const rutasRechazosDeSep = (deps: DepsRechazosDeSep) =>
	new Hono<Ambiente>()
		.get('/rechazos', async (c) => {
			const rechazos = await deps.listarRechazos({ actor: actorDe(c) })
			return rechazos.ok ? c.json(rechazos.valor) : negarRechazo(c, rechazos)
		})
		.post('/rechazos/patrones/vista-previa', async (c) => {
			const cuerpo = await leerCuerpo(c, PatronNuevo)
			if (!cuerpo.ok) return cuerpo.respuesta
			const alcance = await deps.mirarPatron({ actor: actorDe(c), patron: cuerpo.valor })
			return alcance.ok ? c.json(alcance.valor) : negarRechazo(c, alcance)
		})
		.post('/rechazos/patrones', async (c) => {
			const cuerpo = await leerCuerpo(c, AgregarPatron)
			if (!cuerpo.ok) return cuerpo.respuesta
			const agregado = await deps.agregarPatron({ actor: actorDe(c), ...cuerpo.valor })
			return agregado.ok ? c.body(null, 204) : negarRechazo(c, agregado)
		})
