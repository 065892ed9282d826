/** Quién no es como los demás de su grupo. Con dos contra dos no hay de qué extrañarse. */

/** Por qué se agrupa y qué se compara de cada certificado, ya escrito: así agrupar mil cuesta un instante. */
export type Clave<T> = (uno: T) => string

/** Con menos que estos no se sabe cómo es lo normal: dos iguales pueden ser dos errores iguales. */
const PARA_COMPARAR = 3

/** Los mismos, por su clave y en su orden. */
export const agrupar = <T>(todos: readonly T[], clave: Clave<T>): ReadonlyMap<string, readonly T[]> => {
	const grupos = new Map<string, T[]>()
	for (const uno of todos) {
		const suya = clave(uno)
		const grupo = grupos.get(suya)
		if (grupo) grupo.push(uno)
		else grupos.set(suya, [uno])
	}
	return grupos
}

/** Aquéllos cuyo valor no es el de la mayoría clara de su grupo: más de dos tercios, y al menos tres. */
export const distintos = <T>(todos: readonly T[], grupo: Clave<T>, valor: Clave<T>): ReadonlySet<T> => {
	const raros = new Set<T>()
	for (const miembros of agrupar(todos, grupo).values()) {
		if (miembros.length <= PARA_COMPARAR) continue
		for (const iguales of agrupar(miembros, valor).values()) {
			const demas = miembros.length - iguales.length
			if (iguales.length < PARA_COMPARAR || iguales.length <= demas * 2) continue
			const normales = new Set(iguales)
			for (const uno of miembros) if (!normales.has(uno)) raros.add(uno)
		}
	}
	return raros
}

/**
 * Los de grupos que no tienen con quién compararse: con menos de {@link PARA_COMPARAR} y menos de uno de cada veinte de la
 * lista. En una lista chica todos los grupos lo son, y eso no tiene nada de raro.
 */
export const sinCompania = <T>(todos: readonly T[], grupo: Clave<T>): ReadonlySet<T> => {
	const solos = new Set<T>()
	for (const miembros of agrupar(todos, grupo).values()) {
		const pocos = miembros.length < PARA_COMPARAR && miembros.length * 20 < todos.length
		if (pocos) for (const uno of miembros) solos.add(uno)
	}
	return solos
}
