import type { DepsSubir } from './subir.ts'
import { aplicarArchivo } from './aplicar-tandas.ts'
import { borrarLoTraido } from './decidir.ts'
import { actorDeImportacion, type FilaDeImportacion } from './filas.ts'
import { revisarArchivo, type DepsImportar, type Encargo } from './revisar.ts'
import { fuenteGuardada, guardarTrozo, purgarTrozos, quitarTrozo } from './trozos.ts'

export type DepsCorrer = DepsSubir & DepsImportar

/** Revisa una importación subida; si mientras tanto la descartaron, borra lo que alcanzó a escribir. */
export const revisarImportacion = async (deps: DepsCorrer, id: string): Promise<void> => {
	const fila = await leerFila(deps, id)
	if (fila?.estado !== 'revisando') return
	await purgarTrozos(deps, id, 'malos')
	await revisarArchivo(deps, await encargoDe(deps, fila))
	const despues = await leerFila(deps, id)
	// De lo que no se puede leer no se guarda nada.
	if (despues?.estado === 'descartada' || despues?.estado === 'fallida') await borrarLoTraido(deps, id)
}

/** Aplica una importación aceptada; acabada, el archivo se borra. Quedan, hasta que venza, los errores y los cambios. */
export const aplicarSubida = async (deps: DepsCorrer, id: string): Promise<void> => {
	const fila = await leerFila(deps, id)
	if (fila?.estado === 'aplicando') await aplicarArchivo(deps, await encargoDe(deps, fila))
	if ((await leerFila(deps, id))?.estado === 'aplicada') await purgarTrozos(deps, id, 'archivo')
}

const encargoDe = async (deps: DepsCorrer, fila: FilaDeImportacion): Promise<Encargo> => ({
	id: fila.id,
	actor: actorDeImportacion(fila),
	entidadId: fila.entidadId,
	fuente: await fuenteGuardada(deps, fila.id),
	guardarMalos: (tanda, lineas) =>
		lineas.length === 0
			? quitarTrozo(deps, fila.id, 'malos', tanda)
			: guardarTrozo(deps, fila.id, 'malos', tanda, lineas),
})

const leerFila = ({ base }: Pick<DepsCorrer, 'base'>, id: string): Promise<FilaDeImportacion | undefined> =>
	base.db.selectFrom('importacion').selectAll().where('id', '=', id).executeTakeFirst()

/** Lo que se empezó a subir y nadie terminó: quien subía ya no está. */
const SUBIENDO_MS = 3_600_000

/** Borra lo que venció, lo que se quedó a medio subir y lo que un corte dejó sin borrar. Devuelve cuántas fueron. */
export const purgarImportaciones = async (deps: DepsSubir): Promise<number> => {
	const ahora = deps.reloj()
	const hace = new Date(Date.parse(ahora) - SUBIENDO_MS).toISOString()
	const filas = await deps.base.db
		.selectFrom('importacion as i')
		.select(['i.id', 'i.estado'])
		.where('i.estado', '!=', 'aplicando')
		.where((e) =>
			e.or([
				e('i.vence', '<=', ahora),
				e.and([e('i.estado', '=', 'subiendo'), e('i.momento', '<=', hace)]),
				e.and([
					e('i.vence', 'is', null),
					e.exists(
						e.selectFrom('importacionTrozo as t').select('t.orden').whereRef('t.importacionId', '=', 'i.id'),
					),
				]),
			]),
		)
		.execute()
	for (const { id, estado } of filas) {
		if (['subiendo', 'trayendo', 'revisando', 'columnas', 'revisada'].includes(estado)) {
			await deps.base.db
				.updateTable('importacion')
				.set({ estado: 'vencida' })
				.where('id', '=', id)
				.where('estado', '=', estado)
				.execute()
		}
		await borrarLoTraido(deps, id)
	}
	return filas.length
}
