/** Quién no es como los demás de su grupo. Con dos contra dos no hay de qué extrañarse. */
import type { Leido } from './inusuales.ts'

export type Clave = (leido: Leido) => string

/** Con menos que estos no se sabe cómo es lo normal: dos iguales pueden ser dos errores iguales. */
export const PARA_COMPARAR = 3

export const agrupar = (leidos: readonly Leido[], clave: Clave): ReadonlyMap<string, readonly Leido[]> => {
	const grupos = new Map<string, Leido[]>()
	for (const leido of leidos) {
		const suya = clave(leido)
		const grupo = grupos.get(suya)
		if (grupo) grupo.push(leido)
		else grupos.set(suya, [leido])
	}
	return grupos
}

/** Los trámites cuyo valor no es el de la mayoría clara de su grupo: más de la mitad, y al menos tres. */
export const distintos = (leidos: readonly Leido[], grupo: Clave, valor: Clave): ReadonlySet<string> => {
	const raros = new Set<string>()
	for (const miembros of agrupar(leidos, grupo).values()) {
		if (miembros.length <= PARA_COMPARAR) continue
		for (const iguales of agrupar(miembros, valor).values()) {
			const demas = miembros.length - iguales.length
			if (iguales.length >= PARA_COMPARAR && iguales.length > demas * 2) {
				const normales = new Set(iguales)
				for (const uno of miembros) if (!normales.has(uno)) raros.add(uno.tramiteId)
			}
		}
	}
	return raros
}

/**
 * Los trámites de grupos que no tienen con quién compararse: con menos de {@link PARA_COMPARAR} y menos de uno de cada veinte
 * de la lista. En una lista chica todos los grupos lo son, y eso no tiene nada de raro.
 */
export const sinCompania = (leidos: readonly Leido[], grupo: Clave): ReadonlySet<string> => {
	const solos = new Set<string>()
	for (const miembros of agrupar(leidos, grupo).values()) {
		const pocos = miembros.length < PARA_COMPARAR && miembros.length * 20 < leidos.length
		if (pocos) for (const uno of miembros) solos.add(uno.tramiteId)
	}
	return solos
}
