/**
 * Deja de llamar a un servicio que no contesta: tras `seguidos` fracasos se abre y no se pregunta nada más; al rato deja
 * pasar una sola pregunta de prueba, y si tampoco contesta espera el doble, hasta un tope. Uno por proceso y servicio.
 */
export type Cortacircuito = {
	/** Cuánto falta, en ms, para volver a preguntar; 0 si se puede ya. */
	readonly faltan: () => number
	/** Si sólo debe hacerse una pregunta: se está probando si ya volvió. */
	readonly deUnaEnUna: () => boolean
	readonly anotar: (contesto: boolean) => void
}

type Opciones = {
	readonly ahoraMs: () => number
	readonly seguidos: number
	readonly esperaMs: number
	readonly topeMs: number
}

export const crearCortacircuito = ({ ahoraMs, seguidos, esperaMs, topeMs }: Opciones): Cortacircuito => {
	let fracasos = 0
	let espera = esperaMs
	let abiertoHasta = 0
	let probando = false
	return {
		faltan: () => Math.max(0, abiertoHasta - ahoraMs()),
		deUnaEnUna: () => probando,
		anotar: (contesto) => {
			if (contesto) {
				fracasos = 0
				espera = esperaMs
				abiertoHasta = 0
				probando = false
				return
			}
			fracasos += 1
			// Las que iban en el aire cuando se abrió no lo alargan.
			if (fracasos < seguidos || abiertoHasta > ahoraMs()) return
			if (probando) espera = Math.min(espera * 2, topeMs)
			abiertoHasta = ahoraMs() + espera
			probando = true
		},
	}
}
