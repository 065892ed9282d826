/** Lo que se recuerda de un certificado, en milésimas desde 1970. */
type Recordada<R> = { readonly respuesta: R; readonly desde: number; readonly hasta: number }

type Recordadas<R> = {
	readonly buscar: (clave: string, ahora: number) => R | null
	readonly guardar: (clave: string, recordada: Recordada<R>) => void
}

/**
 * Respuestas buenas por un rato, en la memoria de este proceso: otro proceso pregunta por su cuenta, y ninguno puede
 * envenenar a los demás por la base. Cuando ya no caben, se olvida la más antigua.
 */
export const crearRecordadas = <R>(tope: number): Recordadas<R> => {
	const mapa = new Map<string, Recordada<R>>()
	return {
		buscar: (clave, ahora) => {
			const una = mapa.get(clave)
			if (una === undefined) return null
			// Un reloj que retrocede no alarga nada.
			if (una.desde <= ahora && ahora < una.hasta) return una.respuesta
			mapa.delete(clave)
			return null
		},
		guardar: (clave, recordada) => {
			mapa.delete(clave)
			const [masAntigua] = mapa.keys()
			if (mapa.size >= tope && masAntigua !== undefined) mapa.delete(masAntigua)
			mapa.set(clave, recordada)
		},
	}
}
