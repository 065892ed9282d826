import type { Generated } from 'kysely'
import type { SiNo } from './si-no.ts'

/* Lo que el SAE dice de cada egresado, y lo que RENAPO dice de su CURP. */

export type TablaImportacion = {
	id: string
	archivo: string
	sha256: string
	momento: string
	personaId: string | null
	filas: number
	altas: number
	cambios: number
}

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
	importacionId: string | null
	actualizado: string
}

export type TablaModuloCursado = {
	matricula: string
	clave: string
	calificacion: string | null
	aprobado: SiNo
}

export type TablaConfrontaRenapo = {
	curp: string
	resultado: string
	campos: Generated<string>
	huellaDatos: string
	momento: string
}
