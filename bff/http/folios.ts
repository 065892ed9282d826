import { Hono } from 'hono'
import { adjunto } from './adjunto.ts'
import { actorDe, type Ambiente, leerConsulta, leerCuerpo } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { asignarRango } from '../application/folios/asignar-rango.ts'
import type { partirRango } from '../application/folios/partir-rango.ts'
import type { recuperarRango } from '../application/folios/recuperar-rango.ts'
import type { verLibro } from '../application/folios/ver-libro.ts'
import type { buscarEnLibro } from '../application/libro/buscar.ts'
import type { imprimirLibro } from '../application/libro/imprimir.ts'
import type { verVolumenes } from '../application/libro/volumenes.ts'
import type { verRangos } from '../application/folios/ver-rangos.ts'
import { BuscarEnLibro, ConsultaImpresion, ConsultaLibro, ConsultaVolumenes } from '#core/contract/libro.ts'
import { AsignarRango, PartirRango, RecuperarRango } from '#core/contract/tramite.ts'

export type DepsFolios = {
	readonly asignarRango: ReturnType<typeof asignarRango>
	readonly partirRango: ReturnType<typeof partirRango>
	readonly recuperarRango: ReturnType<typeof recuperarRango>
	readonly verRangos: ReturnType<typeof verRangos>
	readonly verLibro: ReturnType<typeof verLibro>
	readonly verVolumenes: ReturnType<typeof verVolumenes>
	readonly buscarEnLibro: ReturnType<typeof buscarEnLibro>
	readonly imprimirLibro: ReturnType<typeof imprimirLibro>
}

/** /api/rangos y /api/libro (4, 8). */
export const rutasFolios = (deps: DepsFolios) =>
	new Hono<Ambiente>()
		.get('/rangos', async (c) => {
			const rangos = await deps.verRangos({ actor: actorDe(c) })
			return rangos.ok ? c.json(rangos.valor) : negarRechazo(c, rangos)
		})
		.post('/rangos', async (c) => {
			const cuerpo = await leerCuerpo(c, AsignarRango)
			if (!cuerpo.ok) return cuerpo.respuesta
			const asignado = await deps.asignarRango({ actor: actorDe(c), ...cuerpo.valor })
			return asignado.ok ? c.json(asignado.valor, 201) : negarRechazo(c, asignado)
		})
		.post('/rangos/:id/partir', async (c) => {
			const cuerpo = await leerCuerpo(c, PartirRango)
			if (!cuerpo.ok) return cuerpo.respuesta
			const partido = await deps.partirRango({
				actor: actorDe(c),
				rangoId: c.req.param('id'),
				...cuerpo.valor,
			})
			return partido.ok ? c.json(partido.valor, 201) : negarRechazo(c, partido)
		})
		.post('/rangos/:id/recuperar', async (c) => {
			const cuerpo = await leerCuerpo(c, RecuperarRango)
			if (!cuerpo.ok) return cuerpo.respuesta
			const recuperado = await deps.recuperarRango({
				actor: actorDe(c),
				rangoId: c.req.param('id'),
				...cuerpo.valor,
			})
			return recuperado.ok ? c.json(recuperado.valor) : negarRechazo(c, recuperado)
		})
		.get('/libro', async (c) => {
			const consulta = leerConsulta(c, ConsultaLibro)
			if (!consulta.ok) return consulta.respuesta
			const foja = await deps.verLibro({ actor: actorDe(c), ...consulta.valor })
			return foja.ok ? c.json(foja.valor) : negarRechazo(c, foja)
		})
		.get('/libro/volumenes', async (c) => {
			const consulta = leerConsulta(c, ConsultaVolumenes)
			if (!consulta.ok) return consulta.respuesta
			const volumenes = await deps.verVolumenes({ actor: actorDe(c), ...consulta.valor })
			return volumenes.ok ? c.json(volumenes.valor) : negarRechazo(c, volumenes)
		})
		.get('/libro/buscar', async (c) => {
			const consulta = leerConsulta(c, BuscarEnLibro)
			if (!consulta.ok) return consulta.respuesta
			const hallados = await deps.buscarEnLibro({ actor: actorDe(c), ...consulta.valor })
			return hallados.ok ? c.json(hallados.valor) : negarRechazo(c, hallados)
		})
		.get('/libro/impresion', async (c) => {
			const consulta = leerConsulta(c, ConsultaImpresion)
			if (!consulta.ok) return consulta.respuesta
			const impreso = await deps.imprimirLibro({ actor: actorDe(c), ...consulta.valor })
			return impreso.ok ? adjunto({ ...impreso.valor, tipo: 'application/pdf' }) : negarRechazo(c, impreso)
		})
