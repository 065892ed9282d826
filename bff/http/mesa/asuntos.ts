import { Hono } from 'hono'
import { adjunto } from '../adjunto.ts'
import { actorDe, type Ambiente, type Contexto, leerConsulta, leerCuerpo } from '../hono.ts'
import { negar, negarRechazo } from '../rechazos.ts'
import type { abrirAsunto } from '../../application/mesa/abrir-asunto.ts'
import type { adjuntar } from '../../application/mesa/adjuntar.ts'
import type { bajarAdjunto } from '../../application/mesa/bajar-adjunto.ts'
import type { atenderBaja } from '../../application/mesa/atender-baja.ts'
import type { atenderPerfil } from '../../application/mesa/atender-perfil.ts'
import type { contarAsuntos, listarAsuntos } from '../../application/mesa/listar-asuntos.ts'
import type { asignarAsunto } from '../../application/mesa/asignar-asunto.ts'
import type { cerrarAsunto } from '../../application/mesa/cerrar-asunto.ts'
import type { escribirEnAsunto } from '../../application/mesa/escribir-en-asunto.ts'
import type { reabrirAsunto } from '../../application/mesa/reabrir-asunto.ts'
import type { verAsunto } from '../../application/mesa/ver-asunto.ts'
import type { leerPersonas } from '../../application/personas/leer-personas.ts'
import {
	AbrirAsunto,
	AsignarAsunto,
	BajaDeRegistro,
	CambioDePersona,
	CerrarAsunto,
	ConsultaAsuntos,
	EscribirEnAsunto,
	ReabrirAsunto,
} from '#core/contract/mesa/asunto.ts'
import type { Motivo } from '#core/contract/motivo.ts'
import { ConsultaPersonas } from '#core/contract/mesa/persona.ts'
import type { Result } from '#core/domain/result.ts'
import { tienePermiso } from '#core/domain/rol.ts'

export type DepsAsuntos = {
	readonly abrirAsunto: ReturnType<typeof abrirAsunto>
	readonly listarAsuntos: ReturnType<typeof listarAsuntos>
	readonly contarAsuntos: ReturnType<typeof contarAsuntos>
	readonly verAsunto: ReturnType<typeof verAsunto>
	readonly escribirEnAsunto: ReturnType<typeof escribirEnAsunto>
	readonly asignarAsunto: ReturnType<typeof asignarAsunto>
	readonly cerrarAsunto: ReturnType<typeof cerrarAsunto>
	readonly reabrirAsunto: ReturnType<typeof reabrirAsunto>
	readonly adjuntar: ReturnType<typeof adjuntar>
	readonly bajarAdjunto: ReturnType<typeof bajarAdjunto>
	readonly atenderBaja: ReturnType<typeof atenderBaja>
	readonly atenderPerfil: ReturnType<typeof atenderPerfil>
	readonly leerPersonas: ReturnType<typeof leerPersonas>
}

const responder = (c: Contexto, hecho: Result<unknown, Motivo>): Response =>
	hecho.ok ? c.body(null, 204) : negarRechazo(c, hecho)

const nombreDe = (encabezado: string | undefined): string => {
	try {
		return decodeURIComponent(encabezado ?? '')
	} catch {
		return ''
	}
}

