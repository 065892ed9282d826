import type { Generated } from 'kysely'
import type { SiNo } from './si-no.ts'

/* Quién expide y qué se estudia. */

export type TablaEntidad = {
	id: string
	nombre: string
	tipo: 'colegio-estatal' | 'uodcdmx' | 'rceo'
	firmante: Generated<'plantel' | 'estatal'>
	entidadFederativa: string
	servicioFirmante: string
	nombreSen: string
	nombreDependencia: string
	idIems: string
	nombreIems: string
	idTipoIems: string
	tipoIems: string | null
	idOpcionEducativa: string
	opcionEducativa: string | null
	patronMatricula: string
}

export type TablaPlantel = {
	id: string
	entidadId: string
	nombre: string
	cct: string
	idTipoPlantel: string
	tipoPlantel: string | null
	idMunicipio: string
	municipio: string
	idGeneroPlantel: string | null
	idSostenimiento: string
	asientosDados: Generated<number>
}

export type TablaPcSinems = {
	plantelId: string
	desde: string
	hasta: string
}

export type TablaPlanEstudios = {
	clave: string
	carrera: string
	modelo: '2008' | '2018' | 'anterior'
	idNivelEstudios: string
	idTipoEstudios: string
	tipoPerfilLaboral: string | null
	trayecto: string | null
	idCampoDisciplinar: string | null
	campoDisciplinar: string | null
	totalCreditos: string
	competencias: Generated<string>
}

export type TablaModuloPlan = {
	planClave: string
	orden: number
	clave: string
	nombre: string
	horas: string
	creditos: string | null
	formacionTrabajo: SiNo
}
