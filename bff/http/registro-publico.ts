import { Hono } from 'hono'
import { type Ambiente, leerConsulta } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type {
	leerPuntoDeControl,
	probarConsistencia,
	probarInclusion,
} from '../application/registro/probar.ts'
import { ConsultaConsistencia, ConsultaInclusion, ConsultaPunto } from '#core/contract/registro.ts'
import { escribirLlave, type LlaveDeNota } from '#core/registro/nota.ts'

export type DepsRegistroPublico = {
	readonly leerPuntoDeControl: ReturnType<typeof leerPuntoDeControl>
	readonly probarInclusion: ReturnType<typeof probarInclusion>
	readonly probarConsistencia: ReturnType<typeof probarConsistencia>
	/** Las que firman o firmaron los puntos de control. */
	readonly llavesDelRegistro: readonly LlaveDeNota[]
}

/** /api/registro: los puntos de control y las pruebas, sin sesión (20, 21). Sólo huellas: nada de nadie. */
export const rutasRegistroPublico = (deps: DepsRegistroPublico) =>
	new Hono<Ambiente>()
		.get('/registro/llaves', (c) =>
			c.text(deps.llavesDelRegistro.map((llave) => `${escribirLlave(llave)}\n`).join('')),
		)
		.get('/registro/punto-de-control', async (c) => {
			const consulta = leerConsulta(c, ConsultaPunto)
			if (!consulta.ok) return consulta.respuesta
			const nota = await deps.leerPuntoDeControl(consulta.valor)
			return nota.ok ? c.text(nota.valor) : negarRechazo(c, nota)
		})
		.get('/registro/inclusion', async (c) => {
			const consulta = leerConsulta(c, ConsultaInclusion)
			if (!consulta.ok) return consulta.respuesta
			const prueba = await deps.probarInclusion(consulta.valor)
			return prueba.ok ? c.json(prueba.valor) : negarRechazo(c, prueba)
		})
		.get('/registro/consistencia', async (c) => {
			const consulta = leerConsulta(c, ConsultaConsistencia)
			if (!consulta.ok) return consulta.respuesta
			const prueba = await deps.probarConsistencia(consulta.valor)
			return prueba.ok ? c.json(prueba.valor) : negarRechazo(c, prueba)
		})
