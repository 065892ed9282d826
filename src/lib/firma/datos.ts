/** Cómo se le dice en pantalla a cada atributo del DEC, para mostrarlo y para decir en cuál difiere. */
import type * as campos from '#core/dec/campos.ts'

type DatosDe<A extends campos.Atributos> = {
	readonly [N in keyof A['requeridos'] | keyof A['opcionales']]: string
}

const raiz: DatosDe<typeof campos.DEC> = {
	version: 'Versión del documento',
	tipoCertificado: 'Tipo de certificado',
	folioControl: 'Folio',
}

const servicioFirmante: DatosDe<typeof campos.SERVICIO_FIRMANTE> = { idEntidad: 'Servicio firmante' }

const firmaResponsable: DatosDe<typeof campos.FIRMA_RESPONSABLE> = {
	nombre: 'Nombre de quien sella',
	primerApellido: 'Primer apellido de quien sella',
	segundoApellido: 'Segundo apellido de quien sella',
	curp: 'CURP de quien sella',
	idCargo: 'Clave del cargo de quien sella',
	cargo: 'Cargo de quien sella',
	sello: 'Sello',
	certificadoResponsable: 'Certificado de quien sella',
	noCertificadoResponsable: 'Número de certificado de quien sella',
}

const iems: DatosDe<typeof campos.IEMS> = {
	nombreSEN: 'Sistema educativo',
	nombreDependencia: 'Dependencia',
	idIEMS: 'Clave de la institución',
	nombreIEMS: 'Institución',
	idTipoIEMS: 'Clave del tipo de institución',
	tipoIEMS: 'Tipo de institución',
	idOpcionEducativa: 'Clave de la opción educativa',
	opcionEducativa: 'Opción educativa',
	nombreIEMSparticular: 'Institución particular',
	institucionRVOE: 'Institución que da el RVOE',
}

const plantel: DatosDe<typeof campos.PLANTEL> = {
	nombreNumeroPlantel: 'Plantel',
	cct: 'CCT',
	idTipoPlantel: 'Clave del tipo de plantel',
	tipoPlantel: 'Tipo de plantel',
	idMunicipio: 'Clave del municipio',
	municipio: 'Municipio',
	idEntidadFederativa: 'Clave de la entidad federativa',
	entidadFederativa: 'Entidad federativa',
	idGeneroPlantel: 'Clave del género del plantel',
	generoPlantel: 'Género del plantel',
	idSostenimiento: 'Clave del sostenimiento',
	sostenimiento: 'Sostenimiento',
	claveRvoe: 'RVOE',
	fechaInicioRvoe: 'Fecha del RVOE',
}

const alumno: DatosDe<typeof campos.ALUMNO> = {
	nombre: 'Nombre',
	primerApellido: 'Primer apellido',
	segundoApellido: 'Segundo apellido',
	curp: 'CURP',
	numeroControl: 'Matrícula',
}

const acreditacion: DatosDe<typeof campos.ACREDITACION> = {
	idNivelEstudios: 'Clave del nivel de estudios',
	nivelEstudios: 'Nivel de estudios',
	idTipoEstudiosIEMS: 'Clave del tipo de estudios',
	tipoEstudiosIEMS: 'Tipo de estudios',
	tipoPerfilLaboralEMS: 'Tipo de perfil laboral',
	nombreTipoPerfilLaboralEMS: 'Carrera',
	clavePlanEstudios: 'Clave del plan',
	periodoInicio: 'Fecha de inicio',
	periodoTermino: 'Fecha de término',
	creditosObtenidos: 'Créditos obtenidos',
	totalCreditos: 'Total de créditos',
	promedioAprovechamiento: 'Promedio',
	promedioAprovechamientoTexto: 'Promedio en letra',
}

const uac: DatosDe<typeof campos.UAC> = {
	nombre: 'nombre',
	calificacion: 'calificación',
	totalHorasUAC: 'horas',
	creditos: 'créditos',
	dictamen: 'dictamen',
}

const perfilEgreso: DatosDe<typeof campos.PERFIL_EGRESO> = {
	trayecto: 'Trayecto',
	idCampoDisciplinar: 'Clave del campo disciplinar',
	campoDisciplinar: 'Campo disciplinar',
	tipoPerfilLaboralEMS: 'Tipo de perfil de egreso',
	nombrePerfilLaboralEMS: 'Perfil de egreso',
}

/** Por el campo de `Dec` donde vive cada grupo. */
export const DATOS = {
	raiz,
	servicioFirmante,
	firmaResponsable,
	iems,
	plantel,
	alumno,
	acreditacion,
	uac,
	perfilEgreso,
} as const
