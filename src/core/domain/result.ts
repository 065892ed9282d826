/**
 * El desenlace de lo que puede decir «no». Un «no» que los lineamientos prevén se devuelve; una falla
 * (red, disco, error de programa) se lanza.
 */
type Ok<T> = { readonly ok: true; readonly valor: T }

/** Una negativa: `motivo` es el código estable; `datos` lo que la frase para la persona necesita. */
export type Rechazo<M extends string> = {
	readonly ok: false
	readonly motivo: M
	readonly datos: Readonly<Record<string, string | number | boolean | null>>
}

export type Result<T, M extends string> = Ok<T> | Rechazo<M>

/** El sí, con su valor. */
export const ok = <T>(valor: T): Ok<T> => ({ ok: true, valor })

/** El no, con su motivo y los datos que lo explican. Nunca lleva datos personales que no tenga ya quien lo recibe. */
export const rechazo = <M extends string>(
	motivo: M,
	datos: Readonly<Record<string, string | number | boolean | null>> = {},
): Rechazo<M> => ({ ok: false, motivo, datos })

/** El valor de un resultado que debe ser bueno; lanza si no lo es: para constantes, semillas y pruebas. */
export const exigir = <T, M extends string>(resultado: Result<T, M>): T => {
	if (resultado.ok) return resultado.valor
	throw new Error(`Se esperaba un valor y hubo rechazo: ${resultado.motivo}`)
}
