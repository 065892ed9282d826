import { fechaEnMexico } from '#core/domain/fecha.ts'
import { cuantos, fechaCorta, numero } from '../formato.ts'

type ClaseDeTramo = 'sin-asignar' | 'libre' | 'dado' | 'cancelado'

/** Números seguidos que están igual. */
export type Tramo = {
	readonly clase: ClaseDeTramo
	readonly desde: number
	readonly hasta: number
	/** De qué plantel; null lo que no se le ha asignado a ninguno de los que se ven. */
	readonly de: string | null
	/** Por qué y cuándo se canceló. */
	readonly nota: string | null
}

type Rango = {
	readonly desde: number
	readonly hasta: number
	readonly siguiente: number
	readonly plantel: { readonly nombre: string }
	/** Por número. */
	readonly cancelados: readonly {
		readonly numero: number
		readonly razon: string
		readonly momento: string
	}[]
}

/** Un rango en tramos seguidos: lo ya dado, cada folio cancelado y lo que queda libre (4). */
export const tramosDeRango = (rango: Rango): Tramo[] => {
	const de = rango.plantel.nombre
	const tramos: Tramo[] = []
	let desde = rango.desde
	const hastaAqui = (hasta: number, clase: 'dado' | 'libre') => {
		if (desde <= hasta) tramos.push({ clase, desde, hasta, de, nota: null })
		desde = Math.max(desde, hasta + 1)
	}
	for (const { numero: cual, razon, momento } of rango.cancelados) {
		hastaAqui(cual - 1, 'dado')
		const nota = `${fechaCorta(fechaEnMexico(momento))}: ${razon}`
		tramos.push({ clase: 'cancelado', desde: cual, hasta: cual, de, nota })
		desde = cual + 1
	}
	hastaAqui(Math.min(rango.siguiente - 1, rango.hasta), 'dado')
	hastaAqui(rango.hasta, 'libre')
	return tramos
}

/** La numeración de un modelo en tramos seguidos, del 1 al último número asignado, con los huecos de en medio (4). */
export const tramosDe = (rangos: readonly Rango[]): Tramo[] => {
	const tramos: Tramo[] = []
	let sigue = 1
	for (const rango of rangos.toSorted((uno, otro) => uno.desde - otro.desde)) {
		if (rango.desde > sigue) {
			tramos.push({ clase: 'sin-asignar', desde: sigue, hasta: rango.desde - 1, de: null, nota: null })
		}
		tramos.push(...tramosDeRango(rango))
		sigue = Math.max(sigue, rango.hasta + 1)
	}
	return tramos
}

/** Cómo se llama cada clase, en la leyenda. */
const NOMBRE_DE_CLASE: Readonly<Record<ClaseDeTramo, string>> = {
	dado: 'Dado',
	cancelado: 'Cancelado',
	libre: 'Libre',
	'sin-asignar': 'De otros o sin asignar',
}

const DE_VARIOS: Readonly<Record<ClaseDeTramo, string>> = {
	dado: 'Dados',
	cancelado: 'Cancelados',
	libre: 'Libres',
	'sin-asignar': 'De otros o sin asignar',
}

/** El tramo en una frase: «Libres: del 51 al 200 (150 folios), de Plantel Toluca». */
export const fraseDeTramo = ({ clase, desde, hasta, de, nota }: Tramo): string => {
	const uno = desde === hasta
	const cuales = uno
		? `${NOMBRE_DE_CLASE[clase]}: el ${numero(desde)}`
		: `${DE_VARIOS[clase]}: del ${numero(desde)} al ${numero(hasta)} (${numero(hasta - desde + 1)} folios)`
	return `${cuales}${de === null ? '' : `, de ${de}`}${nota === null ? '' : `. ${nota}`}`
}

const ORDEN: readonly ClaseDeTramo[] = ['dado', 'cancelado', 'libre', 'sin-asignar']

/** Cuántos números hay de cada clase, de las que hay alguno. */
export const cuentasDe = (
	tramos: readonly Tramo[],
): { readonly clase: ClaseDeTramo; readonly texto: string }[] =>
	ORDEN.flatMap((clase) => {
		const suyos = tramos.filter((tramo) => tramo.clase === clase)
		const total = suyos.reduce((suma, tramo) => suma + tramo.hasta - tramo.desde + 1, 0)
		if (total === 0) return []
		const texto =
			clase === 'sin-asignar'
				? `${NOMBRE_DE_CLASE[clase]}: ${numero(total)}`
				: cuantos(total, NOMBRE_DE_CLASE[clase].toLowerCase(), DE_VARIOS[clase].toLowerCase())
		return [{ clase, texto }]
	})

/** El primer rango que toca los números pedidos, si alguno. */
export const queToca = <R extends { readonly desde: number; readonly hasta: number }>(
	rangos: readonly R[],
	desde: number,
	hasta: number,
): R | undefined => rangos.find((rango) => desde <= rango.hasta && rango.desde <= hasta)
