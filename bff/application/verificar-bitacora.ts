import { hojaDe } from './bitacora.ts'
import { encadenar, ORIGEN } from './cadena-bitacora.ts'
import type { Base, Huella, Lectura } from './ports.ts'

/** Algo que no cuadra, con el renglón que lo delata. `id` es el de la bitácora; `indice`, su lugar en la cadena. */
export type Hallazgo = {
	readonly clase:
		'renglon-cambiado' | 'renglon-quitado' | 'renglon-metido' | 'eslabon-cambiado' | 'eslabon-quitado'
	readonly indice: number | null
	readonly id: string
	readonly detalle: string
}

export type VerificacionBitacora = {
	readonly renglones: number
	readonly encadenados: number
	/** Escritos y todavía sin encadenar: los del último momento. */
	readonly porEncadenar: number
	/** El último eslabón: publicarlo o guardarlo fuera sella todo lo anterior. */
	readonly cabeza: string
	readonly hallazgos: readonly Hallazgo[]
}

const TANDA = 2000

/**
 * Cuánto puede ir un renglón por detrás, en hora, de uno encadenado antes: lo que dura la transacción más larga más
 * la diferencia de relojes entre procesos. Más atrás, alguien lo metió después.
 */
const ATRASO_MAXIMO_MS = 15 * 60_000

/**
 * Vuelve a calcular la bitácora entera: la hoja de cada renglón y la cadena que las une. Nombra cada renglón
 * cambiado, quitado o metido entre los ya encadenados. Con `cabeza` (un eslabón anotado antes fuera de la base)
 * comprueba también que lo anterior a ella no se reescribió completo.
 */
export const verificarBitacora =
	({ base, huella }: { readonly base: Base; readonly huella: Huella }) =>
	async ({ cabeza }: { readonly cabeza?: string } = {}): Promise<VerificacionBitacora> => {
		const { db } = base
		const hallazgos: Hallazgo[] = []
		let encadenados = 0
		let esperado = 1
		let anterior = ORIGEN
		let cabezaVista = cabeza === undefined
		let ultimoMomento = ''
		for await (const eslabon of eslabones(db)) {
			encadenados += 1
			if (eslabon.indice !== esperado) {
				const detalle = `falta${eslabon.indice - esperado === 1 ? '' : 'n'} del ${esperado} al ${eslabon.indice - 1}`
				hallazgos.push({ clase: 'eslabon-quitado', indice: esperado, id: eslabon.bitacoraId, detalle })
			}
			if (eslabon.renglon === null) {
				const detalle = 'su renglón ya no está en la bitácora'
				hallazgos.push({ clase: 'renglon-quitado', indice: eslabon.indice, id: eslabon.bitacoraId, detalle })
			} else if (
				hojaDe(eslabon.renglon, huella) !== eslabon.renglon.hoja ||
				eslabon.renglon.hoja !== eslabon.hoja
			) {
				const detalle = 'su contenido no es el que se anotó'
				hallazgos.push({ clase: 'renglon-cambiado', indice: eslabon.indice, id: eslabon.bitacoraId, detalle })
			}
			if (encadenar(huella, anterior, eslabon.hoja) !== eslabon.encadenado) {
				const detalle = 'no continúa al eslabón anterior'
				hallazgos.push({ clase: 'eslabon-cambiado', indice: eslabon.indice, id: eslabon.bitacoraId, detalle })
			}
			if (eslabon.renglon !== null) {
				const { momento } = eslabon.renglon
				if (vieneDeAntes(momento, ultimoMomento)) hallazgos.push(metido(eslabon.indice, eslabon.bitacoraId))
				if (momento > ultimoMomento) ultimoMomento = momento
			}
			// Sigue desde lo guardado: un solo cambio se nombra una vez y no arrastra a todos los demás.
			anterior = eslabon.encadenado
			esperado = eslabon.indice + 1
			if (anterior === cabeza) cabezaVista = true
		}
		if (!cabezaVista) {
			const detalle = 'el eslabón anotado fuera no está en la cadena: se reescribió o se cortó'
			hallazgos.push({ clase: 'eslabon-quitado', indice: null, id: cabeza ?? '', detalle })
		}
		const sueltos = await revisarSueltos(db, huella, ultimoMomento, hallazgos)
		return {
			renglones: encadenados + sueltos,
			encadenados,
			porEncadenar: sueltos,
			cabeza: anterior,
			hallazgos,
		}
	}

/** Los eslabones en orden, cada uno con su renglón (o sin él), por tandas. */
async function* eslabones(db: Lectura) {
	// El primer índice es 1; uno menor sólo podría meterlo alguien, y también se lee.
	let desde = -2_147_483_648
	for (;;) {
		const filas = await db
			.selectFrom('bitacoraHoja as h')
			.leftJoin('bitacora as b', 'b.id', 'h.bitacoraId')
			.where('h.indice', '>', desde)
			.orderBy('h.indice')
			.limit(TANDA)
			.select(['h.indice', 'h.bitacoraId', 'h.hoja as hojaEncadenada', 'h.encadenado'])
			.select([
				'b.id',
				'b.momento',
				'b.quien',
				'b.perfil',
				'b.acto',
				'b.objeto',
				'b.entidadId',
				'b.plantelId',
			])
			.select(['b.detalle', 'b.hoja'])
			.execute()
		for (const { indice, bitacoraId, hojaEncadenada, encadenado, ...resto } of filas) {
			yield { indice, bitacoraId, hoja: hojaEncadenada, encadenado, renglon: renglonDe(resto) }
			desde = indice
		}
		if (filas.length < TANDA) return
	}
}

type Anulable<T> = { readonly [K in keyof T]: T[K] | null }
type Renglon = Parameters<typeof hojaDe>[0] & { readonly hoja: string }

/** El renglón, o null si el eslabón se quedó sin él. */
const renglonDe = (columnas: Anulable<Renglon>): Renglon | null =>
	columnas.id === null ? null : (columnas as Renglon)

const vieneDeAntes = (momento: string, ultimo: string): boolean =>
	ultimo !== '' && Date.parse(ultimo) - Date.parse(momento) > ATRASO_MAXIMO_MS

const metido = (indice: number | null, id: string): Hallazgo => ({
	clase: 'renglon-metido',
	indice,
	id,
	detalle: 'su hora es anterior a lo que ya estaba encadenado: se metió después',
})

/** Los que todavía no están en la cadena: su hoja debe cuadrar, y su hora no puede ser de antes. */
const revisarSueltos = async (
	db: Lectura,
	huella: Huella,
	ultimoMomento: string,
	hallazgos: Hallazgo[],
): Promise<number> => {
	const sueltos = await db
		.selectFrom('bitacora as b')
		.leftJoin('bitacoraHoja as h', 'h.bitacoraId', 'b.id')
		.where('h.bitacoraId', 'is', null)
		.selectAll('b')
		.execute()
	for (const { hoja, ...renglon } of sueltos) {
		if (hojaDe(renglon, huella) !== hoja) {
			const detalle = 'su contenido no es el que se anotó'
			hallazgos.push({ clase: 'renglon-cambiado', indice: null, id: renglon.id, detalle })
		}
		if (vieneDeAntes(renglon.momento, ultimoMomento)) hallazgos.push(metido(null, renglon.id))
	}
	return sueltos.length
}
