import { anotar } from '../bitacora.ts'
import { confirmarMapeo } from '../sae/mapeo.ts'
import { encargar } from '../trabajos.ts'
import { SIN_CUENTAS } from './juzgar.ts'
import { recordarMapeo } from './mapeo-recordado.ts'
import type { DepsSubir } from './subir.ts'
import { tomar, vista, type SinPoder } from './tomar.ts'
import type { ColumnasDeArchivo, Importacion } from '#core/contract/importacion.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import type { Actor } from '#core/domain/rol.ts'

/** La persona dice qué columna del archivo es cuál; se recuerda para su entidad y el archivo se revisa con eso. */
export const confirmarColumnas =
	(deps: DepsSubir) =>
	(orden: {
		readonly actor: Actor
		readonly id: string
		readonly columnas: Readonly<Record<string, string>>
	}): Promise<Result<Importacion, SinPoder | 'columnas-incompletas'>> =>
		deps.base.enTransaccion(async (tx) => {
			const { actor, id } = orden
			const tomada = await tomar(tx, deps, actor, id, ['columnas', 'revisada'])
			if (!tomada.ok) return tomada
			const { columnas, entidadId, plantelId, bytes } = tomada.valor
			if (columnas === null || entidadId === null) {
				return rechazo('importacion-no-admite', { estado: tomada.valor.estado })
			}
			const { encabezado, propuesta } = JSON.parse(columnas) as ColumnasDeArchivo
			const conHoja = propuesta.some(({ columna, necesaria }) => columna === 'MODULOS' && !necesaria)
			const { mapeo, mal } = confirmarMapeo(encabezado, orden.columnas, conHoja)
			if (mal.length > 0) return rechazo('columnas-incompletas', { columnas: mal.join(', ') })
			await tx
				.updateTable('importacion')
				.set({
					estado: 'revisando',
					mapeo: JSON.stringify(mapeo),
					...SIN_CUENTAS,
					hechos: 0,
					total: bytes,
				})
				.where('id', '=', id)
				.execute()
			await recordarMapeo(tx, deps, entidadId, mapeo, actor.personaId)
			await encargar(tx, deps, { clase: 'revisar-importacion', clave: id, carga: { importacion: id } })
			await anotar(tx, deps, {
				autor: actor,
				acto: 'confirmar-columnas-sae',
				objeto: `importacion:${id}`,
				entidadId,
				plantelId,
				// Cómo se llaman las columnas de afuera lo guarda mapeo_sae; aquí, cuáles de las nuestras se confirmaron.
				detalle: { columnas: Object.keys(mapeo) },
			})
			return ok(await vista(tx, tomada.valor))
		})
