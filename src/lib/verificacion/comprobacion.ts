/** Lo que cada comprobación puede decir. «No se pudo comprobar» nunca se pinta como bien. */
export type Respuesta = 'bien' | 'mal' | 'no-comprobable'

/** Una comprobación con su respuesta, su frase y, a petición, de dónde sale. */
export type Comprobacion = {
	readonly id: string
	/** De qué es: el documento, el sello de cada dirección, la SEP. */
	readonly grupo: string
	readonly titulo: string
	readonly resultado: Respuesta
	readonly frase: string
	readonly detalle: readonly { readonly titulo: string; readonly valor: string }[]
}

/** Quien selló, como se muestra junto a lo sellado. */
export type SelloMostrado = {
	readonly papel: string
	readonly nombre: string
	readonly cargo: string | null
	/** Selló en suplencia del titular (16). */
	readonly enSuplencia?: boolean
	/** Instante ISO o fecha sin zona; null si el documento no lo dice. */
	readonly momento: string | null
}
