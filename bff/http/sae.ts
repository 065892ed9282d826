import { Hono } from 'hono'
import { adjunto } from './adjunto.ts'
import { actorDe, type Ambiente } from './hono.ts'
import { negar, negarRechazo } from './rechazos.ts'
import type { importarSae } from '../application/sae/importar-sae.ts'
import { tienePermiso } from '#core/domain/rol.ts'

export type DepsSae = {
	readonly importarSae: ReturnType<typeof importarSae>
	readonly plantillaCsv: () => Promise<Uint8Array> | Uint8Array
	readonly plantillaXlsx: () => Promise<Uint8Array> | Uint8Array
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** /api/sae: plantilla e importación (5, 18). */
export const rutasSae = (deps: DepsSae) =>
	new Hono<Ambiente>()
		.get('/sae/plantilla.csv', async () =>
			adjunto({
				nombre: 'plantilla-sae.csv',
				tipo: 'text/csv; charset=utf-8',
				bytes: await deps.plantillaCsv(),
			}),
		)
		.get('/sae/plantilla.xlsx', async () =>
			adjunto({ nombre: 'plantilla-sae.xlsx', tipo: XLSX, bytes: await deps.plantillaXlsx() }),
		)
		.post('/sae/importaciones', async (c) => {
			const actor = actorDe(c)
			// El ámbito se revisa por fila en el acto; aquí sólo se evita leer el archivo de quien nunca puede.
			if (!tienePermiso(actor.perfil, 'importar-sae')) return negar(c, 'sin-permiso')
			const importado = await deps.importarSae({
				actor,
				archivo: nombreDe(c.req.header('x-archivo')),
				bytes: new Uint8Array(await c.req.arrayBuffer()),
			})
			if (!importado.ok) return negarRechazo(c, importado)
			return c.json(importado.valor, importado.valor.importado ? 200 : 422)
		})

const nombreDe = (encabezado: string | undefined): string => {
	try {
		return decodeURIComponent(encabezado ?? 'archivo')
			.replace(/\p{Cc}/gu, ' ')
			.slice(0, 200)
	} catch {
		return 'archivo'
	}
}
