import { Hono } from 'hono'
import { documentoAdjunto } from './adjunto.ts'
import { type Ambiente, leerCuerpo } from './hono.ts'
import { negarRechazo } from './rechazos.ts'
import type { acusar, bajarDocumento, consultarEntrega } from '../application/entregas/acusar.ts'
import type { confirmarCodigo } from '../application/entregas/confirmar-codigo.ts'
import type { consultarBuzon } from '../application/entregas/consultar-buzon.ts'
import type { pedirCodigo } from '../application/entregas/pedir-codigo.ts'
import { Acusar, ConFicha, ConfirmarCodigo, PedirCodigo, PedirDocumento } from '#core/contract/entrega.ts'

export type DepsEgresado = {
	readonly consultarBuzon: ReturnType<typeof consultarBuzon>
	readonly pedirCodigo: ReturnType<typeof pedirCodigo>
	readonly confirmarCodigo: ReturnType<typeof confirmarCodigo>
	readonly consultarEntrega: ReturnType<typeof consultarEntrega>
	readonly bajarDocumento: ReturnType<typeof bajarDocumento>
	readonly acusar: ReturnType<typeof acusar>
}

/**
 * /api/egresado: el egresado no tiene cuenta; lo acredita la ficha de su enlace, que viaja en el cuerpo (13). Nada
 * aquí responde a GET: abrir un enlace no cambia nada.
 */
export const rutasEgresado = (deps: DepsEgresado) =>
	new Hono<Ambiente>()
		.post('/egresado/buzon/consultar', async (c) => {
			const cuerpo = await leerCuerpo(c, ConFicha)
			if (!cuerpo.ok) return cuerpo.respuesta
			const buzon = await deps.consultarBuzon(cuerpo.valor.ficha)
			return buzon.ok ? c.json(buzon.valor) : negarRechazo(c, buzon)
		})
		.post('/egresado/buzon/codigo', async (c) => {
			const cuerpo = await leerCuerpo(c, PedirCodigo)
			if (!cuerpo.ok) return cuerpo.respuesta
			const pedido = await deps.pedirCodigo(cuerpo.valor)
			return pedido.ok ? c.body(null, 204) : negarRechazo(c, pedido)
		})
		.post('/egresado/buzon/confirmar', async (c) => {
			const cuerpo = await leerCuerpo(c, ConfirmarCodigo)
			if (!cuerpo.ok) return cuerpo.respuesta
			const confirmado = await deps.confirmarCodigo(cuerpo.valor)
			return confirmado.ok ? c.body(null, 204) : negarRechazo(c, confirmado)
		})
		.post('/egresado/entrega/consultar', async (c) => {
			const cuerpo = await leerCuerpo(c, ConFicha)
			if (!cuerpo.ok) return cuerpo.respuesta
			const entrega = await deps.consultarEntrega(cuerpo.valor.ficha)
			return entrega.ok ? c.json(entrega.valor) : negarRechazo(c, entrega)
		})
		.post('/egresado/entrega/documento', async (c) => {
			const cuerpo = await leerCuerpo(c, PedirDocumento)
			if (!cuerpo.ok) return cuerpo.respuesta
			const documento = await deps.bajarDocumento(cuerpo.valor)
			return documento.ok ? documentoAdjunto(documento.valor) : negarRechazo(c, documento)
		})
		.post('/egresado/acuse', async (c) => {
			const cuerpo = await leerCuerpo(c, Acusar)
			if (!cuerpo.ok) return cuerpo.respuesta
			const acusado = await deps.acusar(cuerpo.valor.ficha)
			return acusado.ok ? c.json(acusado.valor) : negarRechazo(c, acusado)
		})
