import type { Generated } from 'kysely'
import type { SiNo } from './si-no.ts'

/* Lo que el SAE dice de cada egresado, y lo que RENAPO dice de su CURP. */

export type TablaEgresado = {
	matricula: string
	plantelId: string
	planClave: string
	generacion: string
	curp: string
	nombre: string
	primerApellido: string
	segundoApellido: string | null
	fechaNacimiento: string
	fechaInicio: string
	fechaTermino: string
	fechaSecundaria: string | null
	crip: string | null
	institucionMedica: string | null
	correoInstitucional: string | null
	datosValidados: SiNo
	creditosObtenidos: string
	promedio: string
	/** Lo que sigue puede no venir en el archivo de SAE. */
	sexo: 'H' | 'M' | 'X' | null
	/** Clave de dos letras de la CURP. */
	entidadNacimiento: string | null
	/** Si ya se le expidió un certificado en papel: su reposición va por la vía tradicional (22). */
	certificadoFisico: SiNo | null
	importacionId: string | null
	actualizado: string
}

export type TablaModuloCursado = {
	matricula: string
	clave: string
	calificacion: string | null
	aprobado: SiNo
}

/** Lo que RENAPO contestó a un plantel de una CURP: los demás no saben que se preguntó (10). */
export type TablaConfrontaRenapo = {
	curp: string
	plantelId: string
	resultado: string
	campos: Generated<string>
	huellaDatos: string
	momento: string
}

/** Las confrontas encargadas que RENAPO no ha contestado; al contestar se va el renglón. */
export type TablaConfrontaEncargada = {
	matricula: string
	/** `sin-respuesta`: ya se preguntó y RENAPO no estaba; se vuelve a intentar. */
	estado: 'por-preguntar' | 'sin-respuesta'
	momento: string
}
