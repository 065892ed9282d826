import type { DepsSubir } from './subir.ts'
import { aplicarArchivo } from './aplicar-tandas.ts'
import { borrarLoTraido } from './descartar.ts'
import { actorDeImportacion, type FilaDeImportacion } from './filas.ts'
import { revisarArchivo, type DepsImportar, type Encargo } from './revisar.ts'
import { fuenteGuardada, guardarTrozo, purgarTrozos, quitarTrozo } from './trozos.ts'
import { encargar } from '../trabajos.ts'
import type { EstadoImportacion } from '#core/contract/importacion.ts'

export type DepsCorrer = DepsSubir & DepsImportar

const NO_SE_GUARDAN: readonly EstadoImportacion[] = ['descartada', 'vencida', 'fallida']

/** Revisa una importación subida; si mientras tanto la descartaron, borra lo que alcanzó a escribir. */
export const revisarImportacion = async (deps: DepsCorrer, id: string): Promise<void> => {
	const fila = await leerFila(deps, id)
	if (fila?.estado !== 'revisando') return
	await purgarTrozos(deps, id, 'malos')
	await revisarArchivo(deps, await encargoDe(deps, fila))
	const despues = await leerFila(deps, id)
	// De lo que no se puede leer no se guarda nada.
	if (despues !== undefined && NO_SE_GUARDAN.includes(despues.estado)) await borrarLoTraido(deps, id)
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
/** Lo que se importa de una vez dura minutos: un día después, quien lo hacía ya no está. */
const DE_UNA_VEZ_MS = 24 * 3_600_000
/** De aquí no pasan solas: al purgarlas, vencen. */
const POR_DECIDIR: readonly EstadoImportacion[] = [
	'subiendo',
	'trayendo',
	'revisando',
	'columnas',
	'revisada',
]

/** Borra lo que venció, lo que se quedó a medio subir y lo que un corte dejó sin borrar. Devuelve cuántas fueron. */
export const purgarImportaciones = async (deps: DepsSubir): Promise<number> => {
	const ahora = deps.reloj()
	await seguirAplicando(deps)
	await soltarLasDeUnaVez(deps, antes(ahora, DE_UNA_VEZ_MS))
	const filas = await deps.base.db
		.selectFrom('importacion as i')
		.select(['i.id', 'i.estado'])
		.where('i.estado', '!=', 'aplicando')
		.where((e) =>
			e.or([
				e('i.vence', '<=', ahora),
				e.and([e('i.estado', '=', 'subiendo'), e('i.momento', '<=', antes(ahora, SUBIENDO_MS))]),
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
		if (POR_DECIDIR.includes(estado)) {
			const { numUpdatedRows } = await deps.base.db
				.updateTable('importacion')
				.set({ estado: 'vencida' })
				.where('id', '=', id)
				.where('estado', '=', estado)
				.executeTakeFirst()
			// Entretanto la acabaron de subir, o la aceptaron: ya no es de las que se borran.
			if (numUpdatedRows === 0n) continue
		}
		await borrarLoTraido(deps, id)
	}
	return filas.length
}

/** Lo que se quedó a medio aplicar porque su trabajo se dio por vencido (el almacén no volvía) sigue donde iba. */
const seguirAplicando = ({ base, ...deps }: DepsSubir): Promise<void> =>
	base.enTransaccion(async (tx) => {
		const paradas = await tx
			.selectFrom('importacion as i')
			.select('i.id')
			.where('i.estado', '=', 'aplicando')
			.where('i.vence', 'is not', null)
			.where((e) =>
				e.not(
					e.exists(
						e
							.selectFrom('trabajo as t')
							.select('t.id')
							.where('t.clase', '=', 'aplicar-importacion')
							.whereRef('t.clave', '=', 'i.id')
							.where('t.estado', 'in', ['pendiente', 'en-curso']),
					),
				),
			)
			.execute()
		for (const { id } of paradas) {
			await encargar(tx, deps, { clase: 'aplicar-importacion', clave: id, carga: { importacion: id } })
		}
	})

/**
 * Lo que se importaba de una vez y un corte dejó a la mitad no tiene quien lo siga: lo aplicado se queda, lo demás se vuelve
 * a importar, y no se guardan sus renglones ni le quita su lugar a otra.
 */
const soltarLasDeUnaVez = async (deps: DepsSubir, hasta: string): Promise<void> => {
	const sueltas = await deps.base.db
		.updateTable('importacion')
		.set({ estado: 'fallida', razon: 'Se interrumpió a la mitad. Vuelva a importar el archivo.' })
		.where('estado', 'in', ['revisando', 'columnas', 'revisada', 'aplicando'])
		.where('vence', 'is', null)
		.where('momento', '<=', hasta)
		.returning('id')
		.execute()
	for (const { id } of sueltas) await borrarLoTraido(deps, id)
}

const antes = (ahora: string, ms: number): string => new Date(Date.parse(ahora) - ms).toISOString()
