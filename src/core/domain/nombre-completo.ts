/**
 * El nombre en un renglón, en el orden de las actas: nombre y apellidos. Lo que falte no deja hueco. Vive aparte para que
 * la página pública, que sólo junta nombres, no cargue las reglas con que se escriben.
 */
export const nombreCompleto = (partes: {
	readonly nombre: string | null
	readonly primerApellido: string | null
	readonly segundoApellido?: string | null | undefined
}): string => [partes.nombre, partes.primerApellido, partes.segundoApellido].filter(Boolean).join(' ')
