export type Tramo = {
	readonly clase: 'libre' | 'dado' | 'usado'
	readonly desde: number
	readonly hasta: number
	readonly de: string | null
}

type Rango = {
	readonly desde: number
	readonly hasta: number
	readonly siguiente: number
	readonly plantel: { readonly nombre: string }
}

/**
 * La numeración de un modelo en tramos seguidos, del 1 al último número dado y un margen después: lo ya registrado,
 * lo dado que queda, y los huecos sin dar (4).
 */
export const tramosDe = (rangos: readonly Rango[]): Tramo[] => {
	const tramos: Tramo[] = []
	let libre = 1
	for (const rango of rangos.toSorted((uno, otro) => uno.desde - otro.desde)) {
		if (rango.desde > libre) tramos.push({ clase: 'libre', desde: libre, hasta: rango.desde - 1, de: null })
		const de = rango.plantel.nombre
		if (rango.siguiente > rango.desde) {
			tramos.push({
				clase: 'usado',
				desde: rango.desde,
				hasta: Math.min(rango.siguiente - 1, rango.hasta),
				de,
			})
		}
		if (rango.siguiente <= rango.hasta) {
			tramos.push({ clase: 'dado', desde: Math.max(rango.siguiente, rango.desde), hasta: rango.hasta, de })
		}
		libre = Math.max(libre, rango.hasta + 1)
	}
	return tramos
}

/** El primer rango que toca los números pedidos, si alguno. */
export const queToca = <R extends { readonly desde: number; readonly hasta: number }>(
	rangos: readonly R[],
	desde: number,
	hasta: number,
): R | undefined => rangos.find((rango) => desde <= rango.hasta && rango.desde <= hasta)
