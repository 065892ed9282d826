import { sql } from 'kysely'
import { hojaDe } from '../bitacora.ts'
import type { Huella, Lectura } from '../ports.ts'
import {
	type AsientoEscrito,
	hojaDeAsiento,
	hojaDeCancelacion,
	hojaDeNota,
} from '#core/registro/hoja-de-libro.ts'
import type { Arbol } from '#core/registro/punto.ts'

/*
 * De dónde salen las hojas de cada árbol: los renglones de la bitácora, y los asientos, notas marginales y cancelaciones
 * del Libro.
 */

export type Clase = 'renglon' | 'asiento' | 'nota' | 'cancelacion'

/** Qué renglón es: su clase y su llave (el id, o el folio en asientos y cancelaciones). */
type Llave = { readonly clase: Clase; readonly clave: string }

export type Renglon = Llave & {
	readonly momento: string
	/** Su hoja, rehecha con lo que hoy dice. */
	readonly hoja: string
	/** La hoja que el renglón trae escrita desde que se anotó, si la trae. */
	readonly escrita: string | null
	/** Cómo se le llama: «el asiento 12 del plantel…». */
	readonly nombre: string
}

/** Los que todavía no tienen hoja, escritos a más tardar en `hasta`, en el orden en que les toca. */
export const leerSinHoja = async (
	db: Lectura,
	arbol: Arbol,
	{ hasta, limite }: { readonly hasta: string; readonly limite: number },
): Promise<readonly (Llave & { readonly momento: string })[]> => {
	const todos =
		arbol === 'bitacora'
			? sql`select 'renglon' as clase, id as clave, momento from bitacora r where momento <= ${hasta}
				and not exists (select 1 from bitacora_hoja h where h.bitacora_id = r.id)`
			: sql`select clase, clave, momento from (
					select 'asiento' as clase, folio as clave, momento from asiento
					union all select 'nota', id, momento from nota_marginal
					union all select 'cancelacion', folio, momento from folio_cancelado
				) r where momento <= ${hasta}
				and not exists (select 1 from libro_hoja h where h.clase = r.clase and h.clave = r.clave)`
	const { rows } = await sql<Llave & { readonly momento: string }>`${todos}
		order by momento, clase, clave limit ${sql.lit(limite)}`.execute(db)
	return rows
}

/** Los renglones de esas llaves, por «clase clave». Los que ya no están, faltan. A lo más unos miles cada vez. */
export const leerRenglones = async (
	db: Lectura,
	huella: Huella,
	llaves: readonly Llave[],
): Promise<ReadonlyMap<string, Renglon>> => {
	const de = (clase: Clase) => llaves.filter((una) => una.clase === clase).map(({ clave }) => clave)
	const renglones = [
		...(await leerBitacora(db, huella, de('renglon'))),
		...(await leerAsientos(db, huella, de('asiento'))),
		...(await leerNotas(db, huella, de('nota'))),
		...(await leerCancelaciones(db, huella, de('cancelacion'))),
	]
	return new Map(renglones.map((renglon) => [enTexto(renglon), renglon]))
}

/** La llave como texto, para hallarla en un mapa. */
export const enTexto = ({ clase, clave }: Llave): string => `${clase} ${clave}`

const leerBitacora = async (db: Lectura, huella: Huella, ids: readonly string[]): Promise<Renglon[]> => {
	if (ids.length === 0) return []
	const filas = await db.selectFrom('bitacora').selectAll().where('id', 'in', ids).execute()
	return filas.map(({ hoja, ...fila }) => ({
		clase: 'renglon',
		clave: fila.id,
		momento: fila.momento,
		hoja: hojaDe(fila, huella),
		escrita: hoja,
		nombre: `el renglón ${fila.id} («${fila.acto}» de ${fila.objeto})`,
	}))
}

const leerAsientos = async (db: Lectura, huella: Huella, folios: readonly string[]): Promise<Renglon[]> => {
	if (folios.length === 0) return []
	const filas = await db.selectFrom('asiento').selectAll().where('folio', 'in', folios).execute()
	return filas.map((fila) => ({
		clase: 'asiento',
		clave: fila.folio,
		momento: fila.momento,
		hoja: hojaDeAsiento(huella, fila),
		escrita: null,
		nombre: nombreDeAsiento(fila),
	}))
}

/** Cómo se le llama a un asiento: dónde está en su Libro y de qué folio es. */
export const nombreDeAsiento = (
	asiento: Pick<AsientoEscrito, 'plantelId' | 'numero' | 'volumen' | 'foja' | 'renglon' | 'folio'>,
): string =>
	`el asiento ${asiento.numero} del plantel ${asiento.plantelId} (volumen ${asiento.volumen}, foja ${asiento.foja}, renglón ${asiento.renglon}), folio ${asiento.folio}`

const leerNotas = async (db: Lectura, huella: Huella, ids: readonly string[]): Promise<Renglon[]> => {
	if (ids.length === 0) return []
	const filas = await db.selectFrom('notaMarginal').selectAll().where('id', 'in', ids).execute()
	return filas.map((fila) => ({
		clase: 'nota',
		clave: fila.id,
		momento: fila.momento,
		hoja: hojaDeNota(huella, fila),
		escrita: null,
		nombre: `la nota marginal ${fila.id} del folio ${fila.folio}`,
	}))
}

const leerCancelaciones = async (
	db: Lectura,
	huella: Huella,
	folios: readonly string[],
): Promise<Renglon[]> => {
	if (folios.length === 0) return []
	const filas = await db.selectFrom('folioCancelado').selectAll().where('folio', 'in', folios).execute()
	return filas.map((fila) => ({
		clase: 'cancelacion',
		clave: fila.folio,
		momento: fila.momento,
		hoja: hojaDeCancelacion(huella, fila),
		escrita: null,
		nombre: `la cancelación del folio ${fila.folio}`,
	}))
}
