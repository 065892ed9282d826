/** Un archivo que se lee por partes, las veces que haga falta: guardado por trozos, en el disco o en memoria. */
export type Fuente = {
	/** Tamaño total. */
	readonly bytes: number
	/** Los bytes de `desde` a `hasta` (sin contarlo), en orden; por omisión, todos. */
	readonly leer: (desde?: number, hasta?: number) => AsyncIterable<Uint8Array>
}

const TROZO = 64 * 1024

/** Unos bytes que ya se tienen. */
export const enMemoria = (bytes: Uint8Array): Fuente => ({
	bytes: bytes.length,
	leer: async function* (desde = 0, hasta = bytes.length) {
		for (let i = desde; i < hasta; i += TROZO) yield bytes.subarray(i, Math.min(i + TROZO, hasta))
	},
})

/** La misma fuente, que dice a `avisar` cuántos bytes lleva leídos en su lectura más larga. */
export const conAvance = (fuente: Fuente, avisar: (leidos: number) => void): Fuente => ({
	bytes: fuente.bytes,
	leer: async function* (desde = 0, hasta = fuente.bytes) {
		let leidos = desde
		for await (const trozo of fuente.leer(desde, hasta)) {
			leidos += trozo.length
			avisar(leidos)
			yield trozo
		}
	},
})
