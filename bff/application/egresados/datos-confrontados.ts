import type { Huella } from '../ports.ts'

/** Los datos de un egresado que se confrontan con RENAPO (6 b), como vienen de SAE. */
export type DatosConfrontados = {
	readonly curp: string
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly fechaNacimiento: string
}

/** Huella de los datos confrontados: si SAE cambia cualquiera, la confronta anterior deja de valer. */
export const huellaDeDatos = (huella: Huella, datos: DatosConfrontados): string =>
	huella(
		JSON.stringify([
			datos.curp,
			datos.nombre,
			datos.primerApellido,
			datos.segundoApellido,
			datos.fechaNacimiento,
		]),
	)
