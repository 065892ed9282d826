/** Azar con semilla (sfc32): la misma semilla da la misma corrida, en cualquier máquina. */
export type Suerte = {
	/** De 0 a 1, sin el 1. */
	readonly uno: () => number
	/** Entero, inclusive los dos. */
	readonly entero: (desde: number, hasta: number) => number
	/** Si pasa algo con esa probabilidad. */
	readonly pasa: (probabilidad: number) => boolean
	readonly escoge: <T>(opciones: readonly T[]) => T
	/** Una de las opciones, según su peso. */
	readonly reparte: <K extends string>(pesos: Readonly<Record<K, number>>) => K
	/** UUID versión 4 en minúsculas. */
	readonly uuid: () => string
}

export const sembrar = (semilla: number): Suerte => {
	let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, semilla | 0]
	const siguiente = (): number => {
		const t = (a + b + d) | 0
		d = (d + 1) | 0
		a = b ^ (b >>> 9)
		b = (c + (c << 3)) | 0
		c = ((c << 21) | (c >>> 11)) + t
		return t >>> 0
	}
	for (let i = 0; i < 15; i += 1) siguiente()
	const uno = (): number => siguiente() / 2 ** 32
	const entero = (desde: number, hasta: number): number => desde + Math.floor(uno() * (hasta - desde + 1))
	return {
		uno,
		entero,
		pasa: (probabilidad) => uno() < probabilidad,
		escoge: (opciones) => opciones[entero(0, opciones.length - 1)] as (typeof opciones)[number],
		reparte: (pesos) => {
			const pares = Object.entries(pesos) as [keyof typeof pesos, number][]
			let resta = uno() * pares.reduce((suma, [, peso]) => suma + peso, 0)
			for (const [clave, peso] of pares) {
				resta -= peso
				if (resta < 0) return clave
			}
			return pares[0]?.[0] as keyof typeof pesos
		},
		uuid: () => {
			const hex = Array.from({ length: 4 }, () => siguiente().toString(16).padStart(8, '0')).join('')
			return [
				hex.slice(0, 8),
				hex.slice(8, 12),
				`4${hex.slice(13, 16)}`,
				`a${hex.slice(17, 20)}`,
				hex.slice(20, 32),
			].join('-')
		},
	}
}
