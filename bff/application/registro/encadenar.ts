import { sql } from 'kysely'
import { encadenar, ORIGEN } from './cadena.ts'
import type { Base, FirmarPunto, Huella, Reloj, Tx } from '../ports.ts'
import { leerUltimaHoja, ponerHojas } from './hojas.ts'
import { crecerArbol, leerRaiz } from './nodos.ts'
import { enTexto, leerRenglones, leerSinHoja } from './renglones.ts'
import type { Instante } from '#core/domain/fecha.ts'
import { escribirNota } from '#core/registro/nota.ts'
import { type Arbol, escribirPunto } from '#core/registro/punto.ts'

/** Cada tanda vuelve a buscar lo que falta: pocas y grandes. En SQLite caben 32,766 variables, y son cinco por hoja. */
const TANDA = 4000

/**
 * Lo que se deja reposar un renglón antes de encadenarlo. El orden es (momento, llave), y la hora se toma antes de
 * confirmar: así una transacción lenta no queda detrás de una rápida que ya se encadenó.
 */
const REPOSO_MS = 10_000

/** Mientras el árbol crece se firma, a lo más, un punto cada tanto: bastan para que nada viva mucho sin firma. */
const ENTRE_PUNTOS_MS = 60_000

export type DepsEncadenar = {
	readonly base: Base
	readonly reloj: Reloj
	readonly huella: Huella
	readonly firmarPunto: FirmarPunto
	readonly reposoMs?: number
	readonly entrePuntosMs?: number
}

/**
 * Pone en su árbol los renglones nuevos, en orden; hace los nodos que se completan, y firma un punto de control. Un solo
 * escritor a la vez en cada árbol. Cada paso se confirma solo: si uno se corta, el siguiente turno sigue donde iba.
 */
export const encadenarArbol = (deps: DepsEncadenar, arbol: Arbol) => async (): Promise<void> => {
	const { base, huella, reloj, reposoMs = REPOSO_MS } = deps
	const hasta = new Date(Date.parse(reloj()) - reposoMs).toISOString() as Instante
	const enTurno = <T>(obra: (tx: Tx) => Promise<T>): Promise<T> =>
		base.enTransaccion(async (tx) => {
			// En SQLite la transacción ya es de un solo escritor; en PostgreSQL, este candado.
			if (base.dialecto === 'postgres') {
				await sql`lock table ${sql.table(arbol === 'libro' ? 'libro_hoja' : 'bitacora_hoja')}
						in exclusive mode`.execute(tx)
			}
			return obra(tx)
		})
	while ((await enTurno((tx) => ponerTanda(tx, huella, arbol, hasta))) === TANDA);
	while (await enTurno((tx) => crecerArbol(tx, huella, arbol)));
	await enTurno((tx) => firmarSiToca(tx, deps, arbol))
}

const ponerTanda = async (tx: Tx, huella: Huella, arbol: Arbol, hasta: Instante): Promise<number> => {
	const llaves = await leerSinHoja(tx, arbol, { hasta, limite: TANDA })
	if (llaves.length === 0) return 0
	const ultima = await leerUltimaHoja(tx, arbol)
	const renglones = await leerRenglones(tx, huella, llaves)
	let anterior = ultima?.encadenado ?? ORIGEN
	let indice = ultima?.indice ?? 0
	const hojas = llaves.map((llave) => {
		const renglon = renglones.get(enTexto(llave))
		if (!renglon) throw new Error(`Se fue ${enTexto(llave)} mientras se encadenaba.`)
		// La que se anotó, aunque ya no cuadre: quien verifica lo dirá.
		const hoja = renglon.escrita ?? renglon.hoja
		anterior = encadenar(huella, anterior, hoja)
		indice += 1
		return { indice, clase: llave.clase, clave: llave.clave, hoja, encadenado: anterior }
	})
	await ponerHojas(tx, arbol, hojas)
	return hojas.length
}

/** Firma el árbol como está, si creció desde el último punto de esta llave y ya pasó el tiempo entre puntos. */
const firmarSiToca = async (
	tx: Tx,
	{ huella, reloj, firmarPunto, entrePuntosMs = ENTRE_PUNTOS_MS }: DepsEncadenar,
	arbol: Arbol,
): Promise<void> => {
	const tamano = (await leerUltimaHoja(tx, arbol))?.indice ?? 0
	const { llave, firmar } = firmarPunto
	const ultimo = await tx
		.selectFrom('puntoControl')
		.select(['tamano', 'momento'])
		.where('arbol', '=', arbol)
		.where('llaveId', '=', llave.id)
		.orderBy('tamano', 'desc')
		.limit(1)
		.executeTakeFirst()
	if (tamano === 0 || (ultimo && ultimo.tamano >= tamano)) return
	const momento = reloj()
	if (ultimo && Date.parse(momento) - Date.parse(ultimo.momento) < entrePuntosMs) return
	const raiz = await leerRaiz(tx, huella, arbol, tamano)
	const texto = escribirPunto({ origen: origenDe(llave.nombre, arbol), tamano, raiz, momento })
	const nota = escribirNota(texto, [{ nombre: llave.nombre, id: llave.id, firma: firmar(texto) }])
	await tx.insertInto('puntoControl').values({ arbol, tamano, llaveId: llave.id, momento, nota }).execute()
}

/** El origen de un árbol en sus puntos: el nombre del registro y el del árbol. */
export const origenDe = (nombre: string, arbol: Arbol): string => `${nombre}/${arbol}`
