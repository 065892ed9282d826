/** Una medida: lo nuestro contra su par, corridos por turnos para que el ruido de la máquina les toque parejo. */

/** Lo que salió de una medida. `nuestro` y `par`, en `unidad`; `razon` es lo único que se compara con la meta. */
export type Medida = {
	readonly nombre: string
	readonly nuestro: number
	readonly par: number
	readonly razon: number
	readonly unidad: string
	/** Lo que ayuda a entender la razón, una frase por renglón. */
	readonly notas: readonly string[]
}

export type Meta = { readonly sentido: 'al-menos' | 'a-lo-mas'; readonly valor: number }

export const cumple = (razon: number, { sentido, valor }: Meta): boolean =>
	sentido === 'al-menos' ? razon >= valor : razon <= valor

export const mediana = (valores: readonly number[]): number => {
	const orden = [...valores].sort((a, b) => a - b)
	const medio = Math.floor(orden.length / 2)
	const [menor, mayor] = [orden[medio - (orden.length % 2 === 0 ? 1 : 0)], orden[medio]]
	if (menor === undefined || mayor === undefined) throw new Error('No hay de qué sacar la mediana')
	return (menor + mayor) / 2
}

/**
 * Corre `rondas` veces todos los `turnos` (cada uno devuelve lo que mide), y en cada ronda empieza uno distinto.
 * Devuelve, por turno, lo de cada ronda en orden.
 */
export const alternar = async <N extends string>(
	rondas: number,
	turnos: Readonly<Record<N, () => Promise<number>>>,
): Promise<Record<N, number[]>> => {
	const nombres = Object.keys(turnos) as N[]
	const medidos = Object.fromEntries(nombres.map((nombre) => [nombre, [] as number[]])) as Record<N, number[]>
	for (let ronda = 0; ronda < rondas; ronda += 1) {
		for (let i = 0; i < nombres.length; i += 1) {
			const nombre = nombres[(i + ronda) % nombres.length]
			if (nombre !== undefined) medidos[nombre].push(await turnos[nombre]())
		}
	}
	return medidos
}

/** La mediana de las razones ronda por ronda: cada una compara lo que corrió junto. */
export const razonPorRonda = (nuestro: readonly number[], par: readonly number[]): number =>
	mediana(nuestro.map((valor, i) => valor / (par[i] ?? Number.NaN)))
