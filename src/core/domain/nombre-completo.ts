/** El nombre en un renglón, en el orden de las actas: nombre y apellidos. Lo que falte no deja hueco. */
export const nombreCompleto = (partes: {
	readonly nombre: string | null
	readonly primerApellido: string | null
	readonly segundoApellido?: string | null | undefined
}): string => [partes.nombre, partes.primerApellido, partes.segundoApellido].filter(Boolean).join(' ')
