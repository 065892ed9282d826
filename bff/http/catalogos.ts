import { Hono } from 'hono'
import { adjunto, nombreEntrante } from './adjunto.ts'
import { actorDe, type Ambiente, type Contexto, leerConsulta } from './hono.ts'
import { negar, negarRechazo } from './rechazos.ts'
import type { exportarCatalogo } from '../application/catalogos/exportar.ts'
import type { importarCatalogo } from '../application/catalogos/importar.ts'
import type { mirarCatalogo } from '../application/catalogos/mirar.ts'
import type { listarCatalogos, verCatalogo } from '../application/catalogos/listar.ts'
import { ConsultaCatalogo } from '#core/contract/catalogo.ts'
import { tienePermiso } from '#core/domain/rol.ts'

export type DepsCatalogos = {
	readonly listarCatalogos: ReturnType<typeof listarCatalogos>
	readonly verCatalogo: ReturnType<typeof verCatalogo>
	readonly exportarCatalogo: ReturnType<typeof exportarCatalogo>
	readonly mirarCatalogo: ReturnType<typeof mirarCatalogo>
	readonly importarCatalogo: ReturnType<typeof importarCatalogo>
}

/** /api/catalogos: las claves que los certificados llevan, el PC-SINEMS (19) y de cuándo a cuándo valen. */
export const rutasCatalogos = (deps: DepsCatalogos) =>
	new Hono<Ambiente>()
		.get('/catalogos', async (c) => {
			const catalogos = await deps.listarCatalogos({ actor: actorDe(c) })
			return catalogos.ok ? c.json(catalogos.valor) : negarRechazo(c, catalogos)
		})
		.get('/catalogos/:catalogo', async (c) => {
			const consulta = leerConsulta(c, ConsultaCatalogo)
			if (!consulta.ok) return consulta.respuesta
			const orden = { actor: actorDe(c), catalogo: c.req.param('catalogo'), consulta: consulta.valor }
			const visto = await deps.verCatalogo(orden)
			return visto.ok ? c.json(visto.valor) : negarRechazo(c, visto)
		})
		.get('/catalogos/:catalogo/archivo', async (c) => {
			const catalogo = c.req.param('catalogo')
			const csv = await deps.exportarCatalogo({ actor: actorDe(c), catalogo })
			if (!csv.ok) return negarRechazo(c, csv)
			return adjunto({ nombre: `${catalogo}.csv`, tipo: 'text/csv; charset=utf-8', bytes: csv.valor })
		})
		.post('/catalogos/:catalogo/vista-previa', async (c) => {
			// El acto también lo revisa; aquí se evita leer el archivo de quien nunca puede.
			if (!tienePermiso(actorDe(c).perfil, 'importar-catalogo')) return negar(c, 'sin-permiso')
			const mirado = await deps.mirarCatalogo(await ordenDe(c))
			if (!mirado.ok) return negarRechazo(c, mirado)
			return c.json(mirado.valor, mirado.valor.vista === null ? 422 : 200)
		})
		.post('/catalogos/:catalogo/importaciones', async (c) => {
			if (!tienePermiso(actorDe(c).perfil, 'importar-catalogo')) return negar(c, 'sin-permiso')
			const importado = await deps.importarCatalogo({
				...(await ordenDe(c)),
				// Sin haberlo visto no se aplica: ninguna vista previa se llama así.
				vista: c.req.header('x-vista') ?? '',
			})
			if (!importado.ok) return negarRechazo(c, importado)
			return c.json(importado.valor, importado.valor.importado ? 200 : 422)
		})

const ordenDe = async (c: Contexto) => ({
	actor: actorDe(c),
	catalogo: c.req.param('catalogo') ?? '',
	archivo: nombreEntrante(c.req.header('x-archivo')),
	bytes: new Uint8Array(await c.req.arrayBuffer()),
})
