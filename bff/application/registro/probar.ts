import type { Base, Huella, Lectura } from '../ports.ts'
import { leerUltimaHoja, lugarDeHoja } from './hojas.ts'
import { hojasConNodo, leerRaiz, leerTramos } from './nodos.ts'
import type { Consistencia, Inclusion } from '#core/contract/registro.ts'
import { ok, rechazo, type Result } from '#core/domain/result.ts'
import { rutaDeConsistencia, rutaDeInclusion } from '#core/registro/arbol.ts'
import { esConsistente, estaIncluida } from '#core/registro/comprobar.ts'
import type { Arbol } from '#core/registro/punto.ts'

type Deps = { readonly base: Base; readonly huella: Huella }

/** La nota del último punto de control de un árbol, o la del tamaño que se pide. null si no hay. */
export const leerUltimoPunto = async (db: Lectura, arbol: Arbol, tamano?: number): Promise<string | null> => {
	let consulta = db.selectFrom('puntoControl').select('nota').where('arbol', '=', arbol)
	if (tamano !== undefined) consulta = consulta.where('tamano', '=', tamano)
	const fila = await consulta.orderBy('tamano', 'desc').orderBy('momento', 'desc').limit(1).executeTakeFirst()
	return fila?.nota ?? null
}

/** El punto de control de un árbol, como se guarda fuera. `no-encontrado` si aún no hay, o no de ese tamaño. */
export const leerPuntoDeControl =
	({ base }: { readonly base: Base }) =>
	async (orden: {
		readonly arbol: Arbol
		readonly tamano?: number | undefined
	}): Promise<Result<string, 'no-encontrado'>> => {
		const nota = await leerUltimoPunto(base.db, orden.arbol, orden.tamano)
		return nota === null ? rechazo('no-encontrado') : ok(nota)
	}

/** La prueba de que una hoja está en el árbol de cierto tamaño (RFC 6962 §2.1.1). `no-encontrado` si no está. */
export const probarInclusion =
	({ base: { db }, huella }: Deps) =>
	async (orden: {
		readonly arbol: Arbol
		readonly hoja: string
		readonly tamano: number
	}): Promise<Result<Inclusion, 'no-encontrado'>> => {
		const { arbol, tamano } = orden
		const indice = await lugarDeHoja(db, arbol, orden.hoja)
		if (indice === null || indice >= tamano || tamano > (await tamanoDe(db, arbol))) {
			return rechazo('no-encontrado')
		}
		const ruta = await leerTramos(db, huella, arbol, rutaDeInclusion(indice, tamano))
		const prueba = { indice, tamano, ruta, raiz: await leerRaiz(db, huella, arbol, tamano) }
		if (!estaIncluida(huella, { hoja: orden.hoja, ...prueba })) throw noCuadra(arbol)
		return ok(prueba)
	}

/** La prueba de que un árbol empieza con otro menor (RFC 6962 §2.1.2). `no-encontrado` si no los hay. */
export const probarConsistencia =
	({ base: { db }, huella }: Deps) =>
	async (orden: {
		readonly arbol: Arbol
		readonly de: number
		readonly a: number
	}): Promise<Result<Consistencia, 'no-encontrado'>> => {
		const { arbol, de, a } = orden
		if (de < 1 || de > a || a > (await tamanoDe(db, arbol))) return rechazo('no-encontrado')
		const ruta = await leerTramos(db, huella, arbol, rutaDeConsistencia(de, a))
		const [raizDe, raizA] = [await leerRaiz(db, huella, arbol, de), await leerRaiz(db, huella, arbol, a)]
		const prueba = { de, a, ruta, raizDe, raizA }
		if (!esConsistente(huella, prueba)) throw noCuadra(arbol)
		return ok(prueba)
	}

/** Una prueba que no se sostiene no se da: alguien tocó los nodos o las hojas. */
const noCuadra = (arbol: Arbol): Error =>
	new Error(`El árbol «${arbol}» no cuadra con sus hojas; corra «egreso ${arbol} verificar», que dice dónde.`)

/** Hasta qué tamaño se puede probar: las hojas que ya tienen sus nodos, y la suelta del final. */
const tamanoDe = async (db: Lectura, arbol: Arbol): Promise<number> => {
	const hojas = (await leerUltimaHoja(db, arbol))?.indice ?? 0
	return Math.min(hojas, (await hojasConNodo(db, arbol)) + 1)
}
