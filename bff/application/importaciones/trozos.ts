import type { Almacen, Base, Huella, Lectura, Tx } from '../ports.ts'
import type { TablaImportacionTrozo } from '../tablas/importaciones.ts'
import type { Fuente } from '../sae/lector/fuente.ts'
import type { EstadoImportacion } from '#core/contract/importacion.ts'

export type DepsTrozos = { readonly base: Base; readonly almacen: Almacen; readonly huella: Huella }

type Clase = TablaImportacionTrozo['clase']

/** Cuánto se guarda junto: lo más que se tiene en memoria de un archivo ajeno. */
export const BYTES_POR_TROZO = 1024 * 1024

/** De éstas no se guarda nada: quien las dejó así ya borró, o está borrando, lo que trajeron. */
const NO_SE_GUARDAN: readonly EstadoImportacion[] = ['descartada', 'vencida', 'fallida']

/**
 * Guarda un trozo, cifrado. Lleva delante de quién es: dos importaciones del mismo archivo no comparten nada, y borrar uno no
 * borra el otro. El contenido va antes que el renglón que lo nombra (14); si mientras tanto la descartaron, se borra.
 */
export const guardarTrozo = async (
	{ base, almacen }: DepsTrozos,
	id: string,
	clase: Clase,
	orden: number,
	bytes: Uint8Array,
): Promise<void> => {
	const cuerpo = Buffer.concat([Buffer.from(prefijo(id, clase, orden)), bytes])
	const { sha256 } = await almacen.guardar(cuerpo)
	const sobra = await base.enTransaccion(async (tx) => {
		let suya = tx.selectFrom('importacion').select('estado').where('id', '=', id)
		// Quien la descarta y quien le guarda se forman aquí: uno de los dos ve lo del otro.
		if (base.dialecto === 'postgres') suya = suya.forShare()
		const importacion = await suya.executeTakeFirst()
		if (importacion === undefined || NO_SE_GUARDAN.includes(importacion.estado)) return sha256
		const antes = await leerHuella(tx, id, clase, orden)
		await tx
			.insertInto('importacionTrozo')
			.values({ importacionId: id, clase, orden, bytes: bytes.length, sha256 })
			.onConflict((conflicto) =>
				conflicto.columns(['importacionId', 'clase', 'orden']).doUpdateSet({ bytes: bytes.length, sha256 }),
			)
			.execute()
		return antes === sha256 ? null : antes
	})
	if (sobra !== null) await almacen.borrar(sobra)
}

/** Borra un trozo, si lo hay. */
export const quitarTrozo = async (
	{ base, almacen }: Pick<DepsTrozos, 'base' | 'almacen'>,
	id: string,
	clase: Clase,
	orden: number,
): Promise<void> => {
	const antes = await leerHuella(base.db, id, clase, orden)
	if (antes === null) return
	await almacen.borrar(antes)
	await base.db
		.deleteFrom('importacionTrozo')
		.where('importacionId', '=', id)
		.where('clase', '=', clase)
		.where('orden', '=', orden)
		.execute()
}

const leerHuella = async (
	db: Lectura | Tx,
	id: string,
	clase: Clase,
	orden: number,
): Promise<string | null> => {
	const fila = await db
		.selectFrom('importacionTrozo')
		.select('sha256')
		.where('importacionId', '=', id)
		.where('clase', '=', clase)
		.where('orden', '=', orden)
		.executeTakeFirst()
	return fila?.sha256 ?? null
}

/** Los trozos de una importación, en orden, uno por uno. */
export const leerTrozos = async function* (
	deps: DepsTrozos,
	id: string,
	clase: Clase,
): AsyncGenerator<Uint8Array> {
	for (const trozo of await listarTrozos(deps, id, clase)) yield leerTrozo(deps, trozo)
}

/** El archivo guardado, que se puede leer desde cualquier parte. */
export const fuenteGuardada = async (deps: DepsTrozos, id: string): Promise<Fuente> => {
	const trozos: (TablaImportacionTrozo & { readonly desde: number })[] = []
	let total = 0
	for (const trozo of await listarTrozos(deps, id, 'archivo')) {
		trozos.push({ ...trozo, desde: total })
		total += trozo.bytes
	}
	// El final de un XLSX se lee a pedacitos: el último trozo abierto suele ser el que sigue.
	let abierto: { readonly orden: number; readonly bytes: Uint8Array } | null = null
	return {
		bytes: total,
		leer: async function* (desde = 0, hasta = total) {
			for (const trozo of trozos) {
				const fin = trozo.desde + trozo.bytes
				if (fin <= desde || trozo.desde >= hasta) continue
				if (abierto?.orden !== trozo.orden) {
					abierto = { orden: trozo.orden, bytes: await leerTrozo(deps, trozo) }
				}
				yield abierto.bytes.subarray(
					Math.max(0, desde - trozo.desde),
					Math.min(trozo.bytes, hasta - trozo.desde),
				)
			}
		},
	}
}

/** Borra los trozos de una importación. Primero el contenido: si el proceso muere en medio, el renglón dice qué falta. */
export const purgarTrozos = async (
	deps: Pick<DepsTrozos, 'base' | 'almacen'>,
	id: string,
	clase: Clase,
): Promise<void> => {
	for (const { sha256 } of await listarTrozos(deps, id, clase)) await deps.almacen.borrar(sha256)
	await deps.base.db
		.deleteFrom('importacionTrozo')
		.where('importacionId', '=', id)
		.where('clase', '=', clase)
		.execute()
}

const listarTrozos = ({ base }: Pick<DepsTrozos, 'base'>, id: string, clase: Clase) =>
	base.db
		.selectFrom('importacionTrozo')
		.selectAll()
		.where('importacionId', '=', id)
		.where('clase', '=', clase)
		.orderBy('orden')
		.execute()

const prefijo = (id: string, clase: Clase, orden: number): string => `${id}/${clase}/${orden}\n`

const leerTrozo = async ({ almacen }: DepsTrozos, trozo: TablaImportacionTrozo): Promise<Uint8Array> => {
	const cuerpo = await almacen.leer(trozo.sha256)
	return cuerpo.subarray(prefijo(trozo.importacionId, trozo.clase, trozo.orden).length)
}
