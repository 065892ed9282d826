import type { Base, Huella, Lectura } from '../ports.ts'
import type { Hallazgo } from './hallazgo.ts'
import { leerHojas } from './hojas.ts'
import { hojasConNodo } from './nodos.ts'
import { enTexto, leerRenglones, leerSinHoja } from './renglones.ts'
import { crearRevisionDeArbol } from './revisar-arbol.ts'
import { crearRevisionDeCadena, type Eslabon } from './revisar-cadena.ts'
import { revisarLibro } from './revisar-libro.ts'
import { abrirPunto, compararPuntos, type DepsPuntos, leerPuntos } from './revisar-puntos.ts'
import type { DerivarCuv } from '../ports.ts'
import type { Hash } from '#core/registro/arbol.ts'
import type { Arbol } from '#core/registro/punto.ts'

export type Verificacion = {
	readonly renglones: number
	readonly encadenados: number
	/** Escritos y todavía sin encadenar: los del último momento. */
	readonly porEncadenar: number
	/** El último eslabón y la raíz del árbol: guardarlos fuera sella todo lo anterior. */
	readonly cabeza: string
	readonly raiz: Hash | null
	/** Cuántos puntos de control se compararon, contando los traídos de fuera. */
	readonly puntos: number
	readonly hallazgos: readonly Hallazgo[]
}

type DepsVerificar = DepsPuntos & {
	readonly base: Base
	readonly huella: Huella
	/** Con ella se rehace la CUV de cada asiento; sin ella, no. */
	readonly derivarCuv: DerivarCuv | null
}

const TANDA = 2000

/** Después de todo lo que puede haber. */
const SIEMPRE = '9999'

/**
 * Vuelve a calcular un árbol entero desde sus renglones: cada hoja, la cadena que las une, los nodos y la raíz de cada
 * punto de control, con su firma. Nombra cada renglón cambiado, quitado, metido o cambiado de lugar. Con `cabeza` (un
 * eslabón) o `puntos` (notas firmadas), guardados antes fuera de la base, comprueba también que lo anterior a ellos
 * no se reescribió completo. Del Libro revisa además que asientos, folios y bitácora digan lo mismo (8).
 */
export const verificarRegistro =
	(deps: DepsVerificar) =>
	async (
		arbol: Arbol,
		traidos: { readonly cabeza?: string | undefined; readonly puntos?: readonly string[] } = {},
	): Promise<Verificacion> => {
		const { db } = deps.base
		const guardados = await leerPuntos(db, deps, arbol)
		const hallazgos: Hallazgo[] = [...guardados.hallazgos]
		const puntos = [...guardados.puntos]
		for (const [i, nota] of (traidos.puntos ?? []).entries()) {
			const abierto = abrirPunto(deps, arbol, nota)
			const nombre = `el punto de control traído${i === 0 ? '' : ` (${i + 1})`}`
			if ('falta' in abierto) {
				hallazgos.push({
					clase: 'punto-falso',
					indice: null,
					id: 'traido',
					detalle: `${nombre}: ${abierto.falta}`,
				})
			} else {
				const { punto } = abierto
				const cual = `${nombre}, de ${punto.tamano} hojas y del ${punto.momento}`
				puntos.push({ punto, nombre: cual, id: `traido/${punto.tamano}` })
			}
		}
		const raices = new Map<number, Hash>()
		const pedidos = new Set(puntos.map(({ punto }) => punto.tamano))
		const firmado = Math.max(0, ...pedidos)
		const cadena = crearRevisionDeCadena(deps.huella)
		// Lo firmado ya tenía sus nodos: quitarlos se nota aunque sean los últimos.
		const crecido = Math.max(await hojasConNodo(db, arbol), firmado - (firmado % 2))
		const revision = crearRevisionDeArbol({ db, huella: deps.huella }, arbol, crecido)
		let encadenados = 0
		let hojas = 0
		const agregar = async (hoja: Hash | null, dudosa: boolean): Promise<void> => {
			await revision.agregar(hoja, dudosa)
			hojas += 1
			const raiz = pedidos.has(hojas) ? revision.raiz() : null
			if (raiz !== null) raices.set(hojas, raiz)
		}
		for await (const eslabon of eslabones(db, deps.huella, arbol)) {
			encadenados += 1
			const cuadra = cadena.revisar(eslabon)
			while (hojas < eslabon.indice - 1) await agregar(null, true)
			if (eslabon.indice > hojas) await agregar(eslabon.hoja, !cuadra)
		}
		const sueltos = await revisarSueltos(db, deps.huella, arbol, cadena.revisarSuelto)
		const { cabeza, hallazgos: deCadena } = cadena.terminar(traidos.cabeza)
		hallazgos.push(...deCadena, ...(await revision.terminar()), ...compararPuntos(puntos, raices, hojas))
		if (arbol === 'libro') hallazgos.push(...(await revisarLibro(db, deps.derivarCuv)))
		return {
			renglones: encadenados + sueltos,
			encadenados,
			porEncadenar: sueltos,
			...{ cabeza, raiz: revision.raiz(), puntos: puntos.length },
			hallazgos,
		}
	}

/** Las hojas en orden, cada una con su renglón (o sin él), por tandas. */
async function* eslabones(db: Lectura, huella: Huella, arbol: Arbol): AsyncGenerator<Eslabon> {
	// El primer índice es 1; uno menor sólo podría meterlo alguien, y también se lee.
	let despuesDe = -2_147_483_648
	for (;;) {
		const hojas = await leerHojas(db, arbol, { despuesDe, limite: TANDA })
		const renglones = await leerRenglones(db, huella, hojas)
		for (const hoja of hojas) {
			yield { ...hoja, renglon: renglones.get(enTexto(hoja)) ?? null }
			despuesDe = hoja.indice
		}
		if (hojas.length < TANDA) return
	}
}

/** Los que todavía no están en el árbol. */
const revisarSueltos = async (
	db: Lectura,
	huella: Huella,
	arbol: Arbol,
	revisar: ReturnType<typeof crearRevisionDeCadena>['revisarSuelto'],
): Promise<number> => {
	const llaves = await leerSinHoja(db, arbol, { hasta: SIEMPRE, limite: 1_000_000 })
	for (let i = 0; i < llaves.length; i += TANDA) {
		const tanda = llaves.slice(i, i + TANDA)
		const renglones = await leerRenglones(db, huella, tanda)
		for (const llave of tanda) {
			const renglon = renglones.get(enTexto(llave))
			if (renglon) revisar(renglon)
		}
	}
	return llaves.length
}
