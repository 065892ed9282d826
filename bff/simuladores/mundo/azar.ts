/** Azar con semilla (mulberry32): el mundo de demostración sale igual cada vez. Nunca para secretos. */
export type AzarSembrado = {
	readonly entre: (desde: number, hasta: number) => number
	readonly elegir: <T>(lista: readonly T[]) => T
	readonly quiza: (probabilidad: number) => boolean
}

/** Crea el azar de una semilla; `entre` incluye los dos extremos. */
export const sembrar = (semilla: number): AzarSembrado => {
	let estado = semilla >>> 0
	const siguiente = (): number => {
		estado = (estado + 0x6d2b79f5) >>> 0
		let mezcla = Math.imul(estado ^ (estado >>> 15), estado | 1)
		mezcla ^= mezcla + Math.imul(mezcla ^ (mezcla >>> 7), mezcla | 61)
		return ((mezcla ^ (mezcla >>> 14)) >>> 0) / 4_294_967_296
	}
	const entre = (desde: number, hasta: number): number =>
		desde + Math.floor(siguiente() * (hasta - desde + 1))
	return {
		entre,
		elegir: (lista) => {
			const elegido = lista[entre(0, lista.length - 1)]
			if (elegido === undefined) throw new Error('No hay de dónde elegir')
			return elegido
		},
		quiza: (probabilidad) => siguiente() < probabilidad,
	}
}
