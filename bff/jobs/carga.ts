/** Un texto de la carga de un trabajo; si falta, el trabajo está mal encargado y se dice. */
export const textoDeCarga = (carga: Readonly<Record<string, unknown>>, nombre: string): string => {
	const valor = carga[nombre]
	if (typeof valor !== 'string') throw new Error(`La carga del trabajo no trae ${nombre}.`)
	return valor
}
