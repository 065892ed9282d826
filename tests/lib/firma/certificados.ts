import type { Dec } from '../../../src/core/dec/dec.ts'
import { escribirDec } from '../../../src/core/dec/escribir.ts'
import type { CertificadoPorSellar } from '../../../src/lib/firma/comparar.ts'

export const CURP_FIRMANTE = 'KAHO641101HNTLKS06'

/** Un DEC de persona inventada, como el BFF lo manda a sellar: sin sello ni certificado. */
export const decDe = (cambios: Partial<Dec['alumno']> = {}, folio = 'CE20180000001'): Dec => ({
	version: '3.0',
	tipoCertificado: '1',
	folioControl: folio,
	servicioFirmante: { idEntidad: '99999' },
	firmaResponsable: {
		nombre: 'Oscar',
		primerApellido: 'Kala',
		segundoApellido: 'Haak',
		curp: CURP_FIRMANTE,
		idCargo: '93',
		cargo: 'Director',
		sello: '',
		certificadoResponsable: '',
	},
	iems: {
		nombreSEN: 'Sistema Educativo Nacional de México',
		nombreDependencia: 'Subsecretaría de Educación Media Superior',
		idIEMS: '99999',
		idTipoIEMS: '5',
		idOpcionEducativa: '1',
	},
	plantel: {
		idTipoPlantel: '99',
		nombreNumeroPlantel: 'Plantel de Prueba',
		idMunicipio: '054',
		idEntidadFederativa: '15',
		cct: '15DPT0001A',
		idSostenimiento: '1',
	},
	alumno: {
		nombre: 'Ximena',
		primerApellido: 'Ñonga',
		segundoApellido: 'Quiroz',
		curp: 'XOQX080102MMCXRM04',
		numeroControl: '231234567-8',
		...cambios,
	},
	acreditacion: {
		idNivelEstudios: '2',
		idTipoEstudiosIEMS: '1',
		nombreTipoPerfilLaboralEMS: 'Informática',
		clavePlanEstudios: 'INFO-18',
		periodoInicio: '2023-08-21T00:00:00',
		periodoTermino: '2026-07-10T00:00:00',
		creditosObtenidos: '360',
		totalCreditos: '360',
		promedioAprovechamiento: '9.1',
		promedioAprovechamientoTexto: 'Nueve punto uno',
	},
	uacs: [
		{ nombre: 'Programación básica', calificacion: '9.3', totalHorasUAC: '108' },
		{ nombre: 'Manejo de redes', calificacion: '10', totalHorasUAC: '90' },
	],
	perfilEgreso: {
		trayecto: 'Trayecto',
		nombrePerfilLaboralEMS: 'Informática',
		competencias: [{ nombreCompetenciasLaborales: 'Desarrolla software' }],
	},
})

/** El certificado por sellar de un DEC, con lo revisado igual que el documento. */
export const porSellar = (dec: Dec, cambios: Partial<CertificadoPorSellar> = {}): CertificadoPorSellar => ({
	tramiteId: `t-${dec.alumno.numeroControl}`,
	folio: dec.folioControl ?? '',
	matricula: dec.alumno.numeroControl,
	xml: escribirDec(dec),
	revisado: {
		nombre: dec.alumno.nombre,
		primerApellido: dec.alumno.primerApellido,
		segundoApellido: dec.alumno.segundoApellido ?? null,
		curp: dec.alumno.curp,
		promedio: dec.acreditacion.promedioAprovechamiento,
		carrera: dec.acreditacion.nombreTipoPerfilLaboralEMS ?? '',
		plantel: dec.plantel.nombreNumeroPlantel ?? '',
	},
	nombreEditado: false,
	...cambios,
})
