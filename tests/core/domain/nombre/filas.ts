/** Como está en SAE, como se propone y como queda al aceptar todos los acentos sugeridos. */
type Fila = readonly [sae: string, propuesta: string, acentuado: string]

/** La tabla, un renglón por nombre: «SAE | propuesta | con acentos»; lo último sólo si se le sugiere alguno. */
export const filas = (tabla: string): readonly Fila[] =>
	tabla
		.replace(/^\n|\n$/g, '')
		.split('\n')
		.map((renglon) => {
			const [sae = '', propuesta = '', acentuado = propuesta] = renglon.split(' | ')
			return [sae, propuesta, acentuado]
		})
