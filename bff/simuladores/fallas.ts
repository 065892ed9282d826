/**
 * El interruptor de lentitud y errores que todo par local lleva. Se mueve desde el mismo proceso (el objeto
 * es mutable a propósito) o por HTTP en `/_fallas`.
 */
export type Fallas<M extends string = string> = {
	/** Milisegundos que se espera antes de atender cada petición. */
	demoraMs: number
	/** Cada cuántas peticiones se contesta con error del servidor; 0 es nunca, 1 es siempre. */
	errorCada: number
	/** La falla con nombre que se quiere provocar; cada par documenta las suyas. */
	modo: M | 'normal'
	/** Cuántas veces más actúa `modo` antes de volver solo a `normal`; 0 es hasta que alguien lo cambie. */
	veces: number
}

/** El interruptor en reposo, con lo que se quiera mover desde el principio. */
export const fallasEnReposo = <M extends string>(inicio: Partial<Fallas<M>> = {}): Fallas<M> => ({
	demoraMs: 0,
	errorCada: 0,
	modo: 'normal',
	veces: 0,
	...inicio,
})

/** Dice si `modo` está puesto y descuenta una de sus veces. Se pregunta solo en el punto donde va a actuar. */
export const actua = <M extends string>(fallas: Fallas<M>, modo: NoInfer<M>): boolean => {
	if (fallas.modo !== modo) return false
	if (fallas.veces > 0) {
		fallas.veces -= 1
		if (fallas.veces === 0) fallas.modo = 'normal'
	}
	return true
}

const esEntero = (valor: unknown, maximo: number): valor is number =>
	typeof valor === 'number' && Number.isInteger(valor) && valor >= 0 && valor <= maximo

/**
 * Aplica a `fallas` lo que llegó por `/_fallas`. Devuelve la frase de lo que está mal, o `null` si se aplicó
 * todo; nunca aplica a medias.
 */
export const moverFallas = <M extends string>(
	fallas: Fallas<M>,
	modos: readonly M[],
	pedido: unknown,
): string | null => {
	if (typeof pedido !== 'object' || pedido === null || Array.isArray(pedido)) {
		return 'Se espera un objeto JSON con demoraMs, errorCada, modo o veces.'
	}
	const { demoraMs, errorCada, modo, veces, ...resto } = pedido as Record<string, unknown>
	const ajenas = Object.keys(resto)
	if (ajenas.length > 0) return `No se conoce: ${ajenas.join(', ')}.`
	if (demoraMs !== undefined && !esEntero(demoraMs, 600_000)) return 'demoraMs: entero de 0 a 600000.'
	if (errorCada !== undefined && !esEntero(errorCada, 1_000_000)) return 'errorCada: entero de 0 a 1000000.'
	if (veces !== undefined && !esEntero(veces, 1_000_000)) return 'veces: entero de 0 a 1000000.'
	const conocido = modo === undefined || modo === 'normal' ? modo : modos.find((uno) => uno === modo)
	if (modo !== undefined && conocido === undefined) {
		return `modo: uno de normal, ${modos.join(', ')}.`
	}
	if (demoraMs !== undefined) fallas.demoraMs = demoraMs
	if (errorCada !== undefined) fallas.errorCada = errorCada
	if (conocido !== undefined) fallas.modo = conocido
	// Un modo nuevo sin «veces» dura hasta que alguien lo cambie, no lo que le quedaba al anterior.
	if (veces !== undefined) fallas.veces = veces
	else if (conocido !== undefined) fallas.veces = 0
	return null
}
