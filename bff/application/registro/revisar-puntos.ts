import type { Lectura } from '../ports.ts'
import { origenDe } from './encadenar.ts'
import type { Hallazgo } from './hallazgo.ts'
import type { Hash } from '#core/registro/arbol.ts'
import { abrirNota, type ComprobarFirma, leerNota, type LlaveDeNota } from '#core/registro/nota.ts'
import { type Arbol, leerPunto, type Punto } from '#core/registro/punto.ts'

/** Un punto con el que se compara el árbol: el guardado en la base o uno traído de fuera. */
type PuntoPorRevisar = {
	readonly punto: Punto
	/** Cómo se le llama. */
	readonly nombre: string
	readonly id: string
}

export type DepsPuntos = { readonly comprobarFirma: ComprobarFirma; readonly llaves: readonly LlaveDeNota[] }

/**
 * Los puntos de control de la base, con sus hallazgos: la firma, y que cada columna diga lo que dice la nota. Sin llaves
 * que conocer, la firma no se comprueba.
 */
export const leerPuntos = async (
	db: Lectura,
	deps: DepsPuntos,
	arbol: Arbol,
): Promise<{ readonly puntos: readonly PuntoPorRevisar[]; readonly hallazgos: readonly Hallazgo[] }> => {
	const filas = await db
		.selectFrom('puntoControl')
		.selectAll()
		.where('arbol', '=', arbol)
		.orderBy('tamano')
		.execute()
	const hallazgos: Hallazgo[] = []
	const puntos = filas.flatMap((fila) => {
		const id = `${fila.tamano}/${fila.llaveId}`
		const nombre = `el punto de control de ${fila.tamano} hojas, del ${fila.momento}`
		const abierto = abrirPunto(deps, arbol, fila.nota)
		if ('falta' in abierto) {
			hallazgos.push({ clase: 'punto-falso', indice: null, id, detalle: `${nombre}: ${abierto.falta}` })
			return []
		}
		const { punto, llaveId } = abierto
		if (punto.tamano !== fila.tamano || punto.momento !== fila.momento || llaveId !== fila.llaveId) {
			const detalle = `${nombre}, no dice lo que su nota firmada: ${punto.tamano} hojas, del ${punto.momento}`
			hallazgos.push({ clase: 'punto-cambiado', indice: null, id, detalle })
		}
		return [{ punto, nombre, id }]
	})
	return { puntos, hallazgos }
}

/** Abre una nota de un árbol: su punto y quién lo firmó, o por qué no se le cree. */
export const abrirPunto = (
	{ comprobarFirma, llaves }: DepsPuntos,
	arbol: Arbol,
	nota: string,
): { readonly punto: Punto; readonly llaveId: string } | { readonly falta: string } => {
	const leida = leerNota(nota)
	const firma = leida.ok ? leida.valor.firmas[0] : undefined
	if (!leida.ok || !firma) return { falta: 'no es una nota firmada' }
	const punto = leerPunto(leida.valor.texto)
	if (!punto.ok) return { falta: 'no es un punto de control' }
	if (punto.valor.origen !== origenDe(firma.nombre, arbol)) {
		return { falta: `es de «${punto.valor.origen}», no del árbol «${arbol}»` }
	}
	if (llaves.length === 0) return { punto: punto.valor, llaveId: firma.id }
	const abierta = abrirNota(comprobarFirma, nota, llaves)
	if (abierta.ok) return { punto: punto.valor, llaveId: abierta.valor.llave.id }
	return {
		falta:
			abierta.motivo === 'firma-desconocida'
				? `lo firma una llave que no se conoce (${firma.nombre}+${firma.id}); si es una anterior, dígala`
				: 'su firma es falsa',
	}
}

/**
 * Compara los puntos con las raíces del árbol rehecho. Nombra el primero que no corresponde y entre qué hojas está el
 * cambio: desde el último que sí correspondía.
 */
export const compararPuntos = (
	puntos: readonly PuntoPorRevisar[],
	raices: ReadonlyMap<number, Hash>,
	hojas: number,
): Hallazgo[] => {
	const hallazgos: Hallazgo[] = []
	let bueno = 0
	for (const { punto, nombre, id } of [...puntos].sort((a, b) => a.punto.tamano - b.punto.tamano)) {
		const raiz = raices.get(punto.tamano)
		if (raiz === punto.raiz) {
			bueno = punto.tamano
			continue
		}
		const porque =
			punto.tamano > hojas
				? `el árbol sólo tiene ${hojas}: se quitaron hojas del final`
				: raiz === undefined
					? 'faltan hojas, y no se puede rehacer su raíz'
					: `su raíz no es la del árbol: algo cambió entre la hoja ${bueno + 1} y la ${punto.tamano}`
		hallazgos.push({ clase: 'no-corresponde', indice: null, id, detalle: `${nombre}: ${porque}` })
		if (punto.tamano <= hojas) break
	}
	return hallazgos
}
