import { Hono } from 'hono'
import { actorDe, type Ambiente, leerCuerpo } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { iniciarBuzon } from '../application/entregas/iniciar-buzon.ts'
import type { entregar } from '../application/entregas/entregar.ts'
import type { cancelarFolios } from '../application/folios/cancelar-folio.ts'
import type { autorizar } from '../application/tramites/autorizar.ts'
import type { cargar } from '../application/tramites/cargar.ts'
import type { confirmarNombre } from '../application/tramites/confirmar-nombre.ts'
import type { denegar } from '../application/tramites/denegar.ts'
import type { registrar } from '../application/tramites/registrar.ts'
import type { retirar } from '../application/tramites/retirar.ts'
import type { solicitar } from '../application/tramites/solicitar.ts'
import type { volverASellar } from '../application/sellado/volver-a-sellar.ts'
import { ActoConRazon, ActoEnLote, ConfirmarNombre, Solicitar } from '#core/contract/tramite.ts'

export type DepsTramites = {
	readonly solicitar: ReturnType<typeof solicitar>
	readonly autorizar: ReturnType<typeof autorizar>
	readonly denegar: ReturnType<typeof denegar>
	readonly retirar: ReturnType<typeof retirar>
	readonly registrar: ReturnType<typeof registrar>
	readonly cargar: ReturnType<typeof cargar>
	readonly cancelarFolios: ReturnType<typeof cancelarFolios>
	readonly volverASellar: ReturnType<typeof volverASellar>
	readonly confirmarNombre: ReturnType<typeof confirmarNombre>
	readonly iniciarBuzon: ReturnType<typeof iniciarBuzon>
	readonly entregar: ReturnType<typeof entregar>
}

/** /api/tramites: los actos de Servicios Escolares y de la entidad, de uno o de muchos (5–8, 13, 17). */
export const rutasTramites = (deps: DepsTramites) => {
	const rutas = new Hono<Ambiente>()
	rutas.post('/tramites', async (c) => {
		const cuerpo = await leerCuerpo(c, Solicitar)
		if (!cuerpo.ok) return cuerpo.respuesta
		return c.json({ filas: await deps.solicitar({ actor: actorDe(c), ...cuerpo.valor }) })
	})
	const enLote = {
		autorizar: deps.autorizar,
		registrar: deps.registrar,
		cargar: deps.cargar,
		'volver-a-sellar': deps.volverASellar,
	}
	for (const [acto, hacer] of Object.entries(enLote)) {
		rutas.post(`/tramites/${acto}`, async (c) => {
			const cuerpo = await leerCuerpo(c, ActoEnLote)
			if (!cuerpo.ok) return cuerpo.respuesta
			return c.json({ filas: await hacer({ actor: actorDe(c), ...cuerpo.valor }) })
		})
	}
	const conRazon = { denegar: deps.denegar, retirar: deps.retirar, 'cancelar-folio': deps.cancelarFolios }
	for (const [acto, hacer] of Object.entries(conRazon)) {
		rutas.post(`/tramites/${acto}`, async (c) => {
			const cuerpo = await leerCuerpo(c, ActoConRazon)
			if (!cuerpo.ok) return cuerpo.respuesta
			return c.json({ filas: await hacer({ actor: actorDe(c), ...cuerpo.valor }) })
		})
	}
	rutas.put('/tramites/:id/nombre', async (c) => {
		const cuerpo = await leerCuerpo(c, ConfirmarNombre)
		if (!cuerpo.ok) return cuerpo.respuesta
		const hecho = await deps.confirmarNombre({
			actor: actorDe(c),
			tramiteId: c.req.param('id'),
			nombre: cuerpo.valor,
		})
		return hecho.ok ? c.body(null, 204) : negarRechazo(c, hecho)
	})
	rutas.post('/tramites/:id/buzon', async (c) => {
		const hecho = await deps.iniciarBuzon({ actor: actorDe(c), tramiteId: c.req.param('id') })
		return hecho.ok ? c.json(hecho.valor) : negarRechazo(c, hecho)
	})
	rutas.post('/tramites/:id/entregar', async (c) => {
		const hecho = await deps.entregar({ actor: actorDe(c), tramiteId: c.req.param('id') })
		return hecho.ok ? c.body(null, 202) : negarRechazo(c, hecho)
	})
	return rutas
}
