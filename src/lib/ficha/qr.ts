/**
 * El trazo SVG de una matriz de QR: un rectángulo por racha de módulos oscuros, sin HTML que interpretar (Trusted
 * Types) y sin bordes entre módulos vecinos.
 */
export const trazoDeQr = (modulos: ArrayLike<number>, lado: number): string => {
	let trazo = ''
	for (let y = 0; y < lado; y++) {
		for (let x = 0; x < lado; x++) {
			if (!modulos[y * lado + x]) continue
			const desde = x
			while (x + 1 < lado && modulos[y * lado + x + 1]) x++
			trazo += `M${desde} ${y}h${x - desde + 1}v1h-${x - desde + 1}z`
		}
	}
	return trazo
}
