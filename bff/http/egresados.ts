import { Hono } from 'hono'
import { actorDe, type Ambiente, leerConsulta, leerCuerpo } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { confrontarSinRespuesta } from '../application/egresados/confrontar-sin-respuesta.ts'
import type { confrontar } from '../application/egresados/confrontar.ts'
import type { leerDetalle } from '../application/egresados/detalle.ts'
import type { listarEgresados, listarTodos } from '../application/egresados/listar.ts'
import type { leerOpciones } from '../application/egresados/opciones.ts'
import type { leerTablero } from '../application/egresados/tablero.ts'
import { ConsultaEgresados, ConsultaTablero } from '#core/contract/egresado.ts'
import { Confrontar, ConfrontarSinRespuesta } from '#core/contract/tramite.ts'

export type DepsEgresados = {
	readonly listarEgresados: ReturnType<typeof listarEgresados>
	readonly leerDetalle: ReturnType<typeof leerDetalle>
	readonly leerTablero: ReturnType<typeof leerTablero>
	readonly confrontar: ReturnType<typeof confrontar>
	readonly confrontarSinRespuesta: ReturnType<typeof confrontarSinRespuesta>
	readonly listarTodos: ReturnType<typeof listarTodos>
	readonly leerOpciones: ReturnType<typeof leerOpciones>
}

/** /api/egresados y /api/tablero: lo que cada perfil ve de su ámbito (5, 6, 10). */
export const rutasEgresados = (deps: DepsEgresados) =>
	new Hono<Ambiente>()
		.get('/egresados', async (c) => {
			const consulta = leerConsulta(c, ConsultaEgresados)
			if (!consulta.ok) return consulta.respuesta
			const pagina = await deps.listarEgresados({ actor: actorDe(c), consulta: consulta.valor })
			return pagina.ok ? c.json(pagina.valor) : negarRechazo(c, pagina)
		})
		.get('/egresados/todos', async (c) => {
			const consulta = leerConsulta(c, ConsultaEgresados)
			if (!consulta.ok) return consulta.respuesta
			const todos = await deps.listarTodos({ actor: actorDe(c), consulta: consulta.valor })
			return todos.ok ? c.json(todos.valor) : negarRechazo(c, todos)
		})
		.get('/egresados/opciones', async (c) => {
			const opciones = await deps.leerOpciones({ actor: actorDe(c) })
			return opciones.ok ? c.json(opciones.valor) : negarRechazo(c, opciones)
		})
		.get('/tablero', async (c) => {
			const consulta = leerConsulta(c, ConsultaTablero)
			if (!consulta.ok) return consulta.respuesta
			const tablero = await deps.leerTablero({ actor: actorDe(c), consulta: consulta.valor })
			return tablero.ok ? c.json(tablero.valor) : negarRechazo(c, tablero)
		})
		.post('/egresados/confrontar', async (c) => {
			const cuerpo = await leerCuerpo(c, Confrontar)
			if (!cuerpo.ok) return cuerpo.respuesta
			return c.json({ filas: await deps.confrontar({ actor: actorDe(c), ...cuerpo.valor }) })
		})
		.post('/egresados/confrontar/sin-respuesta', async (c) => {
			const cuerpo = await leerCuerpo(c, ConfrontarSinRespuesta)
			if (!cuerpo.ok) return cuerpo.respuesta
			const hecho = await deps.confrontarSinRespuesta({ actor: actorDe(c), ...cuerpo.valor })
			return hecho.ok ? c.json(hecho.valor, 202) : negarRechazo(c, hecho)
		})
		.get('/egresados/:matricula', async (c) => {
			const detalle = await deps.leerDetalle({ actor: actorDe(c), matricula: c.req.param('matricula') })
			return detalle.ok ? c.json(detalle.valor) : negarRechazo(c, detalle)
		})
