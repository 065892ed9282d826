import type { Huella } from '../ports.ts'

/** Los datos de un egresado que se confrontan con RENAPO (6 b), como vienen de SAE. */
export type DatosConfrontados = {
	readonly curp: string
	readonly nombre: string
	readonly primerApellido: string
	readonly segundoApellido: string | null
	readonly fechaNacimiento: string
	/** H, M o X; SAE puede no traerlo. */
	readonly sexo?: string | null
	/** Clave de dos letras de la CURP; SAE puede no traerla. */
	readonly entidadNacimiento?: string | null
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
			// Sin ellos la huella es la de antes: lo ya confrontado sigue valiendo.
			...(datos.sexo == null && datos.entidadNacimiento == null
				? []
				: [datos.sexo ?? null, datos.entidadNacimiento ?? null]),
		]),
	)