/** /api/asuntos y /api/personas: la mesa de servicio (10, 15, 23). */
export const rutasAsuntos = (deps: DepsAsuntos) =>
	new Hono<Ambiente>()
		.get('/asuntos', async (c) => {
			const consulta = leerConsulta(c, ConsultaAsuntos)
			if (!consulta.ok) return consulta.respuesta
			const lista = await deps.listarAsuntos({ actor: actorDe(c), ...consulta.valor })
			return lista.ok ? c.json(lista.valor) : negarRechazo(c, lista)
		})
		.get('/asuntos/cuenta', async (c) => {
			const cuenta = await deps.contarAsuntos({ actor: actorDe(c) })
			return cuenta.ok ? c.json(cuenta.valor) : negarRechazo(c, cuenta)
		})
		.get('/asuntos/:id', async (c) => {
			const asunto = await deps.verAsunto({ actor: actorDe(c), id: c.req.param('id') })
			return asunto.ok ? c.json(asunto.valor) : negarRechazo(c, asunto)
		})
		.post('/asuntos', async (c) => {
			const cuerpo = await leerCuerpo(c, AbrirAsunto)
			if (!cuerpo.ok) return cuerpo.respuesta
			const abierto = await deps.abrirAsunto({ actor: actorDe(c), peticion: cuerpo.valor })
			return abierto.ok ? c.json(abierto.valor, 201) : negarRechazo(c, abierto)
		})
		.post('/asuntos/:id/mensajes', async (c) => {
			const cuerpo = await leerCuerpo(c, EscribirEnAsunto)
			if (!cuerpo.ok) return cuerpo.respuesta
			return responder(
				c,
				await deps.escribirEnAsunto({ actor: actorDe(c), id: c.req.param('id'), ...cuerpo.valor }),
			)
		})
		.post('/asuntos/:id/adjuntos', async (c) => {
			const actor = actorDe(c)
			// El asunto se revisa en el acto; aquí sólo se evita leer el archivo de quien nunca puede.
			if (!tienePermiso(actor.perfil, 'ver-mesa')) return negar(c, 'sin-permiso')
			const guardado = await deps.adjuntar({
				actor,
				id: c.req.param('id'),
				nombre: nombreDe(c.req.header('x-archivo')),
				bytes: new Uint8Array(await c.req.arrayBuffer()),
			})
			return guardado.ok ? c.json(guardado.valor, 201) : negarRechazo(c, guardado)
		})
		.get('/asuntos/:id/adjuntos/:adjunto', async (c) => {
			const { id, adjunto: adjuntoId } = c.req.param()
			const archivo = await deps.bajarAdjunto({ actor: actorDe(c), id, adjuntoId })
			return archivo.ok ? adjunto(archivo.valor) : negarRechazo(c, archivo)
		})
		.post('/asuntos/:id/asignar', async (c) => {
			const cuerpo = await leerCuerpo(c, AsignarAsunto)
			if (!cuerpo.ok) return cuerpo.respuesta
			return responder(
				c,
				await deps.asignarAsunto({ actor: actorDe(c), id: c.req.param('id'), ...cuerpo.valor }),
			)
		})
		.post('/asuntos/:id/cerrar', async (c) => {
			const cuerpo = await leerCuerpo(c, CerrarAsunto)
			if (!cuerpo.ok) return cuerpo.respuesta
			return responder(
				c,
				await deps.cerrarAsunto({ actor: actorDe(c), id: c.req.param('id'), ...cuerpo.valor }),
			)
		})
		.post('/asuntos/:id/reabrir', async (c) => {
			const cuerpo = await leerCuerpo(c, ReabrirAsunto)
			if (!cuerpo.ok) return cuerpo.respuesta
			return responder(
				c,
				await deps.reabrirAsunto({ actor: actorDe(c), id: c.req.param('id'), ...cuerpo.valor }),
			)
		})
		.post('/asuntos/:id/baja', async (c) => {
			const cuerpo = await leerCuerpo(c, BajaDeRegistro)
			if (!cuerpo.ok) return cuerpo.respuesta
			return responder(
				c,
				await deps.atenderBaja({ actor: actorDe(c), id: c.req.param('id'), ...cuerpo.valor }),
			)
		})
		.post('/asuntos/:id/perfil', async (c) => {
			const cuerpo = await leerCuerpo(c, CambioDePersona)
			if (!cuerpo.ok) return cuerpo.respuesta
			return responder(
				c,
				await deps.atenderPerfil({ actor: actorDe(c), id: c.req.param('id'), ...cuerpo.valor }),
			)
		})
		.get('/personas', async (c) => {
			const consulta = leerConsulta(c, ConsultaPersonas)
			if (!consulta.ok) return consulta.respuesta
			const personas = await deps.leerPersonas({ actor: actorDe(c), ...consulta.valor })
			return personas.ok ? c.json(personas.valor) : negarRechazo(c, personas)
		})
