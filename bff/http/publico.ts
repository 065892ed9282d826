import { Hono } from 'hono'
import { type Ambiente, leerCuerpo } from './hono.ts'
import { negar, negarRechazo } from './rechazos.ts'
import type { consultarCertificado, consultarFolio } from '../application/publico/consultar-certificado.ts'
import type { Anclas } from '../application/ports.ts'
import { ConsultarFolio } from '#core/contract/publico.ts'

export type DepsPublico = {
	readonly consultarFolio: ReturnType<typeof consultarFolio>
	readonly consultarCertificado: ReturnType<typeof consultarCertificado>
	readonly anclas: Anclas
	readonly salud: () => Promise<{ listo: boolean; version: string; base: string }>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** /api/publico y /api/salud: sin sesión (21). */
export const rutasPublico = (deps: DepsPublico) =>
	new Hono<Ambiente>()
		.get('/publico/anclas', (c) =>
			c.json({ certificados: deps.anclas.map((der) => Buffer.from(der).toString('base64')) }),
		)
		.post('/publico/consultar', async (c) => {
			const cuerpo = await leerCuerpo(c, ConsultarFolio)
			if (!cuerpo.ok) return cuerpo.respuesta
			const hallado = await deps.consultarFolio(cuerpo.valor)
			return hallado.ok ? c.json(hallado.valor) : negarRechazo(c, hallado)
		})
		.get('/publico/certificados/:folioDigital', async (c) => {
			const folioDigital = c.req.param('folioDigital').toLowerCase()
			if (!UUID.test(folioDigital)) return negar(c, 'no-encontrado')
			const hallado = await deps.consultarCertificado(folioDigital)
			return hallado.ok ? c.json(hallado.valor) : negarRechazo(c, hallado)
		})
		.get('/salud', async (c) => {
			const { listo, version, base } = await deps.salud()
			return c.json({ estado: listo ? 'listo' : 'degradado', version, base }, listo ? 200 : 503)
		})
