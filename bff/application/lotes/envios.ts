import { esIncierto, type DesenlaceDeEnvio } from '#core/domain/lotes/conciliacion.ts'
import type { Lectura, Reloj, Tx } from '../ports.ts'
import type { TablaEnvioLote } from '../tablas/intercambio.ts'
import { nombreDeArchivo } from './archivo-de-lote.ts'
import { mayorNumero } from './numeros.ts'

/** Los envíos de un lote, del primero al último. */
export const leerEnvios = (db: Lectura, loteId: string): Promise<TablaEnvioLote[]> =>
	db.selectFrom('envioLote').selectAll().where('loteId', '=', loteId).orderBy('vez').execute()

/** Cómo se llamaría el siguiente archivo con ese contenido: del mismo nunca salen dos con el mismo nombre. */
export const nombreSiguiente = async (db: Lectura, entidadId: string, sha256: string): Promise<string> => {
	const { n } = await db
		.selectFrom('envioLote')
		.select((e) => e.fn.countAll<number>().as('n'))
		.where('sha256', '=', sha256)
		.executeTakeFirstOrThrow()
	return nombreDeArchivo(entidadId, sha256, Number(n) + 1)
}

/**
 * Anota que un lote va a salir, en la transacción que lo pone `enviando`: nombre, huella y el mayor número de lote que se
 * conocía de COSFAC, desde el que habrá que buscarlo si la respuesta se pierde. La base niega hacerlo si del anterior no
 * consta que no lo tienen.
 */
export const anotarEnvio = async (
	tx: Tx,
	lote: { readonly id: string; readonly entidadId: string; readonly sha256: string },
	salio: string,
): Promise<{ readonly vez: number; readonly nombreArchivo: string }> => {
	const vez = (await leerEnvios(tx, lote.id)).length + 1
	const nombreArchivo = await nombreSiguiente(tx, lote.entidadId, lote.sha256)
	await tx
		.insertInto('envioLote')
		.values({
			loteId: lote.id,
			vez,
			nombreArchivo,
			sha256: lote.sha256,
			salio,
			piso: await mayorNumero(tx),
			desenlace: 'saliendo',
			numeroLote: null,
			mensaje: null,
			sabido: null,
		})
		.execute()
	return { vez, nombreArchivo }
}

/** Anota qué fue de un envío, si todavía no se sabía. Dice si es el último del lote: sólo ése mueve al lote. */
export const anotarDesenlace = async (
	tx: Tx,
	deps: { readonly reloj: Reloj },
	envio: { readonly loteId: string; readonly vez: number },
	desenlace: DesenlaceDeEnvio,
	dicho: { readonly numeroLote?: string; readonly mensaje: string | null },
): Promise<boolean> => {
	const envios = await leerEnvios(tx, envio.loteId)
	const suyo = envios.find(({ vez }) => vez === envio.vez)
	const retrocede = suyo?.desenlace === 'no-lo-tienen' && desenlace === 'desconocido'
	if (suyo && esIncierto(suyo.desenlace) && !retrocede) {
		await tx
			.updateTable('envioLote')
			.set({ desenlace, ...dicho, sabido: deps.reloj() })
			.where('loteId', '=', envio.loteId)
			.where('vez', '=', envio.vez)
			.execute()
	}
	return envios.at(-1)?.vez === envio.vez
}
